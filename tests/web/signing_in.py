"""What the tests of sign-in share: somebody with a password, and the digits they received."""

import re
import time
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from telavis.accounts.models import User
from telavis.notifications.models import Delivery
from telavis.web.recent_proof import PROVED
from tests.factories import UserFactory

PASSWORD = "un-mot-de-passe-solide"


def somebody(**fields: Any) -> User:
    """An account that can sign in."""
    user: User = UserFactory(**{"username": "claire", "email": "claire@exemple.fr", **fields})
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def newest_digits() -> str:
    """The code in the last message."""
    found = re.search(r"\b(\d{3}) (\d{3})\b", Delivery.objects.latest("queued_at").body)
    assert found
    return "".join(found.groups())


def give_password(client: Client, **fields: str) -> Any:
    """The first page, filled in."""
    typed = {"identifier": "claire", "password": PASSWORD, "channel": "mail", **fields}
    return client.post("/connexion/", typed)


def sign_in(client: Client, **fields: str) -> Any:
    """Both pages."""
    give_password(client, **fields)
    return client.post("/connexion/code/", {"code": newest_digits()})


def forget_proof(client: Client, seconds: int = 5 * 60 + 1) -> None:
    """As if the last proof had been given so long ago."""
    session = client.session
    session[PROVED] = {**session[PROVED], "at": int(time.time()) - seconds}
    session.save()


def forget_proof_of(page: Page) -> None:
    """The same in the session of a real browser."""
    cookies = {each["name"]: str(each["value"]) for each in page.context.cookies()}
    desk = Client()
    desk.cookies[settings.SESSION_COOKIE_NAME] = cookies[settings.SESSION_COOKIE_NAME]
    forget_proof(desk)


def wrong(digits: str) -> str:
    """Other digits than these."""
    return f"{(int(digits) + 1) % 1_000_000:06d}"
