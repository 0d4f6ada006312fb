"""Drafting and signing the opinion. Whoever comes second keeps the text."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from telavis.service_requests import actions
from telavis.service_requests.models import AnswerDraft, ServiceRequest
from telavis.service_requests.permissions import may_sign
from telavis.service_requests.queries.file import history_of, was_writing
from telavis.service_requests.workflow import StepRefused, Verb
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest
from telavis.web.thread.answer_form import AnswerForm
from telavis.web.thread.file_page import render_file
from telavis.web.thread.finding import opened, visible
from telavis.web.thread.keeping import (
    is_kept_by_its_button,
    is_kept_unsigned,
    meet,
    tell_saved,
    tell_what_is_wrong,
)

KEPT = "Votre texte est gardé dans votre brouillon, plus bas sur cette page."
GONE = "Cette demande ne vous est plus ouverte."


@require_POST
def answer(request: ActorRequest, reference: str) -> HttpResponse:
    """«Signer et envoyer», and the buttons that serve where there is no JavaScript."""
    try:
        service_request = visible(request, reference)
    except Http404:
        return _no_longer_here(request, reference)
    wish = request.POST.get("do", "")
    if wish != "sign":
        return _keep(request, service_request, wish)
    if not may_sign(request.actor, service_request):
        raise actions.NotAllowed(Verb.ANSWER)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        is_kept_unsigned(request, form, partial(_save, request, service_request))
        return render_file(request, opened(request, reference), answer_form=form)
    try:
        actions.take_and_answer(
            service_request,
            form.opinion(),
            shown=form.shown(),
            seen=form.cleaned_data["seen"],
            by=request.actor,
        )
    except StepRefused as refusal:
        return _came_second(request, service_request, form, refusal)
    except actions.StaleDraft as stale:
        return _two_tabs(request, service_request, form, stale, "Rien n’est signé.")
    messages.success(request, "Votre avis est signé et envoyé. Le requérant en est averti.", "toast")
    return redirect("thread:file", reference)


@require_POST
def draft(request: ActorRequest, reference: str) -> HttpResponse:
    """The background save, two seconds after the last key."""
    try:
        service_request = visible(request, reference)
    except Http404:
        if not was_writing(request.actor, reference):
            raise
        return JsonResponse({"sentence": f"{GONE} Copiez votre texte."}, status=409)
    form = AnswerForm(request.POST, is_draft=True)
    if not form.is_valid():
        return tell_what_is_wrong(form)
    try:
        saved = _save(request, service_request, form, goes_on=True)
    except (actions.StaleDraft, StepRefused) as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    return tell_saved(saved)


@require_POST
def adopt(request: ActorRequest, reference: str, draft_id: UUID) -> HttpResponse:
    """«Reprendre ce texte»: what a junior prepared becomes my draft, to be read again and signed."""
    service_request = visible(request, reference)
    if not may_sign(request.actor, service_request):
        raise actions.NotAllowed(Verb.ANSWER)
    prepared_for_me = history_of(service_request).drafts_prepared_for(request.actor)
    prepared = next((each for each in prepared_for_me if each.id == draft_id), None)
    if prepared is None:
        raise Http404
    try:
        actions.save_answer_draft(service_request, prepared.opinion, shown=actions.Shown(0), by=request.actor)
    except actions.StaleDraft:
        messages.warning(
            request, typographic("Vous avez déjà un brouillon : le texte préparé ne l’a pas remplacé.")
        )
    else:
        messages.success(
            request, "Le texte préparé est repris dans votre réponse. Relisez-le avant de signer.", "toast"
        )
    return redirect("thread:file", reference)


def _no_longer_here(request: ActorRequest, reference: str) -> HttpResponse:
    """Redirected while it was being answered: nothing of the file is shown, and not a word is lost."""
    if not was_writing(request.actor, reference):
        raise Http404
    form = AnswerForm(request.POST, is_draft=True)
    form.is_valid()
    context = {"reference": reference, "opinion": form.opinion()}
    return render(request, "thread/gone.html", context, status=HTTPStatus.CONFLICT)


def _keep(request: ActorRequest, service_request: ServiceRequest, wish: str) -> HttpResponse:
    """The other buttons of the form."""
    form = AnswerForm(request.POST, is_draft=True)
    if is_kept_by_its_button(request, form, wish, partial(_save, request, service_request)):
        return redirect("thread:file", service_request.reference)
    return render_file(request, opened(request, service_request.reference), answer_form=form)


def _save(
    request: ActorRequest, service_request: ServiceRequest, form: AnswerForm, *, goes_on: bool = False
) -> AnswerDraft:
    """Every save of a page says which revision that page was showing."""
    return actions.save_answer_draft(
        service_request,
        form.opinion(),
        shown=form.shown(),
        goes_on=goes_on,
        by=request.actor,
    )


def _two_tabs(
    request: ActorRequest,
    service_request: ServiceRequest,
    form: AnswerForm,
    stale: actions.StaleDraft,
    outcome: str,
) -> HttpResponse:
    meet(request, form, stale, outcome)
    return render_file(request, opened(request, service_request.reference), answer_form=form)


def _came_second(
    request: ActorRequest, service_request: ServiceRequest, form: AnswerForm, refusal: StepRefused
) -> HttpResponse:
    """Somebody was first: say who, keep the text. My own second click is no second answer."""
    now = opened(request, service_request.reference)
    signed = now.answer
    if (
        signed
        and request.actor.is_person(signed.signed_by.practitioner_id)
        and signed.opinion == form.opinion()
    ):
        return redirect("thread:file", now.reference)
    try:
        _save(request, service_request, form)
    except actions.StaleDraft as stale:
        return _two_tabs(request, service_request, form, stale, refusal.sentence)
    messages.warning(request, f"{refusal.sentence} {KEPT}")
    return render_file(request, now)
