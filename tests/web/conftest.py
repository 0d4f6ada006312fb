"""A browser in which somebody is signed in already."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext

from telavis.directory.models import PractitionerRole


@pytest.fixture
def sign_in(live_server: Any, context: BrowserContext) -> Callable[[PractitionerRole], None]:
    """Give the browser the session of this person."""

    def give(role: PractitionerRole) -> None:
        client = Client()
        client.force_login(role.practitioner.user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])

    return give
