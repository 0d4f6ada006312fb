"""Somebody who has an account and somebody who has none are answered alike: same pages, same statements."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from telavis.accounts.models import User
from telavis.notifications.models import Delivery
from tests.factories import UserFactory
from tests.jobs import work_here
from tests.registrations.applying import EMAIL, NUMBER, PASSWORD, known_professional
from tests.web.registration.signing_up import (
    MOBILE_TYPED,
    boxes,
    choose_first_place,
    give_contact,
    give_number,
    page,
    sign_up,
    without_token,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_moment() -> Iterator[None]:
    """The seconds left before another code are those of the clock, which stands still here."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


def statements(do: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        do()
    return [query["sql"].split(" ")[0] for query in captured]


def hold_an_account() -> None:
    who = known_professional()
    who.user = UserFactory(email="titulaire@exemple.fr")
    who.save(update_fields=["user"])


def test_a_number_with_an_account_gets_the_same_first_page_at_the_same_cost():
    typed = {"rpps": NUMBER, "family_name": "Dubois", **boxes()}
    who = known_professional()
    free = statements(lambda: Client().post("/inscription/", typed))
    shown = page(give_number(Client()))
    who.user = UserFactory()
    who.save(update_fields=["user"])
    assert statements(lambda: Client().post("/inscription/", typed)) == free
    assert without_token(page(give_number(Client()))) == without_token(shown)


@pytest.mark.usefixtures("one_moment")
def test_an_address_with_an_account_gets_the_same_page_at_the_same_cost():
    known_professional()
    asked, shown = [], []
    for _ in range(2):
        client = Client()
        give_number(client)
        choose_first_place(client)
        typed = {"email": EMAIL, "mobile": MOBILE_TYPED, "password": PASSWORD}
        asked.append(
            statements(lambda client=client, typed=typed: client.post("/inscription/compte/", typed))
        )
        shown.append(without_token(page(client.get("/inscription/adresse/"))))
        UserFactory.create_batch(1 - User.objects.filter(email=EMAIL).count(), email=EMAIL)
    assert asked[0] == asked[1]
    assert shown[0] == shown[1]


@pytest.mark.usefixtures("one_moment")
def test_a_wrong_code_is_answered_alike(client: Client):
    known_professional()
    stranger = Client()
    for each, email in ((client, EMAIL), (stranger, "titulaire@exemple.fr")):
        give_number(each)
        choose_first_place(each)
        give_contact(each, email=email)
        UserFactory(email="titulaire@exemple.fr") if each is client else None
    for _ in range(6):
        answers = [
            page(each.post("/inscription/adresse/", {"code": "000000"})) for each in (client, stranger)
        ]
        alike = [without_token(shown).replace("titulaire@exemple.fr", EMAIL) for shown in answers]
        assert alike[0] == alike[1]


def test_to_the_end_a_number_with_an_account_is_answered_as_another(client: Client):
    hold_an_account()
    shown = page(sign_up(client))
    work_here("registrations.tell_others")
    assert "Votre inscription est envoyée" in shown
    assert (
        Delivery.objects.filter(address="titulaire@exemple.fr", subject__contains="déjà un compte").count()
        == 1
    )
