"""What allauth asks us: which stages a sign-in goes through, and what opens with it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from telavis.accounts.models import User
from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import actor_for
from telavis.registrations.queries.texts import texts_due
from telavis.web.pieces import code_channel
from telavis.web.standing import TEXTS_DUE


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Password, code, then the door."""

    def get_login_stages(self) -> list[str]:
        return ["telavis.web.login.stages.CodeStage", "telavis.web.login.stages.OpenAccountStage"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> None:
        """allauth would turn a suspended account away here, before the code, and so tell it from the others."""

    @transaction.atomic
    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Django has opened the session, under a new key."""
        record(AuditAction.SIGN_IN, by=actor_for(user), detail={"factors": ["password", "code"]})
        if texts_due(user.pk):
            request.session[TEXTS_DUE] = True
        response = redirect(kwargs.get("redirect_url") or settings.LOGIN_REDIRECT_URL)
        code_channel.remember(response, user.code_channel)
        return response
