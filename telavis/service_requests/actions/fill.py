"""Fill in the form of a draft: the answers, and the wished delay that the request keeps."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.questionnaires.actions import Elsewhere, SaveResult, save_answers
from telavis.questionnaires.answers import NOTHING, Answer, Chosen
from telavis.questionnaires.merging import Settlement
from telavis.questionnaires.pages import Page
from telavis.questionnaires.reading import Fields
from telavis.service_requests.actions.drafting import editable
from telavis.service_requests.forms import urgency_of
from telavis.service_requests.models import ServiceRequest, Urgency
from telavis.service_requests.steps import save
from telavis.service_requests.workflow import StepRefused

URGENCY_ITEM = "delai"
FORM_CHANGED = (
    "Le formulaire de cette demande a changé ailleurs : copiez votre texte, puis rechargez la page."
)


@transaction.atomic
def fill(
    service_request: ServiceRequest,
    fields: Fields,
    *,
    page: Page,
    settlement: Settlement | None = None,
    shown: str = "",
    by: Actor,
) -> SaveResult:
    """Keep what a page sends, together with what another page has saved since (`docs/domain/forms.md` 4).

    `shown`: the key of the answers on the page; on another form than theirs, its words would find no question.
    """
    service_request = editable(service_request, by)
    if service_request.response is None:
        raise StepRefused("Choisissez d’abord le type de demande.")
    if shown and shown != str(service_request.response.pk):
        raise StepRefused(FORM_CHANGED)
    result = save_answers(
        service_request.response,
        fields,
        page=page,
        elsewhere=_urgency(service_request, fields),
        settlement=settlement,
    )
    if not result.was_overtaken:
        chosen = result.answers.content(URGENCY_ITEM)
        service_request.urgency = urgency_of(chosen.codes[0]) if isinstance(chosen, Chosen) else None
        save(service_request, "urgency")
    return result


def _urgency(service_request: ServiceRequest, fields: Fields) -> Elsewhere:
    """The wished delay as an answer of the form: as the request keeps it, and as the page says it."""
    now = {URGENCY_ITEM: _as_answer(service_request.urgency)}
    if URGENCY_ITEM not in fields:
        return Elsewhere(now)
    sent = urgency_of("".join(fields.getlist(URGENCY_ITEM)[-1:]))
    return Elsewhere(now, {URGENCY_ITEM: _as_answer(sent)})


def _as_answer(urgency: int | None) -> Answer:
    return Answer(Chosen((Urgency(urgency).name.lower(),))) if urgency else NOTHING
