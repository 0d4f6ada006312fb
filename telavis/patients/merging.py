"""Two identities of one person become one, and may become two again: nothing is rewritten (docs/decisions/0034).

The absorbed row keeps its versions, its requests and what the search reads of it; its `current` is that of the survivor, so
whatever reads it says the surviving identity. Undone, it is again its own last version.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.patients.actions import let_ins_go
from telavis.patients.locking import IdentityMoved, hold
from telavis.patients.models import (
    IdentityStatus,
    IdentityVersion,
    LikelyDuplicate,
    Merge,
    PairState,
    Patient,
)
from telavis.patients.permissions import is_identity_desk
from telavis.patients.resemblance import Likened, resemblance
from telavis.values.refused import Refused

SURENESS = list(IdentityStatus)
"""They stand in the order of their trust."""
ONE_ALREADY = "C’est déjà une seule identité."
CHANGED = "Ces identités ont changé depuis : comparez-les de nouveau."


@dataclass(frozen=True)
class MergePlan:
    """What would be done, told before."""

    survivor: Patient
    absorbed: Patient
    refusal: str
    """Why it cannot be; empty when it can."""
    told_apart: LikelyDuplicate | None = None
    """The pair, of these two or of whoever they have absorbed, that is examined again first."""

    @property
    def mark(self) -> str:
        """What was shown: another version of either since is another plan."""
        return f"{self.survivor.current_id} {self.absorbed.current_id}"


def plan_of(survivor: Patient, absorbed: Patient) -> MergePlan:
    if refusal := _refusal(survivor, absorbed):
        return MergePlan(survivor, absorbed, refusal)
    apart = pairs_between(survivor, absorbed).filter(state=PairState.APART).order_by("-settled_at").first()
    return MergePlan(survivor, absorbed, _contradiction(apart) if apart else "", apart)


def surer_first(one: Patient, other: Patient) -> tuple[Patient, Patient]:
    """Which of the two stays, unless somebody chooses: the surer, of two alike the older."""
    return (other, one) if _sureness(other) > _sureness(one) else (one, other)


def pairs_between(one: Patient, other: Patient) -> QuerySet[LikelyDuplicate]:
    """What was found of these two, or of whoever is one person with either."""
    families = {each.surviving_id: [each.surviving_id] for each in (one, other)}
    absorbed = Patient.objects.filter(merged_into__in=families).values_list("merged_into_id", "pk")
    for survivor, key in absorbed:
        families[survivor].append(key)
    mine, theirs = families[one.surviving_id], families[other.surviving_id]
    return LikelyDuplicate.objects.filter(
        Q(first__in=mine, second__in=theirs) | Q(first__in=theirs, second__in=mine)
    )


def _refusal(survivor: Patient, absorbed: Patient) -> str:
    if survivor.pk == absorbed.pk:
        return ONE_ALREADY
    if survivor.merged_into_id or absorbed.merged_into_id:
        return "L’une des deux est déjà fusionnée avec une autre : défaites d’abord cette fusion."
    if survivor.ins_matricule and absorbed.ins_matricule:
        return "Chacune a sa propre INS : pour le téléservice national, ce sont deux personnes."
    if _sureness(survivor) < _sureness(absorbed):
        return "L’identité la plus sûre est celle qui reste : gardez plutôt l’autre."
    return ""


def _contradiction(apart: LikelyDuplicate) -> str:
    """Whoever has said that these are two persons is not passed over."""
    return f"{apart.settled_by_label} a dit que ce sont deux personnes : faites d’abord examiner leur paire de nouveau."


def _sureness(patient: Patient) -> int:
    return SURENESS.index(IdentityStatus(patient.identity.status))


@transaction.atomic
def merge(survivor: Patient, absorbed: Patient, *, seen: str, by: Actor) -> Merge:
    """The requests of both are those of the survivor from now on. `seen`: the mark of the plan that was shown."""
    survivor, absorbed = _lock(survivor, absorbed, by=by)
    plan = plan_of(survivor, absorbed)
    if plan.refusal:
        raise Refused(plan.refusal)
    if plan.mark != seen:
        raise Refused(CHANGED)
    _settle(pairs_between(survivor, absorbed), PairState.MERGED, by=by)
    made = Merge.objects.create(
        survivor=survivor,
        absorbed=absorbed,
        merged_at=timezone.now(),
        merged_by_id=by.user_id,
        merged_by_label=by.user_label,
    )
    _lead([absorbed.pk, *_absorbed_by(absorbed.pk)], survivor)
    _trace_both(AuditAction.MERGE_PATIENTS, survivor, absorbed, by=by, survivor=str(survivor.pk))
    return made


@transaction.atomic
def undo(made: Merge, *, by: Actor) -> Merge:
    """Two again, each as it was last said, with its INS; what was sent meanwhile keeps the identity of its sending."""
    _check(by)
    made = Merge.objects.select_for_update(of=("self",)).get(pk=made.pk)
    if made.undone_at:
        raise Refused(f"Cette fusion est déjà défaite, par {made.undone_by_label}.")
    survivor, absorbed = _lock(made.survivor, made.absorbed, by=by)
    made.undone_at = timezone.now()
    made.undone_by_id, made.undone_by_label = by.user_id, by.user_label
    made.save(update_fields=["undone_at", "undone_by_id", "undone_by_label"])
    family = _absorbed_by(absorbed.pk)
    _take_back(family, absorbed, since=made.merged_at, by=by)
    _free(absorbed, by=by)
    _lead(family, absorbed)
    merged = pairs_between(survivor, absorbed).filter(state=PairState.MERGED)
    _settle(merged, PairState.WAITING, by=by)
    _trace_both(AuditAction.PART_PATIENTS, survivor, absorbed, by=by, survivor=str(survivor.pk))
    return made


@transaction.atomic
def propose(one: Patient, other: Patient, *, by: Actor) -> LikelyDuplicate:
    """Somebody reported these two: a pair to examine, as if the night had found it; the one that is there already."""
    one, other = _lock(one, other, by=by)
    if one.surviving_id == other.surviving_id:
        raise Refused(ONE_ALREADY)
    known = pairs_between(one, other).exclude(state=PairState.MERGED).order_by("state", "pk").last()
    if known:
        return known
    first, second = sorted((one, other), key=lambda each: each.pk)
    found = resemblance(Likened.of_version(first.own_identity), Likened.of_version(second.own_identity))
    made = LikelyDuplicate(
        first=first, second=second, score=found.score, words=found.words[:300], found_at=timezone.now()
    )
    # The night may be writing the very same.
    LikelyDuplicate.objects.bulk_create([made], ignore_conflicts=True)
    _trace_both(AuditAction.PROPOSE_PAIR, first, second, by=by)
    return LikelyDuplicate.objects.get(first=first, second=second)


@transaction.atomic
def tell_apart(pair: LikelyDuplicate, *, by: Actor) -> LikelyDuplicate:
    """Two persons: the pair is kept, and never proposed again."""
    return _say(pair, PairState.APART, AuditAction.TELL_APART, by=by)


@transaction.atomic
def examine_again(pair: LikelyDuplicate, *, by: Actor) -> LikelyDuplicate:
    """Said to be two persons by mistake: the pair waits again."""
    return _say(pair, PairState.WAITING, AuditAction.EXAMINE_AGAIN, by=by)


def _say(pair: LikelyDuplicate, state: PairState, action: AuditAction, *, by: Actor) -> LikelyDuplicate:
    """Of these two, and of whoever they have absorbed."""
    first, second, pair = _lock_pair(pair, by=by)
    if pair.state == state:
        return pair
    if pair.state == PairState.MERGED:
        raise Refused("Ces identités sont fusionnées : défaites d’abord leur fusion.")
    if first.surviving_id == second.surviving_id:
        raise Refused(ONE_ALREADY)
    _settle(pairs_between(first, second), state, by=by)
    _trace_both(action, first, second, by=by)
    pair.refresh_from_db()
    return pair


def _check(by: Actor) -> None:
    if not is_identity_desk(by):
        raise PermissionDenied


def _lock(one: Patient, other: Patient, *, by: Actor) -> tuple[Patient, Patient]:
    """Two who cross wait for each other, and then read what the first one did."""
    _check(by)
    try:
        one, other = hold(one, other)
    except IdentityMoved as moved:
        raise Refused(CHANGED) from moved
    return one, other


def _lock_pair(pair: LikelyDuplicate, *, by: Actor) -> tuple[Patient, Patient, LikelyDuplicate]:
    """Both patients first, in their order: whoever merges them meanwhile holds them already."""
    first, second = _lock(pair.first, pair.second, by=by)
    return first, second, LikelyDuplicate.objects.select_for_update(of=("self",)).get(pk=pair.pk)


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


def _take_back(family: list[UUID], absorbed: Patient, *, since: datetime, by: Actor) -> None:
    """The one that stood for all of them lets an INS of theirs go that it received as such: it waits for its owner.

    So merges one upon another are undone in any order. What that one had before is its own.
    """
    for each in Patient.objects.filter(pk__in=family):
        own = each.own_identity
        holder = _holder_of_ins(own)
        if holder is None or holder.pk != absorbed.merged_into_id:
            continue
        same = holder.versions.filter(ins_oid=own.ins_oid, ins_matricule=own.ins_matricule)
        if not same.filter(recorded_at__lt=since).exists():
            let_ins_go(holder, by=by)


def _free(absorbed: Patient, *, by: Actor) -> None:
    """Its INS goes back to it from the one that stood for it; a third that has received it meanwhile keeps it."""
    own = absorbed.own_identity
    holder = _holder_of_ins(own)
    if holder and holder.pk == absorbed.merged_into_id:
        let_ins_go(holder, by=by)
        holder = None
    absorbed.merged_into, absorbed.current = None, own
    if holder is None:
        absorbed.ins_oid, absorbed.ins_matricule = own.ins_oid, own.ins_matricule
    try:
        with transaction.atomic():
            absorbed.save(update_fields=["merged_into", "current", "ins_oid", "ins_matricule"])
    except IntegrityError as raced:  # since it was looked for, a third has received it
        raise Refused(CHANGED) from raced
    if holder:
        let_ins_go(absorbed, by=by)


def _holder_of_ins(version: IdentityVersion) -> Patient | None:
    if not version.ins_matricule:
        return None
    theirs = Patient.objects.filter(ins_oid=version.ins_oid, ins_matricule=version.ins_matricule)
    return theirs.select_related("current").first()


def _settle(pairs: QuerySet[LikelyDuplicate], state: PairState, *, by: Actor) -> None:
    """What the queue keeps of these, whoever found them."""
    settled = state != PairState.WAITING
    pairs.update(
        state=state,
        settled_at=timezone.now() if settled else None,
        settled_by_id=by.user_id if settled else None,
        settled_by_label=by.user_label if settled else "",
    )


def _trace_both(action: AuditAction, one: Patient, other: Patient, *, by: Actor, **more: str) -> None:
    """A line under each of the two, which names the other."""
    for patient, with_whom in ((one, other), (other, one)):
        record(
            action,
            by=by,
            object_kind="patient",
            object_id=patient.pk,
            patient_id=patient.pk,
            detail={"with": str(with_whom.pk), **more},
        )
