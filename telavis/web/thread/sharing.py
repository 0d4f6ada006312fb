"""«Transférer»: a colleague follows the file, and is told so; and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from telavis.accounts.models import is_open_account
from telavis.directory.models import Practitioner, PractitionerRole
from telavis.directory.queries import search_colleagues
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest, Share
from telavis.service_requests.permissions import MAY_NOTE, is_requester
from telavis.service_requests.queries.file import history_of
from telavis.service_requests.queries.history import Follower
from telavis.service_requests.workflow import Note, StepRefused
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.rendering import is_read_by_a_person
from telavis.web.thread.finding import check_is_theirs, opened, visible
from telavis.web.thread.forms import ShareForm

NO_LONGER = (
    "Votre place dans ce service ne permet plus de retirer ce transfert : le requérant le peut encore."
)


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: ActorRequest, reference: str) -> HttpResponse:
    """Search by POST, choose, read what the colleague will see, confirm."""
    service_request = visible(request, reference)
    check_is_theirs(request, service_request, Note.SHARE)
    if request.method != "POST" and not is_read_by_a_person(request):
        return HttpResponse(status=204)
    colleague = _chosen(request)
    form = ShareForm(request.POST if "confirm" in request.POST else None)
    if colleague and form.is_valid():
        return _share(request, service_request, colleague, form.cleaned_data["message"])
    service_request = opened(request, reference)
    text = request.POST.get("colleague_text", "").replace("\x00", "")[:200]
    # Beside what was found, and the confirmation, nobody else is shown: the history is not read for nothing.
    followers = [] if colleague or text else history_of(service_request).followers
    context = {
        "service_request": service_request,
        "colleague": colleague,
        "form": form,
        "text": text,
        "found": search_colleagues(text, besides=request.actor.practitioner_id)
        if text and not colleague
        else None,
        "followers": followers,
        "revocable": {each.share_id for each in followers if _may_revoke(request, service_request, each)},
    }
    return render(request, "thread/share.html", context)


@require_POST
def unshare(request: ActorRequest, reference: str, share_id: UUID) -> HttpResponse:
    """The file closes again to this colleague."""
    service_request = visible(request, reference)
    shares = Share.objects.select_related("practitioner", "shared_by", "service_request")
    running = get_object_or_404(shares, pk=share_id, service_request=service_request)
    if _shared_it_once(request, service_request, running):
        messages.warning(request, typographic(NO_LONGER))
        return redirect("thread:file", reference)
    actions.unshare(running, by=request.actor)
    messages.success(request, f"{running.practitioner} ne suit plus ce dossier.", "toast")
    return redirect("thread:share", reference)


def _shared_it_once(request: ActorRequest, service_request: ServiceRequest, running: Share) -> bool:
    """The page of somebody whose place has changed since: told so, rather than shut out of what was theirs."""
    return request.actor.is_person(running.shared_by.practitioner_id) and not MAY_NOTE[Note.UNSHARE](
        request.actor, service_request
    )


def _may_revoke(request: ActorRequest, service_request: ServiceRequest, follower: Follower) -> bool:
    """The requester, or the one who shared."""
    asked_it = is_requester(request.actor, service_request)
    return asked_it or request.actor.is_person(follower.shared_by_id)


def _chosen(request: ActorRequest) -> Practitioner | None:
    """The colleague picked in the results, if there is one with an open account."""
    try:
        key = UUID(request.POST.get("colleague", ""))
    except ValueError:
        return None
    others = Practitioner.objects.exclude(user=request.user).filter(is_open_account("user__"))
    workplaces = Prefetch("roles", PractitionerRole.objects.select_related("organization"))
    return others.prefetch_related(workplaces).filter(pk=key).first()


def _share(
    request: ActorRequest, service_request: ServiceRequest, colleague: Practitioner, message: str
) -> HttpResponse:
    try:
        actions.share(service_request, colleague, message=message, by=request.actor)
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
    else:
        done = typographic(f"{colleague} peut maintenant suivre ce dossier, et reçoit un e-mail.")
        messages.success(request, done, "toast")
    return redirect("thread:file", service_request.reference)
