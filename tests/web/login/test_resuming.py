"""Signing in again over an open page: the same person, nobody else, with both factors."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import User
from telavis.web.session_limits import mark_of
from tests.factories import UserFactory
from tests.web.signing_in import PASSWORD, newest_digits, sign_in, somebody, wrong

pytestmark = pytest.mark.django_db
STATE, RESUME, CODE = "/connexion/session/", "/connexion/session/reprise/", "/connexion/session/reprise/code/"


@pytest.fixture
def claire(settings: Any) -> User:
    settings.DEMO = True
    return somebody()


def state(client: Client) -> Any:
    return client.get(STATE, headers={"X-Telavis-Background": "1"}).json()


def give_password(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post(RESUME, {"person": mark_of(user.pk), "password": password, "channel": "mail"})


def test_the_page_may_ask_how_long_without_making_it_longer(client: Client, claire: User) -> None:
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(minutes=20))
        assert state(client)["left"] == 600
        clock.shift(timedelta(minutes=9))
        assert state(client)["left"] == 60
        clock.shift(timedelta(minutes=2))
        told = state(client)
        assert (told["left"], told["person"], told["renewable"]) == (0, "", False)


def test_staying_renews_at_once_but_never_beyond_twelve_hours(client: Client, claire: User) -> None:
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(seconds=50))
        assert client.post(STATE).json()["left"] == 1800
        for _ in range(35):
            clock.shift(timedelta(minutes=20))
            client.post(STATE)
        clock.shift(timedelta(minutes=18))
        told = client.post(STATE).json()
        assert told["left"] < 120
        assert not told["renewable"]


def test_password_and_code_open_it_again_under_the_page(client: Client, claire: User) -> None:
    assert "par SMS" not in give_password(client, claire).content.decode()
    opened = client.post(CODE, {"person": mark_of(claire.pk), "code": newest_digits()}).json()
    assert opened["person"] == mark_of(claire.pk)
    assert client.get("/mon-compte/").status_code == 200


def test_the_password_alone_opens_nothing(client: Client, claire: User) -> None:
    give_password(client, claire)
    assert state(client)["person"] == ""
    refused = client.post(CODE, {"person": mark_of(claire.pk), "code": wrong(newest_digits())})
    assert "Ce code n’est pas le bon" in refused.content.decode()
    assert state(client)["person"] == ""


def test_another_persons_password_is_refused(client: Client, claire: User) -> None:
    other = UserFactory(username="paul", email="paul@exemple.fr")
    other.set_password("un-autre-mot-de-passe")
    other.save()
    answer = give_password(client, claire, "un-autre-mot-de-passe")
    assert "Ce n’est pas le mot de passe de ce compte" in answer.content.decode()


def test_the_code_of_another_persons_sign_in_does_not_open_this_page(client: Client, claire: User) -> None:
    other = UserFactory(username="paul", email="paul@exemple.fr")
    other.set_password(PASSWORD)
    other.save()
    client.post("/connexion/", {"identifier": "paul", "password": PASSWORD, "channel": "mail"})
    answer = client.post(CODE, {"person": mark_of(claire.pk), "code": newest_digits()})
    assert "Mot de passe" in answer.content.decode()
    assert state(client)["person"] == ""


@pytest.mark.parametrize("mark", ["", "x", "0197:forged", "\u00e9:\u00e9"])
def test_a_mark_that_is_not_ours_leads_nowhere(client: Client, claire: User, mark: str) -> None:
    answer = client.post(RESUME, {"person": mark, "password": PASSWORD, "channel": "mail"})
    assert answer.status_code == 200
    assert client.post(CODE, {"person": mark, "code": "123456"}).status_code == 200
    assert state(client)["person"] == ""


def test_tries_are_counted_as_at_the_door(client: Client, claire: User) -> None:
    for _ in range(5):
        give_password(client, claire, "pas le bon")
    assert "Trop d’essais" in give_password(client, claire).content.decode()


def test_a_suspended_account_is_told_so_after_its_code(client: Client, claire: User) -> None:
    User.objects.filter(pk=claire.pk).update(is_active=False)
    give_password(client, claire)
    answer = client.post(CODE, {"person": mark_of(claire.pk), "code": newest_digits()})
    assert "suspendu" in answer.content.decode()


def test_another_code_may_be_asked_for(client: Client, claire: User) -> None:
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        give_password(client, claire)
        first = newest_digits()
        clock.shift(timedelta(seconds=31))
        answer = client.post(CODE, {"person": mark_of(claire.pk), "again": "1"})
        assert "Un nouveau code est parti" in answer.content.decode()
        client.post(CODE, {"person": mark_of(claire.pk), "code": first})
        assert state(client)["person"] == ""


@pytest.mark.parametrize(("name", "lands"), [("claire", "/mon-compte/"), ("paul", "/")])
def test_only_the_same_person_is_led_back_to_the_page_of_an_ended_session(
    client: Client, claire: User, name: str, lands: str
) -> None:
    other = UserFactory(username="paul", email="paul@exemple.fr")
    other.set_password(PASSWORD)
    other.save()
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        sign_in(client)
        clock.shift(timedelta(minutes=31))
        sent = client.get("/mon-compte/").headers["Location"]
        client.post(
            sent, {"identifier": name, "password": PASSWORD, "channel": "mail", "next": "/mon-compte/"}
        )
        answer = client.post("/connexion/code/", {"code": newest_digits()})
    assert answer.headers["Location"] == lands
