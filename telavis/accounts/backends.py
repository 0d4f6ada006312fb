"""Whose session this is: the account and the rights that it carries, in one question to the database."""

from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models.expressions import RawSQL

from telavis.accounts.models import User
from telavis.gateways.statements import Statement

# SQL of ours: every page of everybody would have Django make it again, which takes longer than to run it.
_RIGHTS = RawSQL(
    'ARRAY(SELECT held."right" FROM accounts_accountright held WHERE held.user_id = accounts_user.id)', ()
)
_A_KEY = UUID(int=0)
_ACCOUNT = Statement(lambda: User.objects.annotate(held=_RIGHTS).filter(pk=_A_KEY))


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth says no types
    """Every page asks who came, and its menu what they may: twice a query on each would be one too many."""

    def get_user(self, user_id: Any) -> User | None:
        user = _ACCOUNT.row({_A_KEY: User._meta.pk.to_python(user_id)})
        if user is None or not self.user_can_authenticate(user):
            return None
        user.rights_held = user.held  # type: ignore[attr-defined]  # annotated above
        return user
