"""Opening a file, or looking for one by its patient: the data and the trace in one transaction."""

from django.db import transaction
from django.db.models import Func, TextField
from django.utils import timezone

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.service_requests.models import ReadMark, ServiceRequest
from telavis.service_requests.permissions import is_preparing, is_requester, reads_for_the_service
from telavis.service_requests.queries import home
from telavis.service_requests.queries.earlier import Proposal, proposals
from telavis.service_requests.queries.seen import seen_with_its_file
from telavis.service_requests.steps import note, trace_patient
from telavis.service_requests.workflow import Note


@transaction.atomic
def open_request(reference: str, *, by: Actor) -> ServiceRequest:
    """The request, if this person may see it (else `ServiceRequest.DoesNotExist`).

    Locked first, read after: whoever waited for the requester who was taking it back reads what is true now.
    """
    ServiceRequest.objects.select_for_update().values_list("pk", _AS_WRITTEN).get(reference=reference)
    service_request = seen_with_its_file(reference, by=by)
    if service_request is None:
        raise ServiceRequest.DoesNotExist
    note_first_opening(service_request, by=by)
    version_read: int | None = service_request.version_read  # type: ignore[attr-defined]  # of `seen`
    _mark_read(service_request, version_read, by=by)
    record(
        AuditAction.OPEN_REQUEST,
        by=by,
        object_kind="service_request",
        object_id=service_request.pk,
        object_label=service_request.reference,
        service_request_id=service_request.pk,
        patient_id=service_request.patient_id,
    )
    return service_request


# Thirty tables hang on a request, each by its key: PostgreSQL is told, until the end of the transaction, to join them
# in the order in which they are written. Comparing all others takes it ten times longer than reading the file.
_AS_WRITTEN = Func(template="set_config('join_collapse_limit', '1', true)", output_field=TextField())


def note_first_opening(service_request: ServiceRequest, *, by: Actor) -> None:
    """The service has seen it: from now on it cannot be taken back. The row is locked by the caller."""
    if service_request.first_opened_at is None and reads_for_the_service(by, service_request):
        service_request.first_opened_at = timezone.now()
        service_request.save(update_fields=["first_opened_at"])


def _mark_read(service_request: ServiceRequest, already: int | None, *, by: Actor) -> None:
    """Keep which version of the answer this person has read; inside the transaction of an opening."""
    if by.practitioner_id is None:
        return
    version = service_request.answer.version if service_request.answer else 0
    now = timezone.now()
    mark = ReadMark(
        service_request=service_request,
        practitioner_id=by.practitioner_id,
        answer_version=max(version, already or 0),
        first_read_at=now,
        last_read_at=now,
    )
    ReadMark.objects.bulk_create(
        [mark],
        update_conflicts=True,
        unique_fields=["service_request", "practitioner"],
        update_fields=["answer_version", "last_read_at"],
    )
    if service_request.awaits_reading and is_requester(by, service_request):
        service_request.awaits_reading = False
        service_request.save(update_fields=["awaits_reading"])
    if version > (already or 0) and _reads_as_asking_side(service_request, by=by):
        note(service_request, Note.READ, by=by, detail={"version": version})


def _reads_as_asking_side(service_request: ServiceRequest, *, by: Actor) -> bool:
    """The service that gave the opinion knows it: «Avis lu» tells of the others."""
    return is_preparing(by, service_request) or not reads_for_the_service(by, service_request)


@transaction.atomic
def search_files(person: home.Person, text: str, *, by: Actor) -> list[home.HomeRow]:
    """Files by the name of their patient: it shows identities, so it is traced as a search; the words are not kept."""
    found = home.search_files(by, person, text)
    if text:
        record(AuditAction.SEARCH_FILES, by=by, object_kind="patient", detail={"count": len(found)})
    return found


@transaction.atomic
def open_earlier(draft: ServiceRequest, *, by: Actor) -> list[Proposal]:
    """What earlier requests propose for this draft: each that is read of leaves its trace."""
    found = proposals(draft, by)
    for source in {each.source.pk: each.source for each in found}.values():
        record(
            AuditAction.OPEN_REQUEST,
            by=by,
            object_kind="service_request",
            object_id=source.pk,
            object_label=source.reference,
            service_request_id=source.pk,
            patient_id=source.patient_id,
        )
    return found


@transaction.atomic
def open_patient(service_request: ServiceRequest, *, by: Actor) -> None:
    """A page around a request shows whom it is about: each step of a draft, its documents, its confirmation."""
    trace_patient(service_request, by=by)
