"""What allauth asks us: which stages a sign-in goes through, and what opens with it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from telavis.accounts.models import User
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import actor_for
from telavis.registrations.queries.texts import texts_due
from telavis.web.login import arrivals
from telavis.web.login.proofs import how_one_came
from telavis.web.pieces import code_channel
from telavis.web.session_limits import LEFT_BY
from telavis.web.standing import TEXTS_DUE


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Password or identity provider, code, then the door."""

    def get_login_stages(self) -> list[str]:
        return ["telavis.web.login.stages.CodeStage", "telavis.web.login.stages.OpenAccountStage"]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> None:
        """allauth would turn a suspended account away here, before the code, and so tell it from the others."""

    @transaction.atomic
    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Django has opened the session, under a new key."""
        how = how_one_came(request, user)
        record(AuditAction.SIGN_IN, by=actor_for(user), detail=how)
        arrivals.note(request, user, how)
        if texts_due(user.pk):
            request.session[TEXTS_DUE] = True
        response = redirect(arrivals.page_before(request, _first_page(request, kwargs.get("redirect_url"))))
        code_channel.remember(response, user.code_channel)
        return response


def _first_page(request: HttpRequest, wished: str | None) -> str:
    """Who has just proved an identity that no account knows is asked whether it is theirs.

    Who comes after somebody whom the clock has put out is led home, not to the page that the other one had open.
    """
    if ProvenIdentity.from_session(request.session):
        return reverse("login:link")
    left_by = request.session.pop(LEFT_BY, None)
    if left_by and left_by != str(request.user.pk):
        return settings.LOGIN_REDIRECT_URL
    return wished or settings.LOGIN_REDIRECT_URL
