"""Whose session this is: the account and the rights that it carries, in one question to the database."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models.expressions import RawSQL

from telavis.accounts.models import User

# SQL of ours: every page of everybody would have Django make it again, which takes longer than to run it.
_RIGHTS = RawSQL(
    'ARRAY(SELECT held."right" FROM accounts_accountright held WHERE held.user_id = accounts_user.id)', ()
)


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth says no types
    """Every page asks who came, and its menu what they may: twice a query on each would be one too many."""

    def get_user(self, user_id: Any) -> User | None:
        try:
            user = User.objects.annotate(held=_RIGHTS).get(pk=user_id)
        except User.DoesNotExist:
            return None
        if not self.user_can_authenticate(user):
            return None
        user.rights_held = user.held
        return user
