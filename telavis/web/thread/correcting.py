"""«Rectifier l’avis»: drafted like an answer, signed as the next version. What somebody else signed is read first."""

from functools import partial
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from telavis.service_requests import actions
from telavis.service_requests.actions import DraftSaved
from telavis.service_requests.models import Answer, AnswerDraft, ServiceRequest
from telavis.service_requests.permissions import is_no_longer_theirs
from telavis.service_requests.queries.file import drafts_by
from telavis.service_requests.workflow import StepRefused, Verb
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.meeting import settlement_of
from telavis.web.pieces.rendering import is_read_by_a_person
from telavis.web.thread.answer_form import CorrectionForm
from telavis.web.thread.file_page import render_file
from telavis.web.thread.finding import check_is_theirs, is_the_moment, opened, too_late, visible
from telavis.web.thread.keeping import (
    back_to_its_question,
    keep_by_its_button,
    kept_unsigned,
    not_signed,
    tell_saved,
)

REPLACE = typographic(
    "Cette version se lit au-dessus du formulaire ; signez de nouveau pour la remplacer par la vôtre."
)
NOT_YOURS = typographic("L’avis en vigueur n’est plus le vôtre : vous ne pouvez plus le rectifier.")
COPY = typographic(
    f"{NOT_YOURS} Votre texte est encore sur cette page ; copiez-le pour l’envoyer au service par un message."
)


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: ActorRequest, reference: str) -> HttpResponse:
    """The same form as an answer, filled with the version in force or with what was begun, and a reason."""
    service_request = visible(request, reference)
    if request.method == "POST" and is_no_longer_theirs(request.actor, service_request):
        return _replaced_meanwhile(request, reference)
    check_is_theirs(request, service_request, Verb.CORRECT)
    if request.method != "POST":
        return _page(request, service_request)
    wish = request.POST.get("do", "")
    if wish == "again":
        actions.drop_correction(service_request, by=request.actor)
        return redirect("thread:correct", reference)
    return _sign(request, service_request) if wish == "sign" else _keep(request, service_request, wish)


@require_POST
def draft(request: ActorRequest, reference: str) -> HttpResponse:
    """The background save of a correction, two seconds after the last key."""
    service_request = visible(request, reference)
    if is_no_longer_theirs(request.actor, service_request):
        return JsonResponse({"sentence": f"{NOT_YOURS} Copiez votre texte."}, status=409)
    check_is_theirs(request, service_request, Verb.CORRECT)
    form = CorrectionForm(request.POST, is_draft=True)
    try:
        return tell_saved(_save(request, service_request, form, goes_on=True), form)
    except StepRefused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)


def _page(request: ActorRequest, service_request: ServiceRequest) -> HttpResponse:
    if not is_read_by_a_person(request):
        return HttpResponse(status=204)
    service_request = opened(request, service_request.reference)
    signed = service_request.answer
    if signed is None or not is_the_moment(service_request, Verb.CORRECT):
        messages.warning(request, too_late(service_request))
        return redirect("thread:file", service_request.reference)
    begun = drafts_by(request.actor, service_request, is_correction=True).first()
    form = _form_of(begun, signed)
    if form.newer:
        messages.warning(request, f"{actions.AlreadyCorrected(signed, by=request.actor).sentence} {REPLACE}")
    return render_file(request, service_request, answer_form=form, is_correction=True)


def _form_of(begun: AnswerDraft | None, signed: Answer) -> CorrectionForm:
    """What was begun; beside it the version in force, when somebody signed one meanwhile."""
    if begun is None:
        return CorrectionForm(opinion=signed.opinion, initial={"revision": 0, "version": signed.version})
    initial = {"revision": begun.revision, "version": begun.corrects, "reason": begun.correction_reason}
    form = CorrectionForm(opinion=begun.opinion, initial=initial)
    if begun.corrects != signed.version:
        form.meet(signed)
    return form


def _sign(request: ActorRequest, service_request: ServiceRequest) -> HttpResponse:
    form = CorrectionForm(request.POST)
    save = partial(_save, request, service_request)
    if not form.is_valid():
        return _again(request, service_request, kept_unsigned(request, form, save) or form)
    try:
        actions.correct(
            service_request,
            form.opinion(),
            reason=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
            shown=form.page,
            seen=form.cleaned_data["seen"],
            by=request.actor,
        )
    except actions.AlreadyCorrected as refusal:
        form = kept_unsigned(request, form, save) or form
        form.meet(refusal.newer)
        messages.warning(request, f"{refusal.sentence} {REPLACE}")
    except actions.StaleDraft:
        form = not_signed(request, form, save)
    except actions.UnreadNews as news:
        messages.warning(request, news.sentence)
        if kept_unsigned(request, form, save):
            return redirect("thread:correct", service_request.reference)  # with the news, and the text kept
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        messages.success(request, "L’avis rectifié est signé. Ceux qui l’avaient reçu sont avertis.", "toast")
        return redirect("thread:file", service_request.reference)
    return _again(request, service_request, form)


def _keep(request: ActorRequest, service_request: ServiceRequest, wish: str) -> HttpResponse:
    """The other buttons of the form."""
    form = CorrectionForm(request.POST, is_draft=True)
    shown = keep_by_its_button(request, form, wish, partial(_save, request, service_request))
    if shown is None:
        page = reverse("thread:correct", args=[service_request.reference])
        return redirect(back_to_its_question(request, page))
    return _again(request, service_request, shown)


def _again(request: ActorRequest, service_request: ServiceRequest, form: CorrectionForm) -> HttpResponse:
    """The form with what was typed; to copy from, once the request was reopened."""
    service_request = opened(request, service_request.reference)
    form.is_closed = not is_the_moment(service_request, Verb.CORRECT)
    return render_file(request, service_request, answer_form=form, is_correction=True)


def _save(
    request: ActorRequest, service_request: ServiceRequest, form: CorrectionForm, *, goes_on: bool = False
) -> DraftSaved:
    signed = service_request.answer
    if signed is None or not is_the_moment(service_request, Verb.CORRECT):
        raise StepRefused(too_late(service_request))
    return actions.save_answer_draft(
        service_request,
        form.said(),
        shown=form.page,
        refusals=form.refusals(),
        settlement=settlement_of(request),
        corrects=form.corrects(signed),
        goes_on=goes_on,
        by=request.actor,
    )


def _replaced_meanwhile(request: ActorRequest, reference: str) -> HttpResponse:
    """A coordinator has signed another version while this one was being written: nothing to sign, nothing lost."""
    service_request = opened(request, reference)
    form = CorrectionForm(request.POST, is_draft=True)
    form.is_closed = True
    if service_request.answer:
        form.meet(service_request.answer)
        messages.warning(
            request, f"{actions.AlreadyCorrected(service_request.answer, by=request.actor).sentence} {COPY}"
        )
    page = render_file(request, service_request, answer_form=form, is_correction=True)
    page.status_code = HTTPStatus.FORBIDDEN
    return page
