"""Last step of composing: the form on the left, the documents on the right, saved at every pause of typing."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from telavis.documents.names import clean_text
from telavis.questionnaires.actions import AnswersAreSent, SaveResult
from telavis.questionnaires.form import Form
from telavis.questionnaires.queries import form_of, left_behind, left_over
from telavis.questionnaires.reading import Refusal, with_refused
from telavis.service_requests import actions
from telavis.service_requests.forms import form_context
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import open_earlier
from telavis.service_requests.workflow import StepRefused
from telavis.values.french import time_words
from telavis.values.keys import new_key
from telavis.web.compose.access import of_a_draft
from telavis.web.compose.steps import goes_back, next_step, step_url, steps
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import column_of, list_address
from telavis.web.pieces.meeting import news_of, page_in, replaced, rivals, settlement_of
from telavis.web.pieces.questionnaire import anchor, page_of

TAKE, EXCUSE = "take:", "excuse"


@require_http_methods(["GET", "POST"])
@of_a_draft
def form(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """«Relire et envoyer» saves and goes on; without scripts «Enregistrer» saves and comes back."""
    if draft.response is None or next_step(draft) != "form":
        return redirect(step_url(next_step(draft), draft))
    if request.method == "GET":
        return _page(request, draft, form_of(draft.response, form_context(draft)))
    result = _fill(request, draft)
    filled = form_of(result.response, form_context(draft))
    if result.refusals:
        filled = replace(filled, stored=with_refused(filled.stored, result.refusals))
        return _page(request, draft, filled, refusals=result.refusals, status=422)
    for sentence in news_of(result, filled):
        messages.info(request, sentence)
    if wanted := _taken_up(request):
        actions.take_up(draft, wanted, by=request.actor)
    if request.POST.get("go") == EXCUSE:
        actions.excuse(draft, clean_text(request.POST.get(EXCUSE, "")), by=request.actor)
    return redirect(_onwards(request, draft, result))


@require_POST
@of_a_draft
def autosave(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """What the page sends by itself; the answer tells what to show, and nothing moves under the hand."""
    result = _fill(request, draft)
    draft.refresh_from_db(fields=["urgency"])
    saved = form_of(result.response, form_context(draft))
    page = page_of(saved, refusals=_sentences(result.refusals))
    return JsonResponse(
        {
            "revision": result.revision,
            "clock": time_words(timezone.localtime(result.saved_at)),
            "errors": {error["href"].removeprefix("#"): error["text"] for error in page.errors},
            "flags": _flags(saved),
            "told": {
                f"q-{field.id}": render_to_string(field.told_by, {"field": field}) for field in page.told
            },
            "completeness": render_to_string("components/form/completeness.html", {"page": page}),
            "refused": [refusal.link_id for refusal in result.refusals],
            "news": news_of(result, saved),
            "replaced": replaced(result, page, consent_href=reverse("compose:consent", args=[draft.pk])),
            "rivals": rivals(page),
        }
    )


def _fill(request: ActorRequest, draft: ServiceRequest) -> SaveResult:
    try:
        result = actions.fill(
            draft,
            request.POST,
            page=page_in(request),
            settlement=settlement_of(request),
            shown=request.POST.get("response", ""),
            by=request.actor,
        )
    except AnswersAreSent as sent:
        raise StepRefused("Cette demande est déjà envoyée : ses réponses ne changent plus.") from sent
    draft.response = result.response  # a page that is drawn again starts from what was just kept
    return result


def _taken_up(request: ActorRequest) -> str:
    """The question whose answer is taken from an earlier request, or all of them; after the page was saved."""
    go = request.POST.get("go", "")
    return go.removeprefix(TAKE) if go.startswith(TAKE) else ""


def _onwards(request: ActorRequest, draft: ServiceRequest, result: SaveResult) -> str:
    """Where the button leads: the last look, the step before, the documents, or this page, at its question."""
    go = request.POST.get("go", "")
    settled = settlement_of(request)
    if settled or (result.disputed and go == "review"):
        asked = settled.link_id if settled else result.disputed[0]
        return f"{reverse('compose:form', args=[draft.pk])}#{anchor(asked)}"
    if go in ("review", EXCUSE):
        return reverse("compose:review", args=[draft.pk])
    if goes_back(request):
        return step_url("recipient", draft)
    here = reverse("compose:form", args=[draft.pk])
    if go == "documents":
        return list_address(draft.folder_id, here)
    item = go.removeprefix("add:").removeprefix(TAKE)
    return f"{here}#{anchor(item)}" if go.startswith(("add:", TAKE)) and item != actions.ALL else here


def _page(
    request: ActorRequest,
    draft: ServiceRequest,
    filled: Form,
    *,
    refusals: tuple[Refusal, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft": draft,
        "steps": steps("form", draft),
        "page": page_of(filled, refusals=_sentences(refusals)),
        "column": column_of(draft.folder, may_change=True, back=request.path, beside="questionnaire"),
        "saved_at": draft.response.saved_at if draft.response and draft.response.revision else None,
        "revision": draft.response.revision if draft.response else 0,
        "earlier": open_earlier(draft, by=request.actor),
        "left_behind": left_behind(draft.response) if draft.response else [],
        "left_over": left_over(draft.response) if draft.response else (),
        "tab": str(new_key()),
    }
    return render(request, "compose/form.html", context, status=status)


def _sentences(refusals: tuple[Refusal, ...]) -> dict[str, str]:
    return {refusal.link_id: refusal.sentence for refusal in refusals}


def _flags(filled: Form) -> dict[str, list[str]]:
    """Sentences to show beside each item that raises one."""
    shown = [item for item in filled.definition.walk() if filled.shows(item)]
    raised = {anchor(item.link_id): filled.red_flags_of(item) for item in shown}
    return {place: [flag.sentence for flag in flags] for place, flags in raised.items() if flags}
