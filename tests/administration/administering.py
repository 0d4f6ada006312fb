"""Who administers, for the tests of their acts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.accounts.models import AccountRight, OpenSession, Right, User
from telavis.audit.models import AuditEvent
from telavis.audit.queries import acts_upon
from telavis.directory.actors import Actor
from telavis.values.refused import Refused
from tests.factories import UserFactory


def administrator(*, since: timedelta = timedelta(days=30), **columns: object) -> Actor:
    user = UserFactory(**columns)
    AccountRight.objects.create(user=user, right=Right.ADMINISTRATOR, granted_at=timezone.now() - since)
    return Actor(user=user)


def last_act(user: User) -> AuditEvent:
    event = acts_upon(user.pk).first()
    assert event is not None
    return event


def sentence(act: Callable[[], object]) -> str:
    """Why it is refused."""
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value.sentence


def open_session(user: User) -> OpenSession:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return OpenSession.objects.get(user=user)
