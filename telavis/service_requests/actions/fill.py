"""Fill in the form of a draft: the answers, and the wished delay that the request keeps."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.questionnaires.actions import SaveResult, save_answers
from telavis.questionnaires.reading import Fields
from telavis.service_requests.actions.drafting import editable
from telavis.service_requests.forms import urgency_of
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.steps import save
from telavis.service_requests.workflow import StepRefused

URGENCY_ITEM = "delai"


@transaction.atomic
def fill(
    service_request: ServiceRequest,
    fields: Fields,
    *,
    expected_revision: int | None,
    tab: str = "",
    turn: int | None = None,
    by: Actor,
) -> SaveResult:
    """Keep what a page sends; `StaleRevision` when another page has saved since, and nothing is written."""
    service_request = editable(service_request, by)
    if service_request.response is None:
        raise StepRefused("Choisissez d’abord le type de demande.")
    urgency = service_request.urgency
    if URGENCY_ITEM in fields:
        urgency = urgency_of("".join(fields.getlist(URGENCY_ITEM)[-1:]))
    result = save_answers(
        service_request.response,
        fields,
        expected_revision=expected_revision,
        tab=tab,
        turn=turn,
        moves_else=urgency != service_request.urgency,
    )
    if not result.was_overtaken:
        service_request.urgency = urgency
        save(service_request, "urgency")
    return result
