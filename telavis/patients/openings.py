"""Looking for a patient, in one transaction with the trace that it leaves."""

from uuid import UUID

from django.db import transaction

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.patients import queries
from telavis.patients.alarms import watch
from telavis.patients.models import Patient
from telavis.patients.queries import PatientRow, SearchResult
from telavis.patients.terms import SearchTerms
from telavis.patients.traits import Traits


@transaction.atomic
def search_patients(terms: SearchTerms, *, by: Actor) -> SearchResult:
    result = queries.search(terms)
    boxes = {"approximate": terms.approximate, "phonetic": terms.phonetic}
    _trace(by, terms.criteria, len(result.rows), boxes)
    return result


@transaction.atomic
def similar_patients(traits: Traits, *, by: Actor, besides: UUID | None = None) -> list[PatientRow]:
    """Who looks like the person about to be created or corrected: it shows identities, so it is traced as a search."""
    rows = [row for row in queries.similar(traits) if row.id != besides]
    if rows:
        _trace(by, ["traits"], len(rows), {})
    return rows


@transaction.atomic
def ask_for_ins(patient: Patient, *, by: Actor) -> None:
    """The national service is about to be asked about somebody: told before, so that a question that fails is told too."""
    key = patient.surviving_id
    record(AuditAction.ASK_INS, by=by, object_kind="patient", object_id=key, patient_id=key)


def _trace(by: Actor, criteria: list[str], count: int, boxes: dict[str, bool]) -> None:
    detail = {"criteria": criteria, "count": count, **boxes}
    record(AuditAction.SEARCH_PATIENT, by=by, object_kind="patient", detail=detail)
    watch(by)
