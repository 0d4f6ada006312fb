"""What people type as «Identifiant», in the one form under which tries are counted.

Counted by name and not by account: five tries under one name and a sixth under another would tell that both are
one person's, and so that the account exists.
"""

from uuid import UUID

from django.utils.crypto import salted_hmac

from telavis.accounts.models import User
from telavis.values.rpps import RPPS, InvalidRPPS


def counted(typed: str) -> str:
    """However it was written: case, and the spaces, dots and hyphens of a number, do not count."""
    text = typed.strip().lower()
    try:
        return RPPS.parse(text)
    except InvalidRPPS:
        return text


def names_of(user: User) -> list[str]:
    """All that leads to this account today."""
    number = getattr(getattr(user, "practitioner", None), "rpps", "")
    return [counted(name) for name in (user.username, user.email, number) if name]


def key_of(name: str) -> UUID:
    """By what codes that were asked for under this name are found, whether or not it leads to an account."""
    return UUID(salted_hmac("telavis.accounts.names", counted(name), algorithm="sha256").hexdigest()[:32])
