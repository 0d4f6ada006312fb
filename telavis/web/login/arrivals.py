"""What a sign-in says of the next ones: a factor that is due, a passkey that would spare codes, a paper that runs out."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from telavis.accounts.actions import factors, recovery_codes
from telavis.accounts.models import CodeChannel, User
from telavis.accounts.queries import channels_of, mail_ends_on
from telavis.values.french import plural, typographic
from telavis.web import recent_proof
from telavis.web.login import letters
from telavis.web.login.proofs import OPENID, proved_at
from telavis.web.login.stages import APP, CODE, RECOVERY_CODE
from telavis.web.login.ways import with_next
from telavis.web.standing import FACTOR_DUE, TEXTS_DUE

BESIDES = {APP, RECOVERY_CODE}
"""What only their holder can add to a password."""
MAIL_ENDS = (
    "À partir du {day:%d/%m/%Y}, un code par e-mail ne suffira plus. "
    "Ajoutez dès maintenant un autre moyen de connexion dans « Mon compte »."
)


def note(request: HttpRequest, user: User, how: dict[str, Any]) -> None:
    """Called when the session has opened, in the transaction of its trace."""
    shown = set(how["factors"])
    is_other_way = CODE in shown and how.get("channel") != user.recovered_by
    is_with_more = "password" in shown and bool(shown & BESIDES or is_other_way)
    factors.note_sign_in(user, is_with_more=is_with_more, is_by_code=CODE in shown)
    if shown == {OPENID}:
        recent_proof.note(request.session, user, at=proved_at(request, user))
    if CODE in shown and how.get("channel") == CodeChannel.MAIL:
        _note_mail(request, user)
    if RECOVERY_CODE in shown:
        left = recovery_codes.left(user)
        letters.tell_recovery_code_used(user, left)
        messages.warning(request, typographic(f"Il vous reste {plural(left, 'code')} de secours."))


def page_before(request: HttpRequest, after: str) -> str:
    """The page to see first; who is on the way to some work is not held up by an offer."""
    if request.session.get(FACTOR_DUE):
        return reverse("factors:index")
    user: Any = request.user
    is_free = user.is_open and not request.session.get(TEXTS_DUE) and after == settings.LOGIN_REDIRECT_URL
    if is_free and factors.should_be_offered_a_passkey(user):
        return with_next(reverse("factors:offer"), after)
    return after


def _note_mail(request: HttpRequest, user: User) -> None:
    """The weakest one: not enough for some, and perhaps soon for nobody."""
    if CodeChannel.MAIL not in channels_of(user):
        request.session[FACTOR_DUE] = True
    elif day := mail_ends_on():
        messages.warning(request, typographic(MAIL_ENDS.format(day=day)))
