"""Last step of composing: the form on the left, the documents on the right, saved at every pause of typing."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from telavis.documents.names import clean_text
from telavis.questionnaires.actions import AnswersAreSent, SaveResult, StaleRevision
from telavis.questionnaires.answers import from_json
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.questionnaires.queries import definition_of, form_of
from telavis.questionnaires.reading import Refusal, read_fields
from telavis.service_requests import actions
from telavis.service_requests.actions.fill import URGENCY_ITEM
from telavis.service_requests.forms import form_context
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import StepRefused
from telavis.values.french import time_words
from telavis.values.keys import new_key
from telavis.web.compose.access import of_a_draft
from telavis.web.compose.steps import goes_back, next_step, step_url, steps
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import column_of, list_address
from telavis.web.pieces.questionnaire import anchor, page_of

TAB_LENGTH = 36


@require_http_methods(["GET", "POST"])
@of_a_draft
def form(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """«Relire et envoyer» saves and goes on; without scripts «Enregistrer» saves and comes back."""
    if draft.response is None or next_step(draft) != "form":
        return redirect(step_url(next_step(draft), draft))
    if request.method == "GET":
        return _page(request, draft, form_of(draft.response, form_context(draft)))
    try:
        result = _fill(request, draft)
    except StaleRevision as stale:
        return _conflict(request, draft, stale)
    if result.refusals:
        saved = form_of(result.response, form_context(draft))
        return _page(request, draft, saved, refusals=result.refusals, status=422)
    return redirect(_onwards(request, draft))


@require_POST
@of_a_draft
def autosave(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """What the page sends by itself; the answer tells what to show, and nothing moves under the hand."""
    try:
        result = _fill(request, draft)
    except StaleRevision as stale:
        clock = time_words(timezone.localtime(stale.newer.saved_at))
        return JsonResponse({"revision": stale.newer.revision, "clock": clock}, status=409)
    draft.refresh_from_db(fields=["urgency"])
    saved = form_of(result.response, form_context(draft))
    page = page_of(saved, refusals=_sentences(result.refusals))
    return JsonResponse(
        {
            "revision": result.revision,
            "clock": time_words(timezone.localtime(result.saved_at)),
            "errors": {error["href"].removeprefix("#"): error["text"] for error in page.errors},
            "flags": _flags(saved),
            "calculated": {
                f"q-{field.id}": render_to_string("components/form/calculated_value.html", {"field": field})
                for field in page.calculated
            },
            "completeness": render_to_string("components/form/completeness.html", {"page": page}),
        }
    )


def _fill(request: ActorRequest, draft: ServiceRequest) -> SaveResult:
    try:
        return actions.fill(
            draft,
            request.POST,
            expected_revision=_revision(request),
            tab=clean_text(request.POST.get("tab", ""))[:TAB_LENGTH],
            turn=_number(request.POST.get("turn", "")),
            by=request.actor,
        )
    except AnswersAreSent as sent:
        raise StepRefused("Cette demande est déjà envoyée : ses réponses ne changent plus.") from sent


def _revision(request: ActorRequest) -> int | None:
    """The revision that this page knows; the newer one when the person chose to overwrite it."""
    return _number(request.POST.get("overwrite") or request.POST.get("revision", "")) or 0


def _number(text: str) -> int | None:
    """What the page counts; None when it does not, or when it is no number of ours."""
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _onwards(request: ActorRequest, draft: ServiceRequest) -> str:
    """Where the button leads: the last look, the step before, the documents, or this page, at the list that grows."""
    go = request.POST.get("go", "")
    if go == "review":
        return reverse("compose:review", args=[draft.pk])
    if goes_back(request):
        return step_url("recipient", draft)
    here = reverse("compose:form", args=[draft.pk])
    if go == "documents":
        return list_address(draft.folder_id, here)
    return f"{here}#{anchor(go.removeprefix('add:'))}" if go.startswith("add:") else here


def _conflict(request: ActorRequest, draft: ServiceRequest, stale: StaleRevision) -> HttpResponse:
    """Nothing was written: what was typed here stands on the page, and the person chooses."""
    definition = definition_of(stale.newer.questionnaire_id)
    typed, _ = read_fields(definition, request.POST, from_json(stale.newer.answers))
    context = form_context(draft) | {URGENCY_ITEM: request.POST.get(URGENCY_ITEM)}
    unsaved = with_values(Form(definition, typed, Context.of(context)))
    return _page(request, draft, unsaved, newer=stale.newer, status=409)


def _page(
    request: ActorRequest,
    draft: ServiceRequest,
    filled: Form,
    *,
    refusals: tuple[Refusal, ...] = (),
    newer: QuestionnaireResponse | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft": draft,
        "steps": steps("form", draft),
        "page": page_of(filled, refusals=_sentences(refusals)),
        "column": column_of(draft.folder, may_change=True, back=request.path, beside="questionnaire"),
        "saved_at": draft.response.saved_at if draft.response and draft.response.revision else None,
        "revision": request.POST.get("revision", "") if newer else _current_revision(draft),
        "newer": newer,
        "tab": str(new_key()),
    }
    return render(request, "compose/form.html", context, status=status)


def _current_revision(draft: ServiceRequest) -> int:
    return draft.response.revision if draft.response else 0


def _sentences(refusals: tuple[Refusal, ...]) -> dict[str, str]:
    return {refusal.link_id: refusal.sentence for refusal in refusals}


def _flags(filled: Form) -> dict[str, list[str]]:
    """Sentences to show beside each item that raises one."""
    shown = [item for item in filled.definition.walk() if filled.shows(item)]
    raised = {anchor(item.link_id): filled.red_flags_of(item) for item in shown}
    return {place: [flag.sentence for flag in flags] for place, flags in raised.items() if flags}
