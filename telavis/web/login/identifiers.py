"""Whose «Identifiant» was typed: an RPPS number, an e-mail address or a user name, case ignored."""

from django.db.models.functions import Lower

from telavis.accounts.models import User
from telavis.values.rpps import RPPS, InvalidRPPS


def find_user(typed: str) -> User | None:
    """The account, or None. All three are always looked up, so that the answer takes the same time."""
    text = typed.strip().lower()
    by_rpps = User.objects.filter(practitioner__rpps=_rpps(text) or "none").first()
    by_email = User.objects.alias(address=Lower("email")).filter(address=text).exclude(email="").first()
    by_name = User.objects.filter(username=text).first()
    return by_rpps or by_email or by_name


def _rpps(text: str) -> str:
    try:
        return RPPS.parse(text)
    except InvalidRPPS:
        return ""
