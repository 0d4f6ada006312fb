"""Passkeys (WebAuthn): enrolled, asked for, checked. The device has asked its owner for a finger, a face or a PIN.

A question is drawn for one browser, holds a quarter of an hour and serves once. It is a row rather than a part of the
session, which another page of the same browser may be writing at that moment. To sign in, no question names anybody:
it is the same for an account that has passkeys, has none, or does not exist.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from telavis.accounts.actions.factor_traces import trace_added
from telavis.accounts.models import Factor, Passkey, PasskeyQuestion, User
from telavis.accounts.queries import allowed_factors
from telavis.audit.actions import Author

LIFE = timedelta(minutes=15)
VERIFIED = UserVerificationRequirement.REQUIRED
MOST = 10
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)
"""What the library raises for an answer that is no answer, or is one to something else."""

log = structlog.get_logger("telavis.passkeys")


class PasskeyRefused(Exception):
    """The answer proves nothing here; why is for the log."""


class PasskeyTooLate(PasskeyRefused):
    """It answers a question that was not asked of this browser, or a while ago, or was answered already."""


class TooManyPasskeys(Exception):
    """This account has as many as it may have."""


def ask_to_enrol(user: User) -> tuple[dict[str, Any], PasskeyQuestion]:
    """What the device is asked, and the row that remembers it."""
    known = [
        PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(each))
        for each in Passkey.objects.filter(user=user).values_list("credential_id", flat=True)
    ]
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(id=user.pk.bytes, name=user.username, display_name=str(user)),
        credentials=known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=VERIFIED,
    )
    return dict(options), PasskeyQuestion.objects.create(user=user, challenge=state["challenge"])


@transaction.atomic
def enrol(user: User, question_id: str | None, answer: dict[str, Any], *, name: str, by: Author) -> Passkey:
    """The passkey that the device has just made; or PasskeyRefused, or TooManyPasskeys."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if Passkey.objects.filter(user=user).count() >= MOST:
        raise TooManyPasskeys
    try:
        data = _server().register_complete(_take(question_id, user), answer)
    except UNREADABLE as fault:
        raise PasskeyRefused(str(fault)) from fault
    passkey = _create(user, data, name)
    trace_added(Factor.PASSKEY, user, name, by=by)
    return passkey


def _create(user: User, data: AuthenticatorData, name: str) -> Passkey:
    if data.credential_data is None:
        raise PasskeyRefused("no credential")
    try:
        with transaction.atomic():
            return Passkey.objects.create(
                user=user,
                name=name,
                credential_id=data.credential_data.credential_id,
                credential=bytes(data.credential_data),
                sign_count=data.counter,
            )
    except IntegrityError:
        raise PasskeyRefused("known already") from None


def ask() -> tuple[dict[str, Any], PasskeyQuestion]:
    """The question of a sign-in: whose passkey it will be is not known yet."""
    options, state = _server().authenticate_begin(user_verification=VERIFIED)
    return dict(options), PasskeyQuestion.objects.create(challenge=state["challenge"])


def check(question_id: str | None, answer: dict[str, Any]) -> Passkey:
    """The passkey that has answered, with its user; or PasskeyRefused."""
    state = _take(question_id, None)
    try:
        passkey = _check(state, answer)
    except UNREADABLE as fault:
        log.warning("passkey.refused", reason=str(fault)[:200])
        raise PasskeyRefused(str(fault)) from fault
    if Factor.PASSKEY not in allowed_factors():
        raise PasskeyRefused("not allowed any more")
    return passkey


def _check(state: dict[str, Any], answer: dict[str, Any]) -> Passkey:
    response = AuthenticationResponse.from_dict(answer)
    found = Passkey.objects.select_related("user").filter(credential_id=response.raw_id).first()
    known = [AttestedCredentialData(bytes(found.credential))] if found else []
    _server().authenticate_complete(state, known, response)
    if found is None or response.response.user_handle != found.user.pk.bytes:
        raise ValueError("the passkey of another account")
    _use(found, response.response.authenticator_data.counter)
    return found


def _use(passkey: Passkey, count: int) -> None:
    """A counter that does not move forward tells of a copy; passkeys that travel between devices always say 0."""
    forward = Q(sign_count__lt=count) if count else Q(sign_count=0)
    used = Passkey.objects.filter(forward, pk=passkey.pk)
    if not used.update(sign_count=count, last_used_at=timezone.now()):
        raise ValueError("a counter that went back")


def _take(question_id: str | None, user: User | None) -> dict[str, Any]:
    """What was asked; of two answers at once, one finds it."""
    if question_id is None:
        raise PasskeyTooLate("no question")
    since = timezone.now() - LIFE
    fresh = PasskeyQuestion.objects.filter(pk=question_id, user=user, asked_at__gt=since)
    question = fresh.first()
    if question is None or not fresh.delete()[0]:
        raise PasskeyTooLate("an old question, or one that was answered")
    return {"challenge": question.challenge, "user_verification": VERIFIED}


def _server() -> Fido2Server:
    host = urlsplit(settings.PUBLIC_URL).hostname or ""
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name="Télavis"), verify_origin=_is_ours)


def _is_ours(origin: str) -> bool:
    """The site's own address, and not another one of the same domain."""
    return origin == settings.PUBLIC_URL
