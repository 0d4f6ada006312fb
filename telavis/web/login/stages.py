"""The stages between a right password and an open session; allauth goes through them in order.

They replace allauth's own code stage, which always prefers e-mail and counts tries in the session
(docs/decisions: «A code stage of our own»).
"""

import time
from functools import cached_property

from allauth.account.internal.constants import LoginStageKey
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import clear_login, stash_login
from allauth.account.stages import LoginStage, LoginStageController
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from telavis.accounts.actions import authenticator_apps, codes, recovery_codes, tries
from telavis.accounts.models import CodeChannel, CodePurpose, User
from telavis.accounts.queries import SecondFactors, second_factors
from telavis.web.login import letters
from telavis.web.pieces import refusals as words

WISH = "wish"
PROVEN = "proven"
"""Set by a passkey, and by an identity provider that has asked for a second factor itself."""
HELD = "held"
"""What the password of the account amounts to, as in Django's sessions: a new one ends a sign-in that has begun."""
CODE, APP, RECOVERY_CODE = "code", "app", "recovery_code"
"""What a sign-in was proved by, after the password."""
SUSPENDED = "Ce compte est suspendu. Pour savoir pourquoi ou le rouvrir, écrivez à {contact}."


class CodeStage(LoginStage):  # type: ignore[misc]
    """A code: of the application where there is one, else sent by the channel that was wished for."""

    key = LoginStageKey.LOGIN_BY_CODE.value
    urlname = "login:code"

    @classmethod
    def under_way(cls, request: HttpRequest) -> "CodeStage | None":
        """The sign-in of this browser that waits for its code, if there is one and its password is still the one."""
        stage = LoginStageController.enter(request, cls.key)
        if not isinstance(stage, cls):
            return None
        if not constant_time_compare(stage.state.get(HELD, ""), stage.user.get_session_auth_hash()):
            clear_login(request)
            return None
        return stage

    @property
    def user(self) -> User:
        user: User = self.login.user
        return user

    @cached_property
    def ways(self) -> SecondFactors:
        """What this person may show now."""
        return second_factors(self.user)

    @property
    def is_sent(self) -> bool:
        """A code has left; else it is that of the application, or of a piece of paper."""
        return "code_id" in self.state

    @property
    def channel(self) -> CodeChannel:
        return CodeChannel(self.state["channel"])

    @property
    def seconds_since_sent(self) -> float:
        return time.time() - float(self.state.get("sent_at", 0))

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """Called once the password was right, or an identity provider has answered."""
        if self.login.state.get(PROVEN) is True:
            return None, True
        self.state[HELD] = self.user.get_session_auth_hash()
        if self.ways.has_app:
            return redirect("login:code"), True
        channel = self.ways.channel(self.login.state.get(WISH, ""))
        if channel is None and (self.ways.has_passkey or self.ways.has_recovery_code):
            return redirect("login:other"), True
        if channel is None:
            refusal = words.only_by_provider() if self.user.recovered_by else words.unreachable()
            messages.error(self.request, refusal)
            return redirect("login:index"), False
        try:
            self.send(channel)
        except tries.TooManyTries as refusal:
            messages.error(self.request, words.too_many_codes(refusal))
            return redirect("login:index"), False
        return redirect("login:code"), True

    def send(self, channel: CodeChannel) -> None:
        """A new code; it takes the place of the one before. Raises TooManyTries."""
        purpose = CodePurpose.SIGN_IN
        tries.count_try(tries.CODE_SENT, codes.subject_of(self.user, purpose, ""))
        with transaction.atomic():
            code = codes.prepare(self.user, purpose=purpose, channel=channel)
            letters.send_code(self.user, code, codes.draw(code))
        self.state.update(code_id=str(code.pk), channel=str(channel), sent_at=time.time())

    def ask_the_app(self) -> None:
        """Its code again, rather than one that was sent."""
        self.state.pop("code_id", None)

    def keep(self) -> None:
        """Remember in the session what `send` has changed."""
        stash_login(self.request, self.login)

    def check(self, typed: str) -> int:
        """How many were refused before these right digits; else CodeRefused, AppCodeRefused, TooManyTries."""
        if not self.is_sent:
            refused_before = authenticator_apps.check(self.user, typed)
            record_authentication(self.request, self.user, method=APP)
            return refused_before
        proven = codes.check(self.state["code_id"], typed, purpose=CodePurpose.SIGN_IN)
        record_authentication(self.request, self.user, method=CODE, channel=str(self.channel))
        return proven.refused_before

    def check_recovery_code(self, typed: str) -> None:
        """Return if it is one that has not served; else WrongRecoveryCode, TooManyTries."""
        left = recovery_codes.use(self.user, typed)
        record_authentication(self.request, self.user, method=RECOVERY_CODE, left=left)


class OpenAccountStage(LoginStage):  # type: ignore[misc]
    """The last one: a closed account goes no further, and only its holder learns it.

    One that waits for its approval, is suspended for a time or has expired comes in to read just that.
    """

    key = "open_account"
    urlname = None

    def handle(self) -> tuple[HttpResponse | None, bool]:
        if self.login.user.is_active:
            if not self.login.user.is_open:
                self.login.redirect_url = reverse("registration:state")
            return None, True
        clear_login(self.request)
        messages.error(self.request, SUSPENDED.format(contact=settings.CONTACT_EMAIL))
        return redirect("login:index"), False
