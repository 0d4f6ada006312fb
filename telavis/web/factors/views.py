"""«Ma connexion»: by what one signs in here, the strongest first."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from telavis.accounts.actions import recovery_codes
from telavis.accounts.models import CodeChannel, Factor, Right
from telavis.accounts.queries import allowed_factors, channels_of, mail_ends_on
from telavis.web.middleware import ActorRequest
from telavis.web.standing import FACTOR_DUE, for_any_account, sets_up_a_factor


@for_any_account
@sets_up_a_factor
@never_cache
@require_safe
def index(request: ActorRequest) -> HttpResponse:
    """What I have, what it is worth, what I may add."""
    user, allowed = request.user, allowed_factors()
    channels = channels_of(user, allowed)
    context = {
        "is_due": bool(request.session.get(FACTOR_DUE)),
        "passkeys": user.passkeys.order_by("created_at"),
        "apps": user.apps.order_by("created_at"),
        "may_add_passkey": Factor.PASSKEY in allowed,
        "may_add_app": Factor.APP in allowed,
        "codes_left": recovery_codes.left(user),
        "channels": channels,
        "takes_mail": CodeChannel.MAIL in channels,
        "mail_ends_on": mail_ends_on(),
        "is_administrator": request.actor.has(Right.ADMINISTRATOR),
    }
    return render(request, "factors/index.html", context)
