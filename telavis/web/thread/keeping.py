"""A text that is being written, opinion or correction, is kept: by itself, by its button, and when it is not signed."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone

from telavis.questionnaires.form import Form
from telavis.questionnaires.merging import rivals_from_json
from telavis.service_requests.actions import DraftSaved
from telavis.service_requests.opinion_form import FORM
from telavis.service_requests.workflow import StepRefused
from telavis.values.french import time_words, typographic
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.meeting import RIVALS, news_of, settlement_of
from telavis.web.pieces.questionnaire import anchor
from telavis.web.thread.answer_form import AnswerForm

F = TypeVar("F", bound=AnswerForm)
Save = Callable[[F], DraftSaved]
ITEM = "thread/answer_item.html"
CHOOSE = typographic("Un texte écrit ailleurs attend votre choix : il se lit sous son champ.")


def keep_by_its_button(request: ActorRequest, form: F, wish: str, save: Save[F]) -> F | None:
    """«Enregistrer le brouillon», a text that is chosen; or, without scripts, a line of actions more or less.

    The form to show again; None when there is nothing more to see to.
    """
    form.change_rows(wish)
    try:
        saved = save(form)
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
        return form
    _tell_news(request, saved)
    is_all = form.is_valid() and (wish == "save" or settlement_of(request) is not None)
    if not is_all:
        return form.brought_up_to(saved)
    messages.success(request, "Votre brouillon est enregistré.", "toast")
    return None


def kept_unsigned(request: ActorRequest, form: F, save: Save[F]) -> F | None:
    """What a refused signature holds is kept, with what other pages have written; None when it cannot be."""
    try:
        saved = save(type(form)(request.POST, is_draft=True))
    except StepRefused:  # said by what the signature is told
        return None
    _tell_news(request, saved)
    return form.brought_up_to(saved)


def not_signed(request: ActorRequest, form: F, save: Save[F]) -> F:
    """The page did not show all that would be signed: it does now."""
    messages.warning(request, "Rien n’est signé.")
    return kept_unsigned(request, form, save) or form


def back_to_its_question(request: ActorRequest, page: str) -> str:
    """Whoever has chosen a text finds it where it stands now."""
    settled = settlement_of(request)
    return f"{page}#{anchor(settled.link_id)}" if settled else page


def _tell_news(request: ActorRequest, saved: DraftSaved) -> None:
    for sentence in _news(saved):
        messages.warning(request, sentence)
    if saved.draft.rivals and not saved.disputed:
        messages.warning(request, CHOOSE)


def _news(saved: DraftSaved) -> list[str]:
    return news_of(saved, Form(FORM, saved.answers))


def tell_saved(saved: DraftSaved, form: AnswerForm) -> JsonResponse:
    """The answer to a save that the page makes by itself, as `compose:autosave` gives it."""
    page = type(form)(opinion=saved.draft.opinion, initial={"reason": saved.draft.correction_reason})
    page.rivals = rivals_from_json(saved.draft.rivals)
    parts = page.parts
    return JsonResponse(
        {
            "revision": saved.revision,
            "clock": time_words(timezone.localtime(saved.saved_at)),
            "refused": [refusal.link_id for refusal in saved.refusals],
            "news": [*_news(saved), *(refusal.sentence for refusal in saved.refusals)],
            "replaced": {
                anchor(name): render_to_string(ITEM, {"item": parts[name], "form": page})
                for name in saved.changed_elsewhere
            },
            "rivals": {
                anchor(name): render_to_string(RIVALS, {"field": part})
                for name, part in parts.items()
                if part.rivals
            },
        }
    )
