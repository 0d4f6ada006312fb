"""Passwords: compared at the same cost for every name, changed under the same rules everywhere."""

from functools import cache

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password

from telavis.accounts import names
from telavis.accounts.actions import tries
from telavis.accounts.models import User


class WrongPassword(Exception):
    """No account has this name with this password; which of the two is wrong is not told."""


def check_credentials(user: User | None, *, typed_name: str, password: str, address: str) -> User:
    """The account, or WrongPassword, or TooManyTries. A name without an account is counted and costs the same."""
    name = names.counted(typed_name)
    subject = str(user.pk) if user else f"unknown:{name}"
    tries.count_try(tries.PASSWORD_FROM_ADDRESS, address)
    tries.count_try(tries.PASSWORD, name)
    tries.count_try(tries.PASSWORD_OF_ACCOUNT, subject)
    if not _fits(user, password) or user is None:
        tries.note_refused(tries.PASSWORD_OF_ACCOUNT, subject)
        raise WrongPassword
    user.refused_before = tries.failures((tries.PASSWORD_OF_ACCOUNT, subject)) - 1  # this try was counted too
    forget_failures(user)
    tries.give_back(tries.PASSWORD_FROM_ADDRESS, address)
    return user


def forget_failures(user: User) -> None:
    """Under each of their names, and beside them."""
    for name in names.names_of(user):
        tries.forget_failures(tries.PASSWORD, name)
    tries.forget_failures(tries.PASSWORD_OF_ACCOUNT, str(user.pk))


def change_password(user: User, password: str) -> None:
    """Set a new one, which ends every session opened with the former. Raises ValidationError if it is too weak."""
    validate_password(password, user)
    user.set_password(password)
    user.recovered_by = ""
    user.save(update_fields=["password", "recovered_by"])
    forget_failures(user)


def _fits(user: User | None, password: str) -> bool:
    if user is None or not user.has_usable_password():
        check_password(password, _nobodys_password())
        return False
    return user.check_password(password)


@cache
def _nobodys_password() -> str:
    return make_password("nobody has this password")
