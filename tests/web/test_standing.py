"""The door to accounts that are not open."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from telavis.accounts.models import Standing, User
from tests.architecture.test_urls import walk
from tests.web.factors.having import OF_ONE, OWN
from tests.web.personas import Cast
from tests.web.signing_in import somebody
from tests.web.test_permissions import APPLICANTS, DOORS, address_of

pytestmark = pytest.mark.django_db

CLOSED: dict[str, dict[str, Any]] = {
    "not approved": {"standing": Standing.PENDING},
    "suspended": {"standing": Standing.SUSPENDED},
    "expired": {"expires_on": date(2026, 1, 1)},
}
THEIRS = {
    *("account:index", "account:codes", "account:password", "account:sessions", "account:close_session"),
    *("registration:texts", *APPLICANTS),
    *("login:confirm", "login:confirm_code", "login:confirmed", "login:confirm_by_provider"),
    *("account:mail", "account:prove_mail", "account:mobile", "account:prove_mobile", "account:unlink"),
    *("factors:app_picture", *OWN, *OF_ONE),
}
"""All that a closed account reaches, besides the public pages; nothing clinical stands behind them."""


@pytest.fixture
def client() -> Client:
    browser = Client()
    browser.force_login(somebody(standing=Standing.SUSPENDED))
    return browser


@pytest.mark.parametrize("header", [{"HX-Request": "true"}, {"X-Telavis-Background": "1"}])
def test_a_part_of_a_page_is_refused_without_a_page_in_its_place(client: Client, header: dict[str, str]):
    answer = client.get("/", headers=header)
    assert (answer.status_code, answer.content) == (403, b"")


def test_the_pages_for_any_account_are_those_of_the_list():
    marked = {
        f"{place}:{pattern.name}"
        for place, _, pattern in walk(get_resolver())
        if getattr(pattern.callback, "is_for_any_account", False)
    }
    leaving = {"login:sign_out", "account:close_all_sessions"}  # they lead out, whoever presses
    assert marked == THEIRS | leaving


def test_a_closed_account_reaches_nothing_but_its_own_state(cast: Cast):
    addresses = {name: address_of(name, cast) for name in DOORS}
    _close(cast, "suspended")
    reached = {name for name, address in addresses.items() if not _turned_away(cast, name, address)}
    assert reached == THEIRS


@pytest.mark.parametrize("why", CLOSED)
@pytest.mark.parametrize("name", ["home:index", "thread:file", "compose:form", "administration:accounts"])
def test_an_account_is_closed_for_each_of_these_reasons(why: str, name: str, cast: Cast):
    address = address_of(name, cast)
    _close(cast, why)
    assert _turned_away(cast, name, address)


def test_a_closed_account_gets_out(client: Client):
    client.post("/connexion/sortie/")
    assert client.get("/mon-compte/")["Location"].startswith("/connexion/")


def test_the_pages_of_a_closed_account_have_no_way_to_the_others(client: Client):
    shown = client.get("/mon-compte/").content.decode()
    assert "Vue activité" not in shown


def _turned_away(cast: Cast, name: str, address: str) -> bool:
    """Whoever it would open to comes, with an account that is closed."""
    browser = cast.browser("administrator" if "administrator" in DOORS[name].opens_to else "requester")
    answers = (browser.get(address), browser.post(address))
    return all(
        (answer.status_code, answer.get("Location")) == (302, "/inscription/suivi/") for answer in answers
    )


def _close(cast: Cast, why: str) -> None:
    theirs = [cast.users[who].pk for who in ("requester", "administrator")]
    User.objects.filter(pk__in=theirs).update(**CLOSED[why])
