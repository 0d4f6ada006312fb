"""«Avis rectifié»: a new version replaces the former, which stays readable."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.service_requests.actions.answer import OpinionIncomplete, check_complete, sign
from telavis.service_requests.models import AnswerDraft, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.opinion import Opinion
from telavis.service_requests.steps import acting_role, check_theirs, lock, move, save
from telavis.service_requests.workflow import Verb


@transaction.atomic
def correct(service_request: ServiceRequest, opinion: Opinion, *, reason: str, by: Actor) -> ServiceRequest:
    """Tell everybody who could read the former version that it is no longer the one in force."""
    service_request = lock(service_request)
    check_theirs(service_request, Verb.CORRECT, by=by)
    check_complete(opinion)
    if not reason.strip():
        raise OpinionIncomplete({"reason": "Dites en une phrase ce qui est rectifié, et pourquoi."})
    move(service_request, Verb.CORRECT, by=by, reason=reason)
    service_request.answer = sign(service_request, opinion, by=by, correction_reason=reason)
    save(service_request, "answer")
    AnswerDraft.objects.filter(service_request=service_request, author=acting_role(by)).delete()
    tell(service_request, Verb.CORRECT, by=by)
    return service_request
