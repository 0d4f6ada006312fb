"""A version of an identity as it is kept, and what the search reads of it."""

from typing import Any

from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.patients.dictionary import learn
from telavis.patients.models import IdentityVersion, Patient
from telavis.patients.search_keys import current_version, keys_of_person, normalised_given, normalised_last
from telavis.patients.standing import Standing
from telavis.patients.traits import Traits
from telavis.values.names import sort_key


def add_version(
    patient: Patient, traits: Traits, standing: Standing, *, number: int, by: Actor
) -> IdentityVersion:
    version = IdentityVersion.objects.create(
        patient=patient,
        number=number,
        **trait_columns(traits),
        **standing.columns(),
        recorded_at=timezone.now(),
        recorded_by_id=by.user_id,
        recorded_by_label=by.user_label,
    )
    patient.current = version
    if number > 1:
        Patient.objects.filter(merged_into=patient).update(current=version)
    patient.ins_oid, patient.ins_matricule = version.ins_oid, version.ins_matricule
    _derive(patient, traits)
    return version


def trait_columns(traits: Traits) -> dict[str, Any]:
    """As a version keeps them."""
    return {name: "" if value is None else value for name, value in vars(traits).items()}


def _derive(patient: Patient, traits: Traits) -> None:
    """Renew what the search reads."""
    derived = derived_columns(traits)
    for name, value in derived.items():
        setattr(patient, name, value)
    learn([(patient.search_last, patient.search_given)])
    patient.save(update_fields=["current", "ins_oid", "ins_matricule", *derived])


def derived_columns(traits: Traits) -> dict[str, Any]:
    """What the search reads of these traits, by column of `Patient`."""
    last, given = normalised_last(traits), normalised_given(traits)
    return {
        "billing_nir": traits.billing_nir or "",
        "birth_date": traits.birth_date,
        "search_last": last,
        "search_given": given,
        "search_keys": keys_of_person(last, given),
        "search_keys_version": current_version(),
        "sort_key": sort_key(traits.birth_name, traits.given_names),
    }
