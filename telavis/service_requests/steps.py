"""What every verb does: lock the row, check who and when, write the journal, save."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.gateways.statements import Statement
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.service_requests.permissions import MAY, MAY_NOTE
from telavis.service_requests.workflow import Note, State, StepRefused, Verb, destination
from telavis.services.queries import owner_for
from telavis.values.french import moment, typographic

RELATED = (
    "requester__practitioner__user",
    "requester__organization",
    "healthcare_service__organization__referent",
    "taken_by__practitioner__user",
    "owner__practitioner__user",
    "addressed_to__practitioner__user",
    "answer__signed_by__practitioner",
)


_A_KEY = UUID(int=0)
_READ = Statement(lambda: ServiceRequest.objects.filter(pk=_A_KEY).select_related(*RELATED))


class NotAllowed(PermissionDenied):
    """The verb is not theirs."""


def lock(service_request: ServiceRequest) -> ServiceRequest:
    """The row as it is now, held until the end of the transaction.

    Locked first, read after: PostgreSQL joins a row for which it has waited with what hung on it before.
    """
    ServiceRequest.objects.select_for_update().values_list("pk").get(pk=service_request.pk)
    (locked,) = _READ.rows({_A_KEY: service_request.pk})
    return locked


def trace_patient(service_request: ServiceRequest, *, by: Actor) -> None:
    """The identity of a patient was opened, on the way to a request about them."""
    record(
        AuditAction.OPEN_PATIENT,
        by=by,
        object_kind="patient",
        object_id=service_request.patient_id,
        object_label=service_request.reference,
        service_request_id=service_request.pk,
        patient_id=service_request.patient.surviving_id,
    )


def check_theirs(service_request: ServiceRequest, event: Verb | Note, *, by: Actor) -> None:
    """Before asking whether it is the moment: 403 comes before a sentence that would tell of the file."""
    allowed = MAY[event] if isinstance(event, Verb) else MAY_NOTE.get(event)
    if allowed and not allowed(by, service_request):
        raise NotAllowed(event)


def move(
    service_request: ServiceRequest,
    verb: Verb,
    *,
    by: Actor,
    reason_code: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """Check the permission and the journey, write the journal, set the new state (not saved yet)."""
    check_theirs(service_request, verb, by=by)
    state = State(service_request.state)
    came_from = State(service_request.held_from) if service_request.held_from else None
    target = destination(verb, state, came_from=came_from)
    if target is None:
        raise StepRefused(_refusal(service_request, verb))
    write_journal(
        service_request, verb, to=target, by=by, reason_code=reason_code, reason=reason, detail=detail
    )
    service_request.state = target


def note(
    service_request: ServiceRequest,
    event: Note,
    *,
    by: Actor,
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> None:
    """A line of the journal that changes no state."""
    check_theirs(service_request, event, by=by)
    write_journal(
        service_request, event, to=State(service_request.state), by=by, reason=reason, detail=detail
    )


def write_journal(
    service_request: ServiceRequest,
    event: Verb | Note,
    *,
    to: State,
    by: Actor,
    reason_code: str = "",
    reason: str = "",
    detail: dict[str, Any] | None = None,
) -> Transition:
    return Transition.objects.create(
        service_request_id=service_request.pk,
        reference=service_request.reference,
        verb=event,
        from_state=service_request.state,
        to_state=to,
        occurred_at=timezone.now(),
        user_id=by.user_id,
        user_label=by.user_label,
        role_id=by.role_id,
        role_label=by.role_label,
        on_behalf_of_id=by.on_behalf_of_id,
        on_behalf_of_label=by.on_behalf_of_label,
        reason_code=reason_code,
        reason=reason,
        detail=detail or {},
    )


def save(service_request: ServiceRequest, *fields: str) -> None:
    """Save the state and these fields; the request has just moved."""
    service_request.touched_at = timezone.now()
    service_request.save(update_fields=["state", "touched_at", *fields])


def owner_besides_the_asker(
    service_request: ServiceRequest, service: HealthcareService
) -> PractitionerRole | None:
    """Who answers for it in this service today: never the one whose question it is."""
    return owner_for(service, besides=service_request.requester.practitioner_id)


def acting_role(by: Actor) -> Any:
    """The workplace with which an act is stamped."""
    if by.role is None:
        raise NotAllowed("no workplace")
    return by.role


def _refusal(service_request: ServiceRequest, verb: Verb) -> str:
    """Why not now, and who was first."""
    state = State(service_request.state)
    now = timezone.localtime()
    taken_by, answer = service_request.taken_by, service_request.answer
    if state == State.TAKEN and taken_by and service_request.taken_at:
        when = moment(service_request.taken_at, now)
        return typographic(f"{taken_by.practitioner.full_name} a déjà pris cette demande en charge, {when}.")
    if state in (State.ANSWERED, State.CLOSED) and answer:
        when = moment(answer.signed_at, now)
        return typographic(
            f"{answer.signed_by.practitioner.full_name} a déjà répondu à cette demande, {when}."
        )
    if verb == Verb.SEND and state != State.DRAFT:
        return "Cette demande est déjà envoyée."
    return typographic(f"Ce n’est plus possible : cette demande est maintenant « {state.label} ».")
