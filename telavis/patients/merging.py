"""Two identities of one person become one, and may become two again: nothing is rewritten (docs/decisions/0034).

The absorbed row keeps its versions, its requests and what the search reads of it; its `current` is that of the survivor, so
whatever reads it says the surviving identity. Undone, it is again its own last version.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.patients.models import IdentityStatus, LikelyDuplicate, Merge, PairState, Patient
from telavis.patients.permissions import is_identity_desk
from telavis.values.refused import Refused

SURENESS = [
    IdentityStatus.PROVISIONAL,
    IdentityStatus.RETRIEVED,
    IdentityStatus.VALIDATED,
    IdentityStatus.QUALIFIED,
]


@dataclass(frozen=True)
class MergePlan:
    """What would be done, told before."""

    survivor: Patient
    absorbed: Patient
    refusal: str
    """Why it cannot be; empty when it can."""

    @property
    def mark(self) -> str:
        """What was shown: another version of either since is another plan."""
        return f"{self.survivor.current_id} {self.absorbed.current_id}"


def plan_of(survivor: Patient, absorbed: Patient) -> MergePlan:
    return MergePlan(survivor, absorbed, _refusal(survivor, absorbed))


def _refusal(survivor: Patient, absorbed: Patient) -> str:
    if survivor.pk == absorbed.pk:
        return "C’est la même identité."
    if survivor.merged_into_id or absorbed.merged_into_id:
        return "L’une des deux est déjà réunie à une autre : défaites d’abord cette réunion, ou partez de l’autre."
    if survivor.ins_matricule and absorbed.ins_matricule:
        return "Chacune a sa propre INS : pour le téléservice national, ce sont deux personnes."
    kept, gone = (SURENESS.index(IdentityStatus(each.identity.status)) for each in (survivor, absorbed))
    if kept < gone:
        return "L’identité la plus sûre est celle qui reste : gardez plutôt l’autre."
    return ""


@transaction.atomic
def merge(survivor: Patient, absorbed: Patient, *, seen: str, by: Actor) -> Merge:
    """The requests of both are those of the survivor from now on. `seen`: the mark of the plan that was shown."""
    survivor, absorbed = _lock(survivor, absorbed, by=by)
    plan = plan_of(survivor, absorbed)
    if plan.refusal:
        raise Refused(plan.refusal)
    if plan.mark != seen:
        raise Refused("Ces identités ont changé depuis : comparez-les de nouveau.")
    made = Merge.objects.create(
        survivor=survivor,
        absorbed=absorbed,
        merged_at=timezone.now(),
        merged_by_id=by.user_id,
        merged_by_label=by.user_label,
    )
    _lead([absorbed.pk, *_absorbed_by(absorbed.pk)], survivor)
    _settle(survivor, absorbed, PairState.MERGED, by=by)
    _trace_both(AuditAction.MERGE_PATIENTS, survivor, absorbed, by=by)
    return made


@transaction.atomic
def undo(made: Merge, *, by: Actor) -> Merge:
    """Two again, each as it was last said; what was sent meanwhile keeps the identity that it was sent with."""
    _check(by)
    made = Merge.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if made.undone_at:
        raise Refused(f"Cette réunion est déjà défaite, par {made.undone_by_label}.")
    survivor, absorbed = _lock(made.survivor, made.absorbed, by=by)
    made.undone_at = timezone.now()
    made.undone_by_id, made.undone_by_label = by.user_id, by.user_label
    made.save(update_fields=["undone_at", "undone_by_id", "undone_by_label"])
    _free(absorbed)
    _lead(_absorbed_by(absorbed.pk), absorbed)
    _settle(survivor, absorbed, PairState.WAITING, by=by)
    _trace_both(AuditAction.PART_PATIENTS, survivor, absorbed, by=by)
    return made


@transaction.atomic
def tell_apart(pair: LikelyDuplicate, *, by: Actor) -> LikelyDuplicate:
    """Two persons: the pair is kept, and never proposed again."""
    first, second = _lock(pair.first, pair.second, by=by)
    pair = LikelyDuplicate.objects.select_for_update(of=("self",)).get(pk=pair.pk)
    if pair.state == PairState.APART:
        return pair
    if pair.state == PairState.MERGED:
        raise Refused("Ces identités sont réunies : défaites d’abord leur réunion.")
    _settle(first, second, PairState.APART, by=by)
    _trace_both(AuditAction.TELL_APART, first, second, by=by)
    pair.refresh_from_db()
    return pair


def _check(by: Actor) -> None:
    if not is_identity_desk(by):
        raise PermissionDenied


def _lock(one: Patient, other: Patient, *, by: Actor) -> tuple[Patient, Patient]:
    """Always in the same order, so that two who cross wait and then read what the first one did."""
    _check(by)
    rows = Patient.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk, other.pk]).order_by("pk")
    found = {row.pk: row for row in rows.select_related("current")}
    return found[one.pk], found[other.pk]


def _absorbed_by(key: UUID) -> list[UUID]:
    """Those that this one absorbed, and those that they had absorbed."""
    found: list[UUID] = []
    last = [key]
    while last:
        last = list(
            Merge.objects.filter(survivor__in=last, undone_at=None).values_list("absorbed_id", flat=True)
        )
        found += last
    return found


def _lead(keys: list[UUID], survivor: Patient) -> None:
    """Whoever reads them reads the one that stands for all: the survivor, or what absorbed it since."""
    Patient.objects.filter(pk__in=keys).update(
        merged_into=survivor.surviving_id, current=survivor.current_id, ins_oid="", ins_matricule=""
    )


def _free(absorbed: Patient) -> None:
    own = absorbed.own_identity
    theirs = Patient.objects.filter(ins_oid=own.ins_oid, ins_matricule=own.ins_matricule)
    if own.ins_matricule and theirs.exclude(pk=absorbed.pk).exists():
        raise Refused("L’identité gardée a reçu depuis la même INS : retirez-la d’abord de l’une des deux.")
    absorbed.merged_into, absorbed.current = None, own
    absorbed.ins_oid, absorbed.ins_matricule = own.ins_oid, own.ins_matricule
    absorbed.save(update_fields=["merged_into", "current", "ins_oid", "ins_matricule"])


def _settle(one: Patient, other: Patient, state: PairState, *, by: Actor) -> None:
    """What the queue keeps of these two, whoever found them."""
    first, second = sorted((one.pk, other.pk))
    settled = state != PairState.WAITING
    LikelyDuplicate.objects.filter(first=first, second=second).update(
        state=state,
        settled_at=timezone.now() if settled else None,
        settled_by_id=by.user_id if settled else None,
        settled_by_label=by.user_label if settled else "",
    )


def _trace_both(action: AuditAction, one: Patient, other: Patient, *, by: Actor) -> None:
    """A line under each of the two, which names the other."""
    for patient, with_whom in ((one, other), (other, one)):
        record(
            action,
            by=by,
            object_kind="patient",
            object_id=patient.pk,
            patient_id=patient.pk,
            detail={"with": str(with_whom.pk), "survivor": str(one.pk)},
        )
