"""The pages of the administration about one thing, each with something to be about."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from telavis.administration.models import AccessReset
from telavis.web.administration.account_acts import OFFERED
from tests.factories import UserFactory
from tests.registrations.applying import an_administrator


def a_reset() -> AccessReset:
    """Asked by another administrator than the one who will read it."""
    asker = an_administrator()
    return AccessReset.objects.create(
        user=UserFactory(), reason="Rappelée.", asked_by_id=asker.user_id, asked_by_label=asker.user_label
    )


def _account() -> tuple[Any, ...]:
    return (UserFactory().pk,)


ADMINISTERED: dict[str, Callable[[], tuple[Any, ...]]] = {
    **dict.fromkeys((f"administration:{name}" for name in ("account", "unblock", "take_right")), _account),
    **dict.fromkeys((f"administration:{name}" for name in OFFERED), _account),
    "administration:confirm_reset": lambda: (a_reset().pk,),
    "administration:abandon_reset": lambda: (a_reset().pk,),
}


def administered_address(name: str) -> str:
    return reverse(name, args=ADMINISTERED[name]())


FIELDS = {
    **dict.fromkeys(("administration:suspend", "administration:reopen"), ("reason",)),
    "administration:set_last_day": ("day", "reason"),
    "administration:ask_reset": ("reason", "new_email"),
    "administration:give_right": ("right",),
    "administration:take_right": ("right",),
    **dict.fromkeys(
        (f"administration:{name}" for name in ("unblock", "confirm_reset", "abandon_reset")), ("unknown",)
    ),
}
"""What each form of the administration reads."""
READ_ONLY = {f"administration:{name}" for name in ("home", "departures", "accounts", "account")}
