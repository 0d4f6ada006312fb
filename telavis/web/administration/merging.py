"""Two accounts of one person: the other one is found, what would happen is shown, asked, then confirmed by a second administrator."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from telavis.accounts.models import User
from telavis.administration import actions
from telavis.administration.models import AccountMerge
from telavis.administration.queries import accounts as reading
from telavis.administration.queries.merging import plan_of
from telavis.administration.queries.waiting import merge_of
from telavis.web.administration.access import for_administrators, page, words_kept
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import attempt
from telavis.web.pieces.searches import keep_search
from telavis.web.recent_proof import needs_recent_proof


@require_http_methods(["GET", "HEAD", "POST"])
@for_administrators
def merging(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What is posted finds the other account, `?avec=` shows what reuniting both would do."""
    if request.method == "POST":
        return keep_search(request, "administration:merging", "q", about=_account(pk).pk)
    stays, other = _account(pk), _other(request.GET.get("avec", ""))
    text = words_kept(request, "administration:merging")
    found = reading.accounts(text).page.rows if text and other is None else []
    context = {
        "account": stays,
        "text": text,
        "found": [each for each in found if each.pk != pk],
        "plan": plan_of(stays, other) if other else None,
        "asked": merge_of(stays, other) if other else None,
    }
    return page(request, "accounts", "merging", context)


@require_POST
@for_administrators
@needs_recent_proof("Demander la réunion")
def ask_merge(request: ActorRequest, pk: UUID) -> HttpResponse:
    stays, other = _account(pk), _other(request.POST.get("avec", ""))
    if other is None:
        raise Http404
    seen = request.POST.get("seen", "")
    attempt(
        request,
        lambda: actions.ask_merge(stays, other, seen=seen, by=request.actor),
        "La réunion est demandée : un autre administrateur doit la confirmer.",
    )
    return redirect(_plan_of(stays, other))


@require_POST
@for_administrators
@needs_recent_proof("Confirmer la réunion")
def confirm_merge(request: ActorRequest, key: UUID) -> HttpResponse:
    """The second person agrees."""
    asked = _asked(key)
    is_done = attempt(
        request,
        lambda: actions.confirm_merge(asked, by=request.actor),
        f"Les deux comptes sont réunis : « {asked.closes.username} » n’ouvre plus rien, un message vient de partir.",
    )
    if is_done:
        return redirect("administration:account", asked.stays_id)
    return redirect(_plan_of(asked.stays, asked.closes))


@require_POST
@for_administrators
def abandon_merge(request: ActorRequest, key: UUID) -> HttpResponse:
    """Or does not."""
    asked = _asked(key)
    attempt(
        request,
        lambda: actions.abandon_merge(asked, by=request.actor),
        "La demande est abandonnée : rien n’a changé.",
    )
    return redirect("administration:account", asked.stays_id)


def _asked(key: UUID) -> AccountMerge:
    return get_object_or_404(AccountMerge.objects.select_related("stays", "closes"), pk=key)


def _plan_of(stays: User, other: User) -> str:
    return f"{reverse('administration:merging', args=[stays.pk])}?avec={other.pk}"


def _account(pk: UUID) -> User:
    return get_object_or_404(User.objects.select_related("practitioner"), pk=pk)


def _other(text: str) -> User | None:
    try:
        return User.objects.select_related("practitioner").filter(pk=UUID(text)).first()
    except ValueError:
        return None
