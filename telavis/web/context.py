"""What every template may say of the site and of the person."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site": {"name": "Télavis", "contact_email": settings.CONTACT_EMAIL, "is_demo": settings.DEMO},
        "actor": getattr(request, "actor", None),
    }
