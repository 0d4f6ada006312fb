"""A text that is being written, opinion or correction, is kept: by itself, by its button, and when it is not signed."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import JsonResponse
from django.template.loader import render_to_string

from telavis.service_requests.actions import StaleDraft
from telavis.service_requests.models import AnswerDraft
from telavis.service_requests.workflow import StepRefused
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest
from telavis.web.thread.answer_form import AnswerForm

F = TypeVar("F", bound=AnswerForm)
Save = Callable[[F], AnswerDraft]
COMPARE = typographic(
    "Elle se lit au-dessus du formulaire ; enregistrez ou signez de nouveau pour garder la vôtre."
)


def is_kept_by_its_button(request: ActorRequest, form: F, wish: str, save: Save[F]) -> bool:
    """«Enregistrer le brouillon»; or, where there are no scripts, a line of actions more or less."""
    form.change_rows(wish)
    if not form.is_valid():
        return False
    try:
        form.follow(save(form).revision)
    except StaleDraft as stale:
        meet(request, form, stale, "Rien n’est enregistré.")
        return False
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
        return False
    if wish == "save":
        messages.success(request, "Votre brouillon est enregistré.", "toast")
    return wish == "save"


def is_kept_unsigned(request: ActorRequest, form: F, save: Save[F]) -> bool:
    """What a refused signature holds is kept, unless another tab has kept something newer."""
    draft = type(form)(request.POST, is_draft=True)
    if not draft.is_valid():
        return False
    try:
        form.follow(save(draft).revision)
    except StaleDraft as stale:
        meet(request, form, stale)
        return False
    except StepRefused:  # said by what the signature is told
        return False
    return True


def meet(request: ActorRequest, form: AnswerForm, stale: StaleDraft, *outcome: str) -> None:
    """Both texts on one page, and nothing done: the next press chooses."""
    form.meet(stale.draft)
    messages.warning(request, " ".join([*outcome, str(stale), COMPARE]))


def tell_what_is_wrong(form: AnswerForm) -> JsonResponse:
    """A background save that cannot be kept, in the words of its fields."""
    sentences = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"sentence": " ".join(sentences)}, status=422)


def tell_saved(saved: AnswerDraft) -> JsonResponse:
    words = render_to_string("components/save_state.html", {"state": "saved", "when": saved.saved_at})
    return JsonResponse({"revision": saved.revision, "words": words})
