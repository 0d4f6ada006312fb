"""Where one goes once a factor has been added."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from telavis.accounts.actions import recovery_codes
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.next_page import safe_address
from telavis.web.standing import FACTOR_DUE


def after_adding(request: ActorRequest) -> HttpResponse:
    """To the paper that saves who loses their telephone, if there is none yet; the house is open again."""
    request.session.pop(FACTOR_DUE, None)
    after = safe_address(request)
    if recovery_codes.left(request.user):
        return redirect(after or "factors:index")
    address = reverse("factors:recovery_codes")
    return redirect(f"{address}?{urlencode({'next': after})}" if after else address)
