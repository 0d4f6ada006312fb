"""What the identity desk reads: likely duplicates, merges, and the history of one identity (docs/domain/patients.md, 19f)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from telavis.patients.models import IdentityVersion, LikelyDuplicate, Merge, PairState, Patient
from telavis.patients.trait_words import said
from telavis.values.names import display_name

PAGE = 25
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class PairPage:
    rows: list[LikelyDuplicate]
    next: str
    """Where the next page begins (`_where`); empty on the last one."""


@dataclass(frozen=True)
class MergeRow:
    merge: Merge
    absorbed: IdentityVersion
    """What was last said of the absorbed identity itself; its `current` is that of the survivor."""

    @property
    def name(self) -> str:
        return name_of(self.absorbed)


@dataclass(frozen=True)
class MergePage:
    rows: list[MergeRow]
    next: str


@dataclass(frozen=True, slots=True)
class Change:
    """One trait of a version, and what it was before; "" for what was not known."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PastEvent:
    """A version, a merge or its undoing."""

    text: str
    by: str
    when: datetime
    changes: list[Change]
    other: Patient | None = None
    """With whom it was merged."""


def pairs(state: PairState, after: str) -> PairPage:
    """Those who wait, the likeliest first; those told apart, the newest first. Each with who stands for it today."""
    by = "score" if state == PairState.WAITING else "settled_at"
    rows = LikelyDuplicate.objects.filter(state=state).select_related("first__current", "second__current")
    ordered = rows.order_by(f"-{by}", "id")
    last, key = _read_on(after, state)
    beyond = Q(**{f"{by}__lte": last}) & (Q(**{f"{by}__lt": last}) | Q(pk__gt=key)) if key else Q()
    found = list(ordered.filter(beyond)[: PAGE + 1])
    following = _where(found[PAGE - 1], state) if len(found) > PAGE else ""
    return PairPage(_each_once(found[:PAGE], ordered), following)


def _each_once(page: list[LikelyDuplicate], ordered: QuerySet[LikelyDuplicate]) -> list[LikelyDuplicate]:
    """Pairs that are of the same two by now stand once, where the first of them stands, be it another page:
    whatever is said of one is said of all."""
    family = stood_for(side for row in page for side in (row.first, row.second))
    first_of: dict[frozenset[UUID], UUID] = {}
    alike = ordered.filter(first__in=family, second__in=family).values_list("pk", "first_id", "second_id")
    for pk, first, second in alike:
        first_of.setdefault(frozenset((family[first], family[second])), pk)
    shown = set(first_of.values())
    return [row for row in page if row.pk in shown]


def _where(row: LikelyDuplicate, state: PairState) -> str:
    """Where a page ends: what it is ordered by and the row's key, so that it holds whatever becomes of the row."""
    if state == PairState.WAITING or row.settled_at is None:
        return f"{row.score!r}_{row.pk}"
    return f"{(row.settled_at - EPOCH) // timedelta(microseconds=1)}_{row.pk}"


def _read_on(after: str, state: PairState) -> tuple[float | datetime | None, UUID | None]:
    """What the last row of the page before was ordered by, and its key; anything else begins at the top."""
    last, _, key = after.partition("_")
    try:
        if state == PairState.WAITING:
            return float(last), UUID(key)
        return EPOCH + timedelta(microseconds=int(last)), UUID(key)
    except (ValueError, OverflowError):
        return None, None


def waiting_count(at_most: int) -> int:
    """How many pairs wait; counting stops there."""
    return LikelyDuplicate.objects.filter(state=PairState.WAITING)[:at_most].count()


def merges(after: str) -> MergePage:
    """The newest first, those undone among them."""
    rows = Merge.objects.select_related("survivor__current", "absorbed")
    if key := _key(after):
        rows = rows.filter(pk__lt=key)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    own = own_identities(merge.absorbed_id for merge in shown)
    rows_shown = [MergeRow(merge, own[merge.absorbed_id]) for merge in shown]
    return MergePage(rows_shown, str(shown[-1].pk) if len(found) > PAGE else "")


def own_identities(keys: Iterable[UUID]) -> dict[UUID, IdentityVersion]:
    """What was last said of each, absorbed since or not."""
    versions = IdentityVersion.objects.filter(patient__in=set(keys))
    return {each.patient_id: each for each in versions.order_by("patient", "-number").distinct("patient")}


def stood_for(patients: Iterable[Patient]) -> dict[UUID, UUID]:
    """Each of these and whoever they have absorbed, by key, and who stands for them: whose requests are whose."""
    keys = {patient.surviving_id for patient in patients}
    absorbed = Patient.objects.filter(merged_into__in=keys).values_list("pk", "merged_into_id")
    return {key: key for key in keys} | {key: survivor for key, survivor in absorbed if survivor}


def told_apart_from(patient: Patient) -> frozenset[UUID]:
    """Who stands for those of whom somebody has said that they are another person than this one."""
    family = set(stood_for([patient]))
    said = LikelyDuplicate.objects.filter(Q(first__in=family) | Q(second__in=family), state=PairState.APART)
    sides = [side for row in said.select_related("first", "second") for side in (row.first, row.second)]
    return frozenset(side.surviving_id for side in sides) - family


def merge_between(one: Patient, other: Patient) -> Merge | None:
    """The merge by which one stands for the other now, when it was of these two."""
    keys = [one.pk, other.pk]
    made = Merge.objects.filter(survivor__in=keys, absorbed__in=keys, undone_at=None)
    return made.order_by("-pk").first()


def history_of(patient: Patient) -> list[PastEvent]:
    """What became of each trait, and every merge, newest first."""
    versions = list(patient.versions.order_by("number"))
    events = [
        _version_event(before, version) for before, version in zip([None, *versions], versions, strict=False)
    ]
    events += [event for merge in _merges_of(patient) for event in _merge_events(patient, merge)]
    return sorted(events, key=lambda event: event.when, reverse=True)


def _merges_of(patient: Patient) -> QuerySet[Merge]:
    of_this_one = Merge.objects.filter(Q(survivor=patient) | Q(absorbed=patient))
    return of_this_one.select_related("survivor", "absorbed")


def _version_event(before: IdentityVersion | None, version: IdentityVersion) -> PastEvent:
    was, becomes = said(before) if before else {}, said(version)
    changes = [
        Change(label, was.get(label, ""), value)
        for label, value in becomes.items()
        if value != was.get(label, "")
    ]
    text = "Identité modifiée" if before else "Identité créée"
    return PastEvent(text, version.recorded_by_label, version.recorded_at, changes)


def _merge_events(patient: Patient, merge: Merge) -> list[PastEvent]:
    survives = merge.survivor_id == patient.pk
    other = merge.absorbed if survives else merge.survivor
    text = (
        "Une autre identité est fusionnée avec celle-ci" if survives else "Fusionnée avec une autre identité"
    )
    events = [PastEvent(text, merge.merged_by_label, merge.merged_at, [], other)]
    if merge.undone_at:
        events.append(PastEvent("Fusion défaite", merge.undone_by_label, merge.undone_at, [], other))
    return events


def name_of(version: IdentityVersion) -> str:
    return display_name(version.birth_name, version.first_given_name)


def _key(after: str) -> UUID | None:
    """A row's key; anything else begins at the top."""
    try:
        return UUID(after)
    except ValueError:
        return None
