"""A browser in which somebody is signed in already, and everybody who could come to an address."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from playwright.sync_api import BrowserContext

from telavis.directory.models import PractitionerRole
from telavis.parameters.models import Parameter
from telavis.web import session_limits
from tests.factories import ServiceRequestFactory
from tests.web.personas import SIGNED_OUT, Cast, make_cast


@pytest.fixture
def sign_in(live_server: Any, context: BrowserContext) -> Callable[[PractitionerRole], None]:
    """Give the browser the session of this person."""

    def give(role: PractitionerRole) -> None:
        client = Client()
        client.force_login(role.practitioner.user)
        key = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])

    return give


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Made once, signed in once, in a transaction that is undone after the last test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_cast(ServiceRequestFactory(taken=True))
        # the walk may last; that some doors want a recent proof is walked in test_recent_proof.py
        Parameter.objects.create(key="recent_proof_minutes", valid_from=date(2026, 1, 1), value=600)
        made.sign_in([*made.users, SIGNED_OUT])
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def cast(everybody: Cast, db: None, monkeypatch: pytest.MonkeyPatch) -> Cast:
    """However long the walk, nobody's session ends on the way: a slow machine is no fault of the doors."""
    monkeypatch.setattr(session_limits, "LONGEST_IDLE", session_limits.LONGEST)
    return everybody
