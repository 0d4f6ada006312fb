"""Authenticator apps (TOTP, RFC 6238): six digits, thirty seconds, a drift of one step, each code once."""

import base64
import secrets
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from telavis.accounts.actions import tries
from telavis.accounts.actions.factor_traces import trace_added
from telavis.accounts.models import AuthenticatorApp, Factor, User
from telavis.accounts.sealing import BrokenSeal, seal, unseal
from telavis.audit.actions import Author

DIGITS, PERIOD, SECRET_BYTES = 6, 30, 20
DRIFT = (0, -1, 1)
MOST = 3
ISSUER = "Télavis"


class AppCodeRefused(Exception):
    """The digits do not open; the subclass says why."""


class WrongAppCode(AppCodeRefused):
    """No application of this person shows these digits now."""


class AppCodeUsed(AppCodeRefused):
    """These digits, or later ones, have opened already."""


class TooManyApps(Exception):
    """This account has as many as it may have."""


def new_secret() -> str:
    """In base 32, as applications take it from a keyboard."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address_of(secret: str, user: User) -> str:
    """What the picture says to the application (otpauth://)."""
    return _generator(secret).get_provisioning_uri(user.username, ISSUER)


def digits_at(secret: str, step: int) -> str:
    """What the application shows during this step of thirty seconds."""
    return _generator(secret).generate(step * PERIOD).decode()


def step_now() -> int:
    return int(time.time()) // PERIOD


@transaction.atomic
def add(user: User, secret: str, typed: str, *, name: str, by: Author) -> AuthenticatorApp:
    """An application that has just shown the right digits; or WrongAppCode, or TooManyApps."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if AuthenticatorApp.objects.filter(user=user).count() >= MOST:
        raise TooManyApps
    step = _step_of(secret, typed)
    if step is None:
        raise WrongAppCode
    sealed = seal(secret, owner=user.pk)
    app = AuthenticatorApp.objects.create(user=user, name=name, sealed_secret=sealed, last_step=step)
    trace_added(Factor.APP, user, app.name, by=by)
    return app


def check(user: User, typed: str) -> int:
    """How many were refused before these digits; or AppCodeRefused, or TooManyTries. The try was counted before."""
    with tries.counted_from_here():
        tries.count_try(tries.APP_CODE, str(user.pk))
        try:
            _use(*_find(user, typed))
        except AppCodeRefused:
            tries.note_refused(tries.APP_CODE, str(user.pk))
            raise
    refused_before = tries.failures((tries.APP_CODE, str(user.pk))) - 1
    tries.forget_failures(tries.APP_CODE, str(user.pk))
    return refused_before


def _find(user: User, typed: str) -> tuple[AuthenticatorApp, int]:
    for app in AuthenticatorApp.objects.filter(user=user).order_by("created_at"):
        try:
            step = _step_of(unseal(app.sealed_secret, owner=user.pk), typed)
        except BrokenSeal:
            continue  # SECRET_KEY is another one since: this application opens nothing any more
        if step is not None:
            return app, step
    raise WrongAppCode


def _step_of(secret: str, typed: str) -> int | None:
    """During which step these digits are shown, among those that a clock a little fast or slow may be in."""
    now = step_now()
    return next((now + d for d in DRIFT if constant_time_compare(digits_at(secret, now + d), typed)), None)


def _use(app: AuthenticatorApp, step: int) -> None:
    """Each step once: of two who type the same digits at once, one gets in."""
    fresh = AuthenticatorApp.objects.filter(pk=app.pk, last_step__lt=step)
    if not fresh.update(last_step=step, last_used_at=timezone.now()):
        raise AppCodeUsed


def _generator(secret: str) -> TOTP:
    # SHA-1, because it is the one that every application knows; RFC 6238 needs no resistance to collisions
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), PERIOD)  # noqa: S303
