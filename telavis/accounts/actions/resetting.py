"""Taking away every way into an account but its proved addresses, for somebody who has lost them."""

from django.db import transaction

from telavis.accounts.actions import factors, sessions
from telavis.accounts.actions.unblocking import forget_tries
from telavis.accounts.models import OneTimeCode, User


@transaction.atomic
def forget_ways_in(user: User) -> None:
    """Password, factors, codes on their way, counted tries and sessions.

    What is left is «J’ai oublié mon mot de passe», by a code to the account's own addresses. An identity proved
    elsewhere (Pro Santé Connect, a hospital) was not lost here: it stays.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    factors.forget_all(user)
    OneTimeCode.objects.filter(user=user).delete()
    forget_tries(user)
    sessions.close_all(user)
