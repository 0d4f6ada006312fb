"""The proof that an administrator asked for: joined by the applicant, opened by both."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from telavis.documents.models import Document
from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.openings import open_proof
from telavis.registrations.permissions import is_holder, may_decide
from telavis.registrations.queries.proofs import proof_document
from telavis.registrations.workflow import StepRefused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.serving import head_of, is_next_piece, serve_rendition
from telavis.web.pieces.uploads import TOO_LONG, BoundedUploadHandler, RefusedFile, is_too_long, take
from telavis.web.registration.following import asked_of, proofs_shown, reply_form, show_state
from telavis.web.standing import for_any_account


@csrf_exempt  # the token is in the body, and the body is read only once the limits stand: see _join
@for_any_account
@require_POST
def join(request: ActorRequest) -> HttpResponse:
    registration = asked_of(request)
    if is_too_long(request):
        return show_state(request, registration, reply_form(registration), refused=[TOO_LONG], status=413)
    request.upload_handlers = [BoundedUploadHandler(request)]
    return _join(request, registration)


@csrf_protect
def _join(request: ActorRequest, registration: Registration) -> HttpResponse:
    try:
        _, refused = take(request, lambda file: actions.join_proof(registration, file, by=request.actor))
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("registration:state")
    return _back(request, registration, refused=refused)


def _back(
    request: ActorRequest, registration: Registration, *, refused: Sequence[RefusedFile] = ()
) -> HttpResponse:
    """To the answer that is being written, with its words: they are kept nowhere else."""
    text = request.POST.get("text", "")
    if not text and not refused:
        return redirect("registration:state")
    form = reply_form(registration, text=text)
    return show_state(request, registration, form, refused=refused, status=422 if refused else 200)


@for_any_account
@require_safe
def joined(request: ActorRequest) -> HttpResponse:
    """Asked again and again by the page, until every file is checked."""
    return render(request, "registration/proofs.html", proofs_shown(asked_of(request)))


@for_any_account
@require_POST
def take_back(request: ActorRequest, document_id: UUID) -> HttpResponse:
    """A file chosen by mistake, or one that was refused."""
    document, registration = _found(document_id, lambda of: is_holder(request.actor, of))
    try:
        actions.take_back_proof(document, registration, by=request.actor)
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
    return _back(request, registration)


@for_any_account
@require_safe
def open_own(request: ActorRequest, document_id: UUID) -> HttpResponseBase:
    """To the one who joined it."""
    return _open(request, *_found(document_id, lambda of: is_holder(request.actor, of)))


@require_safe
def open_to_decide(request: ActorRequest, document_id: UUID) -> HttpResponseBase:
    """To those who decide, while their own account is open."""
    return _open(request, *_found(document_id, lambda of: may_decide(request.actor, of)))


def _open(request: ActorRequest, document: Document, registration: Registration) -> HttpResponseBase:
    if not document.rendition_key:
        raise Http404
    if request.method == "HEAD":
        return head_of(document)
    try:
        open_proof(document, registration, by=request.actor, is_next_piece=is_next_piece(request, document))
    except Document.DoesNotExist:  # taken back since
        raise Http404 from None
    return serve_rendition(request, document)


def _found(document_id: UUID, may: Callable[[Registration], bool]) -> tuple[Document, Registration]:
    """To others it does not exist."""
    document = proof_document(document_id)
    if document is None or not may(document.folder.registration):
        raise Http404
    return document, document.folder.registration
