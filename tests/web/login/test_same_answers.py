"""Nothing in an answer tells whether an account exists: status, headers, words and size are the same to the byte."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.factories import PractitionerFactory
from tests.web.signing_in import PASSWORD, somebody

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "claire", "eclair"
TOKEN = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")\w{64}')
BY_THE_CLOCK = {"x-request-id", "expires"}


@pytest.fixture(autouse=True)
def account(settings: Any) -> None:
    settings.DEMO = True
    somebody()


def seen(answer: Any, name: str) -> tuple[int, int, dict[str, str], bytes]:
    """What the other end sees, with the name that it typed and the token of its form set aside."""
    told = {each.lower(): value for each, value in answer.items() if each.lower() not in BY_THE_CLOCK}
    body = TOKEN.sub(b"", answer.content).replace(name.encode(), b"NAME")
    return answer.status_code, len(answer.content), told, body


def cookies_of(answer: Any) -> set[str]:
    return {f"{name} {len(morsel.value)}" for name, morsel in answer.cookies.items()}


def both(path: str, **typed: str) -> list[tuple[Any, Any]]:
    """The answers to each name, from a browser of its own; {name} stands for it."""
    pairs = []
    for name in (KNOWN, UNKNOWN):
        client = Client()
        client.get(path)
        answer = client.post(path, {field: text.format(name=name) for field, text in typed.items()})
        pairs.append((seen(answer, name), cookies_of(answer)))
    return pairs


@pytest.mark.parametrize("password", ["pas le bon", "x" * 1000])
def test_signing_in_with_a_wrong_password(password: str):
    known, unknown = both("/connexion/", identifier="{name}", password=password, channel="mail")
    assert known == unknown


def test_signing_in_once_too_often():
    for _ in range(5):
        both("/connexion/", identifier="{name}", password="pas le bon", channel="mail")
    known, unknown = both("/connexion/", identifier="{name}", password=PASSWORD, channel="mail")
    assert known == unknown
    assert "Trop d’essais" in known[0][3].decode()


@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_asking_to_recover(channel: str):
    known, unknown = both("/connexion/oubli/", identifier="{name}", channel=channel)
    assert known == unknown
    assert known[0][0] == 302


def test_the_page_that_waits_for_the_code_and_its_refusals():
    told = []
    for name in (KNOWN, UNKNOWN):
        client = Client()
        client.post("/connexion/oubli/", {"identifier": name, "channel": "mail"})
        answers = [client.get("/connexion/oubli/code/")]
        answers += [client.post("/connexion/oubli/code/", {"code": "000000"}) for _ in range(6)]
        told.append([seen(answer, name) for answer in answers])
    assert told[0] == told[1]


def test_asking_to_recover_once_too_often():
    for _ in range(5):
        both("/connexion/oubli/", identifier="{name}", channel="mail")
    known, unknown = both("/connexion/oubli/", identifier="{name}", channel="mail")
    assert known == unknown
    assert "Plusieurs codes" in known[0][3].decode()


@pytest.mark.parametrize(
    ("path", "typed"), [("/connexion/", {"password": "faux"}), ("/connexion/oubli/", {"channel": "mail"})]
)
def test_one_number_written_in_several_ways_is_counted_once_with_and_without_an_account(
    path: str, typed: dict[str, str]
):
    PractitionerFactory(rpps="10100997245")
    seen_of = []
    for number in ("10100997245", "10100997252"):
        ways = [number, f"{number[:5]} {number[5:]}", f"{number[:5]}-{number[5:]}"] * 2
        shown = [post(path, way, typed) for way in ways]
        seen_of.append(["Trop d’essais" in each or "Plusieurs codes" in each for each in shown])
    assert seen_of[0] == seen_of[1]
    assert seen_of[0][-1]


@pytest.mark.parametrize(
    ("path", "typed"), [("/connexion/", {"password": "faux"}), ("/connexion/oubli/", {"channel": "mail"})]
)
def test_tries_under_one_name_tell_nothing_of_another_name(path: str, typed: dict[str, str]):
    for _ in range(5):
        post(path, KNOWN, typed)
    shown = post(path, "claire@exemple.fr", typed)
    assert "Trop d’essais" not in shown
    assert "Plusieurs codes" not in shown


def post(path: str, name: str, typed: dict[str, str]) -> str:
    answer = Client().post(path, {"identifier": name, "channel": "mail", **typed})
    return str(answer.content.decode())
