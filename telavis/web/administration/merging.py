"""Two accounts of one person: the other one is found, what would happen is shown, then confirmed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from telavis.accounts.models import User
from telavis.administration import actions
from telavis.administration.queries import accounts as reading
from telavis.administration.queries.merging import plan_of
from telavis.web.administration.access import attempt, for_administrators, page
from telavis.web.administration.organizations import searched
from telavis.web.middleware import ActorRequest
from telavis.web.recent_proof import needs_recent_proof


@require_safe
@for_administrators
def merging(request: ActorRequest, pk: UUID) -> HttpResponse:
    """`?q=` finds the other account, `?avec=` shows what reuniting both would do."""
    stays, other, text = _account(pk), _other(request.GET.get("avec", "")), searched(request)
    found = reading.accounts(text).page.rows if text and other is None else []
    context = {
        "account": stays,
        "text": text,
        "found": [each for each in found if each.pk != pk],
        "plan": plan_of(stays, other) if other else None,
    }
    return page(request, "accounts", "merging", context)


@require_POST
@for_administrators
@needs_recent_proof("Réunir les deux comptes")
def merge(request: ActorRequest, pk: UUID) -> HttpResponse:
    stays, other = _account(pk), _other(request.POST.get("avec", ""))
    if other is None:
        raise Http404
    seen = request.POST.get("seen", "")
    is_done = attempt(
        request,
        lambda: actions.merge(stays, other, seen=seen, by=request.actor),
        f"Les deux comptes sont réunis : « {other.username} » n’ouvre plus rien, un message vient de partir.",
    )
    if is_done:
        return redirect("administration:account", pk)
    return redirect("administration:merging", pk)


def _account(pk: UUID) -> User:
    return get_object_or_404(User.objects.select_related("practitioner"), pk=pk)


def _other(text: str) -> User | None:
    try:
        return User.objects.select_related("practitioner").filter(pk=UUID(text)).first()
    except ValueError:
        return None
