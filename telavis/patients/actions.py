"""Creating a patient once, and adding a version to their identity."""

import hashlib
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.patients import queries
from telavis.patients.dictionary import learn
from telavis.patients.locking import IdentityMoved, hold
from telavis.patients.models import ApartReason, IdentityVersion, Patient
from telavis.patients.permissions import is_identity_desk
from telavis.patients.queries import PatientRow, Similar
from telavis.patients.search_keys import current_version, keys_of_person, normalised_given, normalised_last
from telavis.patients.standing import PROVISIONAL, Standing, standing_of
from telavis.patients.traits import Traits, traits_of
from telavis.values.names import sort_key


class PatientLooksKnown(Exception):
    """Somebody with the same number or the same traits exists: a person must say whether it is they."""

    def __init__(self, rows: list[PatientRow]) -> None:
        super().__init__("Un patient qui lui ressemble existe déjà.")
        self.rows = rows


class ReasonMissing(PatientLooksKnown):
    """They were shown, and are said to be somebody else: creating another patient beside them needs a reason."""


class CreationKeyReused(Exception):
    """The same form was sent twice with different traits: the second is another identity, or a correction."""


class StrictTraitsProtected(Exception):
    """The strict traits of a validated or qualified identity are changed by the identity desk only."""


class EvidenceMissing(Exception):
    """What was checked against a paper is replaced by what another paper, or the national service, says."""


class IdentityChangedMeanwhile(Exception):
    """Somebody has added a version since the page was opened: what is being corrected is no longer what was read."""


class InsOfSomebodyElse(Exception):
    """Another patient has this very INS: these two are probably one person."""

    def __init__(self, patient: Patient) -> None:
        super().__init__("Ce matricule INS est déjà celui d’un autre patient.")
        self.patient = patient


STRICT_TRAITS = frozenset(
    {
        *("birth_name", "first_given_name", "given_names", "sex"),
        *("birth_date", "birth_date_known", "birth_place_code"),
    }
)
MADE_ALIKE_BY = STRICT_TRAITS | {"billing_nir"}
"""Changing one of these may turn somebody into the double of somebody else."""


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
    _wait_for_twin(traits)
    made = Patient.objects.filter(creation_key=creation_key).first()
    if made:
        return _same_or_refuse(made, traits)
    _refuse_ins_of_somebody_else(standing)
    alike = queries.similar(traits)
    if strangers := [each for each in alike if each.patient not in unlike]:
        raise PatientLooksKnown(queries.rows_of(strangers))
    if alike and (why_apart is None or (why_apart is ApartReason.OTHER and not in_words)):
        raise ReasonMissing(queries.rows_of(alike))
    apart = {"apart_reason": why_apart, "apart_words": in_words} if alike and why_apart else {}
    patient = Patient.objects.create(creation_key=creation_key, **apart)
    version = _add_version(patient, traits, standing, number=1, by=by)
    record(
        AuditAction.CREATE_PATIENT,
        by=by,
        object_kind="identity_version",
        object_id=version.pk,
        patient_id=patient.pk,
        detail={"in_spite_of": _keys(alike), "why": why_apart} if alike else {},
    )
    return patient


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
    _wait_for_twin(traits)
    patient = _hold_surviving(patient)
    current = patient.identity
    was, changed = standing_of(current), _changed(current, traits)
    becomes = _standing_after(was, standing, changed)
    touched = changed | {
        each.name for each in fields(Standing) if getattr(was, each.name) != getattr(becomes, each.name)
    }
    if not touched:
        return current
    if read is not None and read != current.pk:
        raise IdentityChangedMeanwhile
    if changed & STRICT_TRAITS:
        _check_protection(current, was, becomes, by=by)
    _refuse_ins_of_somebody_else(becomes, but=patient)
    alike = doubles_of(current, traits)
    if strangers := [each for each in alike if each.patient not in unlike]:
        raise PatientLooksKnown(queries.rows_of(strangers))
    version = _add_version(patient, traits, becomes, number=current.number + 1, by=by)
    _trace_change(version, sorted(touched), by=by, **({"in_spite_of": _keys(alike)} if alike else {}))
    return version


def let_ins_go(patient: Patient, *, by: Actor) -> IdentityVersion:
    """The number turns out to be somebody else's: a version without it. Whoever calls holds the patient."""
    current = patient.identity
    standing = standing_of(current).without_ins()
    version = _add_version(patient, traits_of(current), standing, number=current.number + 1, by=by)
    _trace_change(version, ["ins"], by=by)
    return version


def _trace_change(version: IdentityVersion, changed: list[str], *, by: Actor, **more: list[str]) -> None:
    record(
        AuditAction.CHANGE_PATIENT,
        by=by,
        object_kind="identity_version",
        object_id=version.pk,
        patient_id=version.patient_id,
        detail={"changed": changed, **more},
    )


def _keys(alike: list[Similar]) -> list[str]:
    return sorted({str(each.patient) for each in alike})


def _hold_surviving(patient: Patient) -> Patient:
    """An absorbed identity is corrected by correcting the one that stands for it."""
    try:
        (held,) = hold(patient)
    except IdentityMoved as moved:
        raise IdentityChangedMeanwhile from moved
    return (
        Patient.objects.select_related("current").get(pk=held.surviving_id) if held.merged_into_id else held
    )


def doubles_of(current: IdentityVersion, traits: Traits) -> list[Similar]:
    """Whose double this person would become by changing their traits to these."""
    if not _changed(current, traits) & MADE_ALIKE_BY:
        return []
    return [each for each in queries.similar(traits) if each.patient != current.patient_id]


def foreseen(current: IdentityVersion, traits: Traits, standing: Standing) -> IdentityVersion:
    """What `new_version` would make of it, to be shown before; nothing is written."""
    becomes = _standing_after(standing_of(current), standing, _changed(current, traits))
    return IdentityVersion(
        patient_id=current.patient_id,
        **trait_columns(traits),
        **becomes.columns(),
        recorded_at=timezone.now(),
    )


def _check_protection(current: IdentityVersion, was: Standing, becomes: Standing, *, by: Actor) -> None:
    """A check must not vouch for traits that nobody has compared with its paper."""
    if is_protected(current, by):
        raise StrictTraitsProtected
    has_another_ins = becomes.ins is not None and becomes.ins != was.ins
    if current.was_checked and becomes.check == was.check and not has_another_ins:
        raise EvidenceMissing


def is_protected(version: IdentityVersion, by: Actor) -> bool:
    """Checked against papers: the strict traits are in the hands of the identity desk."""
    return version.was_checked and not is_identity_desk(by)


def _changed(current: IdentityVersion, traits: Traits) -> set[str]:
    """The names of the traits that are otherwise."""
    before = traits_of(current)
    return {name for name, value in vars(traits).items() if getattr(before, name) != value}


def _standing_after(was: Standing, asked: Standing | None, changed: set[str]) -> Standing:
    """Traits that came with an INS and are then corrected by hand are what somebody says: the INS is let go."""
    becomes = asked or was
    if becomes.ins and becomes.ins == was.ins and changed & STRICT_TRAITS:
        return becomes.without_ins()
    return becomes


def _wait_for_twin(traits: Traits) -> None:
    """Of people born one day, or under one number, one passes after the other: the second sees the first.

    By the date and not by the names, since the same person comes as Durand and as Durant. In the order of the keys, so
    that no two wait for each other.
    """
    marks = [
        f"born {traits.birth_date.isoformat()}",
        f"number {traits.billing_nir}" if traits.billing_nir else "",
    ]
    digests = (hashlib.blake2b(mark.encode(), digest_size=8).digest() for mark in marks if mark)
    with connection.cursor() as cursor:
        for key in sorted(int.from_bytes(digest, signed=True) for digest in digests):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _same_or_refuse(made: Patient, traits: Traits) -> Patient:
    first = made.versions.get(number=1)
    if traits_of(first) != traits:
        raise CreationKeyReused
    return made


def _add_version(
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


def _refuse_ins_of_somebody_else(standing: Standing, *, but: Patient | None = None) -> None:
    """Before looking for who looks alike: whoever has this very INS is known, and not perhaps."""
    if standing.ins is None:
        return
    matricule = standing.ins.matricule
    theirs = Patient.objects.filter(ins_oid=matricule.oid, ins_matricule=matricule.number)
    somebody_else = theirs.exclude(pk__in=[but.pk] if but else []).select_related("current").first()
    if somebody_else:
        raise InsOfSomebodyElse(somebody_else)


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
