"""Give a request to another member of its service, without taking it."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import TELLINGS, tell_persons
from telavis.service_requests.permissions import OWN_QUESTION, is_asked_by
from telavis.service_requests.steps import check_theirs, lock, note, save
from telavis.service_requests.workflow import Note, States, StepRefused
from telavis.services.models import MemberKind
from telavis.services.queries import has_place


class NotAMember(Exception):
    """The person chosen does not answer requests in this service."""


@transaction.atomic
def assign(service_request: ServiceRequest, member: PractitionerRole, *, by: Actor) -> ServiceRequest:
    service_request = lock(service_request)
    check_theirs(service_request, Note.ASSIGN, by=by)
    if service_request.state not in States.OPEN:
        raise StepRefused("Cette demande n’attend plus personne.")
    kinds = (MemberKind.EXPERT, MemberKind.JUNIOR, MemberKind.COORDINATOR)
    if service_request.healthcare_service_id is None or not has_place(
        member, service_request.healthcare_service_id, *kinds
    ):
        raise NotAMember
    if is_asked_by(member, service_request):
        raise StepRefused(f"{OWN_QUESTION} Attribuez la demande à un autre membre.")
    if service_request.owner_id == member.pk:
        return service_request
    note(service_request, Note.ASSIGN, by=by, detail={"member": str(member)})
    service_request.owner = member
    save(service_request, "owner")
    telling = TELLINGS[Note.ASSIGN]
    tell_persons(service_request, Note.ASSIGN, [member], telling.title, telling.text, by=by)
    return service_request
