"""Looking for a patient, or opening an identity at the identity desk, in one transaction with the trace that it leaves."""

from uuid import UUID

from django.db import transaction

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.patients import pairs, queries
from telavis.patients.alarms import watch
from telavis.patients.models import LikelyDuplicate, PairState, Patient
from telavis.patients.queries import PatientRow, SearchResult
from telavis.patients.terms import SearchTerms


@transaction.atomic
def search_patients(terms: SearchTerms, *, by: Actor) -> SearchResult:
    result = queries.search(terms)
    boxes = {"approximate": terms.approximate, "phonetic": terms.phonetic}
    _trace(by, terms.criteria, len(result.rows), boxes)
    return result


@transaction.atomic
def show_alike(rows: list[PatientRow], *, by: Actor) -> list[PatientRow]:
    """Who stopped a creation or a correction is about to be shown: it shows identities, so it is traced as a search."""
    _trace(by, ["traits"], len(rows), {})
    return rows


@transaction.atomic
def show_holder(known: Patient, *, by: Actor) -> list[PatientRow]:
    """The patient who has the INS that was just scanned."""
    _trace(by, ["ins"], 1, {})
    return queries.rows_of([queries.Similar(known.pk, known.surviving_id, "même matricule INS")])


@transaction.atomic
def ask_for_ins(patient: Patient, *, by: Actor) -> None:
    """The national service is about to be asked about somebody: told before, so that a question that fails is told too."""
    key = patient.surviving_id
    record(AuditAction.ASK_INS, by=by, object_kind="patient", object_id=key, patient_id=key)


@transaction.atomic
def list_pairs(state: PairState, after: str, *, by: Actor) -> pairs.PairPage:
    """A page of the queue shows identities, as a search does: it is traced, with how many."""
    page = pairs.pairs(state, after)
    _trace_list(by, state, len(page.rows))
    return page


@transaction.atomic
def list_merges(after: str, *, by: Actor) -> pairs.MergePage:
    page = pairs.merges(after)
    _trace_list(by, PairState.MERGED, len(page.rows))
    return page


@transaction.atomic
def open_pair(key: UUID, *, by: Actor) -> tuple[LikelyDuplicate, Patient, Patient]:
    """A pair, and who stands for each of the two today; traced under all of them: merged, each is shown as it was."""
    pair = LikelyDuplicate.objects.select_related("first", "second").get(pk=key)
    standing = Patient.objects.select_related("current").in_bulk(
        [pair.first.surviving_id, pair.second.surviving_id]
    )
    for seen in sorted({pair.first_id, pair.second_id, *standing}):
        _trace_opening(seen, by=by, detail={"pair": str(pair.pk)})
    return pair, standing[pair.first.surviving_id], standing[pair.second.surviving_id]


@transaction.atomic
def open_identity(key: UUID, *, by: Actor) -> Patient:
    """One identity with its history."""
    patient = Patient.objects.select_related("current", "merged_into").get(pk=key)
    _trace_opening(patient.pk, by=by, detail={"history": True})
    return patient


def _trace_opening(key: UUID, *, by: Actor, detail: dict[str, object]) -> None:
    record(
        AuditAction.OPEN_PATIENT,
        by=by,
        object_kind="patient",
        object_id=key,
        patient_id=key,
        detail=detail,
    )


def _trace_list(by: Actor, state: PairState, count: int) -> None:
    if count:
        detail = {"state": state.value, "count": count}
        record(AuditAction.LIST_PAIRS, by=by, object_kind="likely_duplicate", detail=detail)


def _trace(by: Actor, criteria: list[str], count: int, boxes: dict[str, bool]) -> None:
    detail = {"criteria": criteria, "count": count, **boxes}
    record(AuditAction.SEARCH_PATIENT, by=by, object_kind="patient", detail=detail)
    watch(by)
