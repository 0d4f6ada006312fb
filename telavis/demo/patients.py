"""Five hundred patients: names of every kind, births everywhere, INS under the test OID."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from telavis.demo.names import BIRTH_PLACES, FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES
from telavis.patients.dictionary import learn
from telavis.patients.models import Evidence, IdentityVersion, InsSource, NoNumberReason, Patient, Sex
from telavis.patients.standing import PROVISIONAL, Check, ObtainedIns, Standing
from telavis.patients.traits import Traits
from telavis.patients.versions import derived_columns, trait_columns
from telavis.values.ins import InsOid, MatriculeINS
from telavis.values.nir import NIR
from telavis.values.places import find_place

COUNT = 500
RECORDED_BY = "démonstration"
OLDEST_IN_DAYS = 97 * 365
PROVISIONAL_SHARE = 0.3
NO_NUMBER_SHARE = 0.04
KNOWN_FOR = timedelta(days=370)
USED_NAME_SHARE = 0.3


def make_patients(random: Random, today: date) -> list[IdentityVersion]:
    """Patients with one version each, in two statements: a key is checked at the end of both."""
    traits = [_traits(random, today, number) for number in range(COUNT)]
    since = datetime.combine(today, time(9), UTC) - KNOWN_FOR
    patients = [Patient(**derived_columns(each), created_at=since) for each in traits]
    versions = [
        _version(random, patient, each, today) for patient, each in zip(patients, traits, strict=True)
    ]
    for patient, version in zip(patients, versions, strict=True):
        patient.ins_oid, patient.ins_matricule = version.ins_oid, version.ins_matricule
        patient.current = version
    learn((patient.search_last, patient.search_given) for patient in patients)
    Patient.objects.bulk_create(patients)
    IdentityVersion.objects.bulk_create(versions)
    return versions


def _traits(random: Random, today: date, number: int) -> Traits:
    sex = random.choice((Sex.FEMALE, Sex.MALE))
    names = FEMALE_NAMES if sex == Sex.FEMALE else MALE_NAMES
    birth = today - timedelta(days=random.randint(20, OLDEST_IN_DAYS))
    place_code = random.choice(BIRTH_PLACES)
    place = find_place(place_code)
    married = sex == Sex.FEMALE and today.year - birth.year > 25 and random.random() < USED_NAME_SHARE
    has_number = random.random() >= NO_NUMBER_SHARE
    return Traits(
        birth_name=random.choice(FAMILY_NAMES),
        used_name=random.choice(FAMILY_NAMES) if married else "",
        given_names=" ".join(random.sample(names, k=random.choice((1, 2, 2, 3)))),
        sex=sex,
        birth_date=birth,
        birth_place_code=place_code,
        birth_place_label=place.label if place else "Lieu de naissance inconnu",
        billing_nir=_number(sex, birth, place_code, number) if has_number else None,
        no_number_reason=None if has_number else random.choice(list(NoNumberReason)),
    )


def _number(sex: Sex, birth: date, place_code: str, order: int) -> NIR:
    """Sex, year, month, place, order: with its key it is a number that the rules accept, and nobody's."""
    department_and_commune = place_code if place_code[0] == "2" else f"{int(place_code):05d}"
    first = "2" if sex == Sex.FEMALE else "1"
    return NIR.with_key(f"{first}{birth.year % 100:02d}{birth.month:02d}{department_and_commune}{order:03d}")


def _version(random: Random, patient: Patient, traits: Traits, today: date) -> IdentityVersion:
    number = traits.billing_nir
    standing = _qualified(number, today) if number and random.random() >= PROVISIONAL_SHARE else PROVISIONAL
    return IdentityVersion(
        patient=patient,
        number=1,
        **trait_columns(traits),
        **standing.columns(),
        recorded_at=patient.created_at,
        recorded_by_label=RECORDED_BY,
    )


def _qualified(number: NIR, today: date) -> Standing:
    """Found by the national service and checked against a card, both invented."""
    at = datetime.combine(today, time(9), UTC)
    return Standing(
        ins=ObtainedIns(MatriculeINS(number, InsOid.TEST), InsSource.SERVICE, at),
        check=Check(Evidence.IDENTITY_CARD, at, None, RECORDED_BY),
    )
