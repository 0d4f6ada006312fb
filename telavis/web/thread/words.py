"""What one writes to the other side is kept while one writes: by the page itself, and shown again on any computer."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from telavis.questionnaires.answers import Answers, Chosen, Written, from_json
from telavis.questionnaires.form import Form
from telavis.questionnaires.merging import rivals_from_json
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest, WordsDraft
from telavis.service_requests.queries.complements import askable, asked_form
from telavis.service_requests.queries.words import LABELS, PARTS, words_by, words_form
from telavis.service_requests.workflow import Note, StepRefused, Verb
from telavis.values.french import time_words, typographic
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.meeting import FIELD, RIVALS, news_of, page_in, settlement_of
from telavis.web.pieces.questionnaire import anchor, rivals_of
from telavis.web.thread.answer_items import AnswerItem
from telavis.web.thread.finding import check_is_theirs, is_the_moment, visible
from telavis.web.thread.forms import AskMoreForm, MessageForm, ReopenForm, ReplyForm

ITEM = "thread/answer_item.html"
CHOOSE = typographic("Rien n’est parti : un texte écrit ailleurs attend votre choix, sous son champ.")
READ = typographic("Rien n’est parti : relisez ce qui a été écrit ailleurs, puis envoyez.")


@dataclass(frozen=True)
class Words:
    """What such a page shows of the words that are kept: where it saves, and each part with the texts beside it."""

    address: str
    revision: int
    saved_at: datetime | None
    parts: tuple[AnswerItem, ...]


def words_of(
    request: ActorRequest, service_request: ServiceRequest, event: Verb | Note, form: forms.Form
) -> Words | None:
    """None on a page whose words are not kept: a reason in one sentence. A form that was not sent takes them up."""
    if event not in LABELS:
        return None
    draft = words_by(request.actor, service_request, event).first()
    filled = _filled(service_request, event, draft)
    return Words(
        address=reverse(f"thread:keep_{event}", args=[service_request.reference]),
        revision=draft.revision if draft else 0,
        saved_at=draft.saved_at if draft else None,
        parts=_parts(form, filled),
    )


def _filled(service_request: ServiceRequest, event: Verb | Note, draft: WordsDraft | None) -> Form:
    definition = words_form(service_request, event)
    if draft is None:
        return Form(definition, Answers())
    return Form(definition, from_json(draft.answers), rivals=rivals_from_json(draft.rivals))


def _parts(form: forms.Form, filled: Form) -> tuple[AnswerItem, ...]:
    """The fields that are no question of the request’s form; those take their answers and rivals with them."""
    if isinstance(form, ReplyForm):
        stored = form.asked.stored if form.is_bound else filled.stored
        form.asked = replace(form.asked, stored=stored, rivals=filled.rivals)
    if not form.is_bound:
        form.initial = {**form.initial, **_initial(form, filled)}
    asked = filled.definition.by_id
    return tuple(
        AnswerItem(name, asked[name].label, form[name], rivals_of(filled, asked[name]))
        for name in form.fields
        if name in asked
    )


def _initial(form: forms.Form, filled: Form) -> dict[str, Any]:
    """As fields show it; what a link of the file has ticked is ticked besides."""
    found: dict[str, Any] = {}
    for name in PARTS:
        match filled.stored.content(name):
            case Written(value=value):
                found[name] = value
            case Chosen(codes=codes):
                found[name] = [*codes, *form.initial.get(name, ())]
    return found


def is_all_shown(request: ActorRequest, service_request: ServiceRequest, event: Verb | Note) -> bool:
    """Before it leaves: what another page has written is read first. What is about to leave is kept until it has."""
    if event not in LABELS or not is_the_moment(service_request, event):
        return True  # who was first is said by the act itself
    saved = _keep(request, service_request, event)
    for sentence in news_of(saved, _filled(service_request, event, saved.draft)):
        messages.warning(request, sentence)
    if saved.draft.rivals:
        messages.warning(request, CHOOSE)
    elif saved.changed_elsewhere:
        messages.warning(request, READ)
    return not (saved.draft.rivals or saved.changed_elsewhere)


def has_chosen(request: ActorRequest, service_request: ServiceRequest, event: Verb | Note) -> bool:
    """One of two texts was chosen: nothing leaves with that press."""
    if event not in LABELS or settlement_of(request) is None:
        return False
    try:
        _keep(request, service_request, event)
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
    return True


@require_POST
def keep(request: ActorRequest, reference: str, event: Verb | Note) -> HttpResponse:
    """What the page sends by itself; the answer is that of `compose:autosave`."""
    service_request = visible(request, reference)
    check_is_theirs(request, service_request, event)
    try:
        saved = _keep(request, service_request, event, goes_on=True)
    except StepRefused as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=409)
    return JsonResponse(
        {
            "revision": saved.revision,
            "clock": time_words(timezone.localtime(saved.saved_at)),
            "refused": [refusal.link_id for refusal in saved.refusals],
            **_told(service_request, event, saved),
        }
    )


def _told(service_request: ServiceRequest, event: Verb | Note, saved: actions.WordsSaved) -> dict[str, Any]:
    """What another page has written: sentences, parts that are drawn again, and texts to choose from."""
    filled = _filled(service_request, event, saved.draft)
    drawn = _drawn(form_for(service_request, event), filled)
    items = [item for item in filled.definition.walk() if item.link_id in drawn]
    beside = [AnswerItem(item.link_id, item.label, None, rivals_of(filled, item)) for item in items]
    return {
        "news": [*news_of(saved, filled), *(refusal.sentence for refusal in saved.refusals)],
        "replaced": {
            anchor(name): render_to_string(*drawn[name]) for name in saved.changed_elsewhere if name in drawn
        },
        "rivals": {
            anchor(each.link_id): render_to_string(RIVALS, {"field": each}) for each in beside if each.rivals
        },
    }


def _drawn(form: forms.Form, filled: Form) -> dict[str, tuple[str, dict[str, Any]]]:
    """How each part of the page is drawn, by name."""
    parts = {part.link_id: (ITEM, {"item": part}) for part in _parts(form, filled)}
    questions = form.part if isinstance(form, ReplyForm) else ()
    inside = [field for each in questions for field in each.with_its_parts()]
    return parts | {field.link_id: (FIELD, {"field": field}) for field in inside}


def form_for(service_request: ServiceRequest, event: Verb | Note) -> forms.Form:
    """The form of such a page, before anybody has typed."""
    match event:
        case Verb.ASK_MORE:
            return AskMoreForm(None, items=askable(service_request))
        case Verb.REPLY:
            asked = asked_form(service_request, Answers())
            return ReplyForm(None, asked=asked, is_asked=True, attached=lambda: False)
        case Verb.REOPEN:
            return ReopenForm()
    return MessageForm()


def _keep(
    request: ActorRequest, service_request: ServiceRequest, event: Verb | Note, *, goes_on: bool = False
) -> actions.WordsSaved:
    return actions.keep_words(
        service_request,
        event,
        request.POST,
        page=page_in(request),
        settlement=settlement_of(request),
        goes_on=goes_on,
        by=request.actor,
    )
