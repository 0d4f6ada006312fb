"""A draft goes on with a newer form of its service."""

from uuid import UUID

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.questionnaires.models import Questionnaire
from telavis.service_requests.actions.drafting import move_to_form
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.notifications import tell_form_changed
from telavis.service_requests.steps import lock
from telavis.service_requests.workflow import State


@transaction.atomic
def take_form(pk: UUID, questionnaire: Questionnaire, *, of_service: UUID, by: Actor) -> bool:
    """With what fits of its answers, and its requester is told. False: it was sent, put away or readdressed meanwhile."""
    draft = lock(ServiceRequest(pk=pk))
    if draft.state != State.DRAFT or draft.response is None or draft.healthcare_service_id != of_service:
        return False
    if draft.response.questionnaire_id == questionnaire.pk:
        return False
    move_to_form(draft, questionnaire)
    tell_form_changed(draft, by=by)
    return True
