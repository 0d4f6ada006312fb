"""The pages of the administration about one thing, each with something to be about."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from telavis.administration.models import AccessReset, AccountMerge
from telavis.parameters.models import Parameter
from telavis.registrations.models import LegalText
from telavis.services.models import ServiceOffer
from telavis.web.administration.account_acts import OFFERED
from tests.factories import OrganizationFactory, RequestTypeFactory, RoleFactory, ServiceFactory, UserFactory
from tests.registrations.applying import an_administrator


def a_reset() -> AccessReset:
    """Asked by another administrator than the one who will read it."""
    asker = an_administrator()
    return AccessReset.objects.create(
        user=UserFactory(), reason="Rappelée.", asked_by_id=asker.user_id, asked_by_label=asker.user_label
    )


def a_merge() -> AccountMerge:
    asker = an_administrator()
    return AccountMerge.objects.create(
        stays=UserFactory(),
        closes=UserFactory(),
        mark="x",
        asked_by_id=asker.user_id,
        asked_by_label=asker.user_label,
    )


def _account() -> tuple[Any, ...]:
    return (UserFactory().pk,)


def _coming_parameter() -> int:
    day = timezone.localdate() + timedelta(days=1)
    return Parameter.objects.get_or_create(key="bin_days", valid_from=day, defaults={"value": 31})[0].pk


def _offer() -> UUID:
    made = ServiceOffer.objects.create(healthcare_service=ServiceFactory(), request_type=RequestTypeFactory())
    return made.pk


def _coming_text() -> UUID:
    day = timezone.localdate() + timedelta(days=1)
    defaults = {"in_force_on": day, "body": "Texte."}
    return LegalText.objects.get_or_create(kind="terms", version=900, defaults=defaults)[0].pk


ACCOUNT = ("account", "unblock", "take_right", "merging", "ask_merge", "give_workplace")
ADMINISTERED: dict[str, Callable[[], tuple[Any, ...]]] = {
    **dict.fromkeys((f"administration:{name}" for name in ACCOUNT), _account),
    **dict.fromkeys((f"administration:{name}" for name in OFFERED), _account),
    **dict.fromkeys(("administration:parameter", "administration:set_parameter"), lambda: ("bin_days",)),
    **dict.fromkeys(
        (
            f"administration:{name}"
            for name in ("organization", "correct_organization", "referent", "new_service")
        ),
        lambda: (OrganizationFactory().pk,),
    ),
    **dict.fromkeys(
        (
            f"administration:{name}"
            for name in ("service", "correct_service", "publish_service", "new_member", "offer")
        ),
        lambda: (ServiceFactory().pk,),
    ),
    "administration:end_member": lambda: (ServiceFactory().memberships.get().pk,),
    "administration:end_workplace": lambda: (RoleFactory().pk,),
    "administration:withdraw_offer": lambda: (_offer(),),
    "administration:withdraw_parameter": lambda: (_coming_parameter(),),
    "administration:text": lambda: (_coming_text(),),
    "administration:withdraw_text": lambda: (_coming_text(),),
    "administration:new_text": lambda: ("terms",),
    "administration:confirm_reset": lambda: (a_reset().pk,),
    "administration:abandon_reset": lambda: (a_reset().pk,),
    "administration:confirm_merge": lambda: (a_merge().pk,),
    "administration:abandon_merge": lambda: (a_merge().pk,),
}


def administered_address(name: str) -> str:
    return reverse(name, args=ADMINISTERED[name]())


LISTS = ("home", "departures", "accounts", "texts", "parameters", "log", "log_file")
LISTS += ("organizations", "services")
"""Pages about nothing in particular."""
ORGANIZATION = ("name", "kind", "finess", "address_line", "postcode", "town", "phone", "seen")
FIELDS = {
    **dict.fromkeys(("administration:suspend", "administration:reopen", "administration:keep"), ("reason",)),
    "administration:set_parameter": ("value", "valid_from", "1"),
    **dict.fromkeys(("administration:new_organization", "administration:correct_organization"), ORGANIZATION),
    **dict.fromkeys(
        ("administration:new_service", "administration:correct_service"),
        ("name", "specialty", "phone", "seen"),
    ),
    **dict.fromkeys(
        tuple(f"administration:{name}" for name in ("accounts", "merging", "organizations", "services")),
        ("q",),
    ),
    "administration:ask_merge": ("avec", "seen"),
    "administration:referent": ("role", "q"),
    "administration:new_member": ("role", "kind", "started_on", "ended_on", "q"),
    **dict.fromkeys(("administration:end_member", "administration:end_workplace"), ("last_day",)),
    "administration:give_workplace": ("organization", "started_on", "ended_on", "q"),
    "administration:offer": ("request_type", "use_for", "not_for", "prerequisites"),
    "administration:publish_service": ("open",),
    "administration:new_text": ("body", "in_force_on", "follows", "do"),
    "administration:set_last_day": ("day", "reason"),
    "administration:ask_reset": ("reason", "new_email"),
    "administration:give_right": ("right",),
    "administration:take_right": ("right",),
    **dict.fromkeys(
        (
            f"administration:{name}"
            for name in (
                "unblock",
                "confirm_reset",
                "abandon_reset",
                "confirm_merge",
                "abandon_merge",
                "withdraw_text",
                "withdraw_parameter",
                "withdraw_offer",
            )
        ),
        ("unknown",),
    ),
}
"""What each form of the administration reads."""
READ_ONLY = {
    f"administration:{name}" for name in (*LISTS, "account", "text", "parameter", "organization", "service")
} - {"administration:accounts"}
