"""Whose session this is: the account and the rights that it carries, in one question to the database."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from telavis.accounts.models import AccountRight, User

_RIGHTS = ArraySubquery(AccountRight.objects.filter(user=OuterRef("pk")).values("right"))


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth says no types
    """Every page asks who came, and its menu what they may: twice a query on each would be one too many."""

    def get_user(self, user_id: Any) -> User | None:
        user = User.objects.filter(pk=user_id).annotate(held=_RIGHTS).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.rights_held = user.held
        return user
