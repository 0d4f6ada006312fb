"""Three hundred people who do not exist and five queries of each class of error, made by benchmarks/patient_search."""

from datetime import date
from pathlib import Path
from uuid import UUID

from telavis.patients.dictionary import learn
from telavis.patients.models import IdentityVersion, Patient, Sex
from telavis.patients.traits import Traits
from telavis.patients.versions import derived_columns, trait_columns
from telavis.values.nir import NIR

POPULATION = Path(__file__).with_name("population.tsv")
QUERIES = Path(__file__).with_name("queries.jsonl")


def bring_in() -> None:
    """All of them, in a few statements; each under the key of their number in the file."""
    patients, versions = [], []
    for line in POPULATION.read_text(encoding="utf-8").splitlines():
        number, nir, birth_name, used_name, given_names, sex, birth_date, place = line.split("\t")
        traits = Traits(
            birth_name=birth_name,
            used_name=used_name,
            given_names=given_names,
            sex=Sex(sex),
            birth_date=date.fromisoformat(birth_date),
            birth_place_code=place,
            birth_place_label=place,
            billing_nir=NIR.parse(nir),
        )
        patient = Patient(pk=UUID(int=int(number)), **derived_columns(traits))
        patients.append(patient)
        versions.append(IdentityVersion(patient=patient, number=1, **trait_columns(traits)))
    learn((patient.search_last, patient.search_given) for patient in patients)
    Patient.objects.bulk_create(patients)
    IdentityVersion.objects.bulk_create(versions)
    for patient, version in zip(patients, versions, strict=True):
        patient.current = version
    Patient.objects.bulk_update(patients, ["current"])
