"""The door to accounts that are not open, besides the walk of `test_permissions.py`."""

import pytest
from django.test import Client
from django.urls import get_resolver

from telavis.accounts.models import Standing
from tests.architecture.test_urls import walk
from tests.web.signing_in import somebody
from tests.web.test_permissions import THEIRS

pytestmark = pytest.mark.django_db


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


def test_a_closed_account_gets_out(client: Client):
    client.post("/connexion/sortie/")
    assert client.get("/mon-compte/")["Location"].startswith("/connexion/")


def test_the_pages_of_a_closed_account_have_no_way_to_the_others(client: Client):
    shown = client.get("/mon-compte/").content.decode()
    assert "Vue activité" not in shown
