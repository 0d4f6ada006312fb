"""Creating a patient once, however often the form is sent."""

from uuid import UUID

from django.db import transaction

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.patients import queries
from telavis.patients.actions.once import (
    PatientLooksKnown,
    keys_of,
    refuse_ins_of_somebody_else,
    wait_for_twin,
)
from telavis.patients.models import ApartReason, Patient
from telavis.patients.standing import PROVISIONAL, Standing
from telavis.patients.traits import Traits, traits_of
from telavis.patients.versions import add_version


class ReasonMissing(PatientLooksKnown):
    """They were shown, and are said to be somebody else: creating another patient beside them needs a reason."""


class CreationKeyReused(Exception):
    """The same form was sent twice with different traits: the second is another identity, or a correction."""


@transaction.atomic
def create(
    traits: Traits,
    *,
    creation_key: UUID,
    by: Actor,
    unlike: frozenset[UUID] = frozenset(),
    why_apart: ApartReason | None = None,
    in_words: str = "",
    standing: Standing = PROVISIONAL,
) -> Patient:
    """Create somebody once, however many times the form is sent.

    `unlike` holds the patients of whom the requester said «it is not they», and `why_apart` how they know; anybody
    else who looks alike stops it.
    """
    wait_for_twin(traits)
    made = Patient.objects.filter(creation_key=creation_key).first()
    if made:
        return _same_or_refuse(made, traits)
    refuse_ins_of_somebody_else(standing)
    alike = queries.similar(traits)
    if strangers := [each for each in alike if each.patient not in unlike]:
        raise PatientLooksKnown(queries.rows_of(strangers))
    if alike and (why_apart is None or (why_apart is ApartReason.OTHER and not in_words)):
        raise ReasonMissing(queries.rows_of(alike))
    apart = {"apart_reason": why_apart, "apart_words": in_words} if alike and why_apart else {}
    patient = Patient.objects.create(creation_key=creation_key, **apart)
    version = add_version(patient, traits, standing, number=1, by=by)
    record(
        AuditAction.CREATE_PATIENT,
        by=by,
        object_kind="identity_version",
        object_id=version.pk,
        patient_id=patient.pk,
        detail={"in_spite_of": keys_of(alike), "why": why_apart} if alike else {},
    )
    return patient


def _same_or_refuse(made: Patient, traits: Traits) -> Patient:
    first = made.versions.get(number=1)
    if traits_of(first) != traits:
        raise CreationKeyReused
    return made
