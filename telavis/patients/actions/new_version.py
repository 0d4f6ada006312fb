"""The same person with other traits from now on."""

from dataclasses import fields
from uuid import UUID

from django.db import transaction
from django.utils import timezone

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
from telavis.patients.locking import IdentityMoved, hold
from telavis.patients.models import IdentityVersion, Patient
from telavis.patients.protection import STRICT_TRAITS, changed_traits, check_protection, standing_after
from telavis.patients.queries import Similar
from telavis.patients.standing import Standing, standing_of
from telavis.patients.traits import Traits, traits_of
from telavis.patients.versions import add_version, trait_columns


class IdentityChangedMeanwhile(Exception):
    """Somebody has added a version since the page was opened: what is being corrected is no longer what was read."""


MADE_ALIKE_BY = STRICT_TRAITS | {"billing_nir"}
"""Changing one of these may turn somebody into the double of somebody else."""


@transaction.atomic
def new_version(
    patient: Patient,
    traits: Traits,
    *,
    by: Actor,
    read: UUID | None = None,
    unlike: frozenset[UUID] = frozenset(),
    standing: Standing | None = None,
) -> IdentityVersion:
    """The same person with other traits from now on; the requests already sent keep the version they had.

    `read` is the key of the version that the person corrects (numbers restart with each patient, and a merge leads to
    another); `unlike` as for a creation. Without a `standing` the identity keeps its own, but for an INS that came
    with other traits.
    """
    wait_for_twin(traits)
    patient = _hold_surviving(patient)
    current = patient.identity
    was, changed = standing_of(current), changed_traits(current, traits)
    becomes = standing_after(was, standing, changed)
    touched = changed | {
        each.name for each in fields(Standing) if getattr(was, each.name) != getattr(becomes, each.name)
    }
    if not touched:
        return current
    if read is not None and read != current.pk:
        raise IdentityChangedMeanwhile
    if changed & STRICT_TRAITS:
        check_protection(current, was, becomes, by=by)
    refuse_ins_of_somebody_else(becomes, but=patient)
    alike = doubles_of(current, traits)
    if strangers := [each for each in alike if each.patient not in unlike]:
        raise PatientLooksKnown(queries.rows_of(strangers))
    version = add_version(patient, traits, becomes, number=current.number + 1, by=by)
    _trace_change(version, sorted(touched), by=by, **({"in_spite_of": keys_of(alike)} if alike else {}))
    return version


def let_ins_go(patient: Patient, *, by: Actor) -> IdentityVersion:
    """The number turns out to be somebody else's: a version without it. Whoever calls holds the patient."""
    current = patient.identity
    standing = standing_of(current).without_ins()
    version = add_version(patient, traits_of(current), standing, number=current.number + 1, by=by)
    _trace_change(version, ["ins"], by=by)
    return version


def doubles_of(current: IdentityVersion, traits: Traits) -> list[Similar]:
    """Whose double this person would become by changing their traits to these."""
    if not changed_traits(current, traits) & MADE_ALIKE_BY:
        return []
    return [each for each in queries.similar(traits) if each.patient != current.patient_id]


def foreseen(current: IdentityVersion, traits: Traits, standing: Standing) -> IdentityVersion:
    """What `new_version` would make of it, to be shown before; nothing is written."""
    becomes = standing_after(standing_of(current), standing, changed_traits(current, traits))
    return IdentityVersion(
        patient_id=current.patient_id,
        **trait_columns(traits),
        **becomes.columns(),
        recorded_at=timezone.now(),
    )


def _trace_change(version: IdentityVersion, changed: list[str], *, by: Actor, **more: list[str]) -> None:
    record(
        AuditAction.CHANGE_PATIENT,
        by=by,
        object_kind="identity_version",
        object_id=version.pk,
        patient_id=version.patient_id,
        detail={"changed": changed, **more},
    )


def _hold_surviving(patient: Patient) -> Patient:
    """An absorbed identity is corrected by correcting the one that stands for it."""
    try:
        (held,) = hold(patient)
    except IdentityMoved as moved:
        raise IdentityChangedMeanwhile from moved
    return (
        Patient.objects.select_related("current").get(pk=held.surviving_id) if held.merged_into_id else held
    )
