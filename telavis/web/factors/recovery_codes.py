"""Recovery codes: ten on paper, shown once, for the day when the telephone is lost."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from telavis.accounts.actions import recovery_codes
from telavis.notifications.security import tell_of_security_change
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.next_page import safe_address
from telavis.web.recent_proof import needs_recent_proof
from telavis.web.standing import for_any_account

TOLD = "Dix codes de secours viennent d’être créés pour votre compte. Ceux d’avant ne valent plus."


@for_any_account
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_recent_proof("Créer des codes de secours")
def index(request: ActorRequest) -> HttpResponse:
    """What they are; by POST ten new ones, in this answer and nowhere else."""
    after = safe_address(request)
    if request.method == "POST":
        return render(request, "factors/new_codes.html", {"codes": _renew(request), "next": after})
    return render(
        request, "factors/recovery_codes.html", {"left": recovery_codes.left(request.user), "next": after}
    )


@transaction.atomic
def _renew(request: ActorRequest) -> list[str]:
    codes = recovery_codes.renew(request.user, by=request.actor)
    tell_of_security_change(request.user, TOLD)
    return codes
