"""What every template may say of the site and of the person."""

from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from telavis.accounts.models import Right
from telavis.patients.permissions import is_identity_desk
from telavis.services.queries import Place, coordinates_any, places_of
from telavis.web import session_limits


def site(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    places = cast("Mapping[UUID, Place]", SimpleLazyObject(lambda: places_of(actor) if actor else {}))
    return {
        "site": {"name": "Télavis", "contact_email": settings.CONTACT_EMAIL, "is_demo": settings.DEMO},
        "actor": actor,
        # Asked of the database only where the template asks.
        "answers": SimpleLazyObject(lambda: bool(places)),
        "coordinates": SimpleLazyObject(lambda: coordinates_any(places)),
        "administers": SimpleLazyObject(lambda: actor is not None and actor.has(Right.ADMINISTRATOR)),
        "watches_identities": SimpleLazyObject(lambda: actor is not None and is_identity_desk(actor)),
        "session_end": SimpleLazyObject(lambda: _session_end(request)),
        "workplaces": getattr(request, "workplaces", []),
    }


def _session_end(request: HttpRequest) -> dict[str, Any]:
    """What a page must know to warn before the session ends, and to open it again for the same person."""
    return {
        "mark": session_limits.mark_of(request.user.pk),
        "left": session_limits.seconds_left(request),
        "warned_before": session_limits.WARNED_BEFORE,
    }
