"""Say once, for all that is still missing, why it is not available: each question keeps the reason, for the expert to read."""

from dataclasses import replace

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.questionnaires.actions import save_answers
from telavis.questionnaires.answers import Answers
from telavis.questionnaires.pages import Page
from telavis.questionnaires.queries import form_of
from telavis.questionnaires.reading import REASON_MAX
from telavis.service_requests.actions.drafting import editable
from telavis.service_requests.forms import form_context
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.contents import QUESTION
from telavis.service_requests.steps import save


@transaction.atomic
def excuse(service_request: ServiceRequest, reason: str, *, by: Actor) -> ServiceRequest:
    """What was answered stays; neither the question itself nor what the request needs can be done without."""
    service_request = editable(service_request, by)
    reason = " ".join(reason.split())[:REASON_MAX]
    if service_request.response is None or not reason:
        return service_request
    form = form_of(service_request.response, form_context(service_request))
    lacking = [form.definition.by_id[each.link_id] for each in form.missing()]
    excused = {
        item.link_id: replace(form.stored.at(item.link_id), unavailable=reason)
        for item in lacking
        if not item.is_stored_elsewhere and item.link_id != QUESTION
    }
    save_answers(service_request.response, Answers(excused), page=Page())
    save(service_request)
    return service_request
