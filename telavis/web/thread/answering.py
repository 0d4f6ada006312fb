"""Drafting and signing the opinion. Whoever comes second keeps the text."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from telavis.service_requests import actions
from telavis.service_requests.actions import DraftSaved
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.permissions import may_sign
from telavis.service_requests.queries.file import history_of, was_writing
from telavis.service_requests.workflow import StepRefused, Verb
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.meeting import settlement_of
from telavis.web.thread.answer_form import AnswerForm
from telavis.web.thread.file_page import render_file
from telavis.web.thread.finding import opened, visible
from telavis.web.thread.keeping import (
    back_to_its_question,
    keep_by_its_button,
    kept_unsigned,
    not_signed,
    tell_saved,
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
    save = partial(_save, request, service_request)
    if not form.is_valid():
        return _again(request, reference, kept_unsigned(request, form, save) or form)
    try:
        actions.take_and_answer(
            service_request,
            form.opinion(),
            shown=form.page,
            seen=form.cleaned_data["seen"],
            by=request.actor,
        )
    except StepRefused as refusal:
        return _came_second(request, service_request, form, refusal)
    except actions.StaleDraft:
        return _again(request, reference, not_signed(request, form, save))
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
    try:
        saved = _save(request, service_request, form, goes_on=True)
    except StepRefused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    return tell_saved(saved, form)


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
        actions.adopt(service_request, prepared.opinion, by=request.actor)
    except actions.DraftThere:
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
    shown = keep_by_its_button(request, form, wish, partial(_save, request, service_request))
    if shown is None:
        return redirect(
            back_to_its_question(request, reverse("thread:file", args=[service_request.reference]))
        )
    return _again(request, service_request.reference, shown)


def _save(
    request: ActorRequest, service_request: ServiceRequest, form: AnswerForm, *, goes_on: bool = False
) -> DraftSaved:
    """Every save of a page says which revision that page was showing."""
    return actions.save_answer_draft(
        service_request,
        form.said(),
        shown=form.page,
        refusals=form.refusals(),
        settlement=settlement_of(request),
        goes_on=goes_on,
        by=request.actor,
    )


def _again(request: ActorRequest, reference: str, form: AnswerForm) -> HttpResponse:
    return render_file(request, opened(request, reference), answer_form=form)


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
    messages.warning(request, f"{refusal.sentence} {KEPT}")
    kept_unsigned(request, form, partial(_save, request, service_request))
    return render_file(request, now)
