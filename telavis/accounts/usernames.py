"""The identifier that a new account is given."""

import secrets

from telavis.accounts.models import User
from telavis.values.names import normalise


def new_username(given_name: str, family_name: str) -> str:
    """«claire.martin.4827»: digits by chance, so that a name tells nothing of who else has an account."""
    words = (
        "-".join(normalise(given_name).lower().split()[:2]),
        "-".join(normalise(family_name).lower().split()[:3]),
    )
    base = ".".join(word for word in words if word)[:60] or "compte"
    while True:
        name = f"{base}.{secrets.randbelow(9000) + 1000}"
        if not User.objects.filter(username=name).exists():
            return name
