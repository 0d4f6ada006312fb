"""My sessions: seen, closed one by one or all at once; nobody else's."""

from typing import Any

import pytest
from django.test import Client

from telavis.accounts.models import OpenSession, TryCount, User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.values.devices import device_words, shortened
from tests.factories import UserFactory
from tests.web.signing_in import PASSWORD, give_password, newest_digits, sign_in, somebody, wrong

pytestmark = pytest.mark.django_db
PAGE, CLOSE, EVERYWHERE = (
    "/mon-compte/sessions/",
    "/mon-compte/sessions/fermer/",
    "/mon-compte/sessions/tout-fermer/",
)
WARD = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def claire(settings: Any) -> User:
    settings.DEMO = True
    return somebody()


def browser(agent: str = WARD, **origin: Any) -> Client:
    client = Client(headers={"user-agent": agent}, **origin)
    sign_in(client)
    return client


def test_each_session_says_device_network_and_last_act(claire: User) -> None:
    browser(REMOTE_ADDR="192.0.2.17")
    shown = browser("Mozilla/5.0 (iPhone) Version/18.0 Safari/605").get(PAGE).content.decode()
    assert "Firefox sur Windows" in shown
    assert "Safari sur un iPhone" in shown
    assert "192.0.2.…" in shown
    assert "192.0.2.17" not in shown
    assert shown.count("Cette session") == 1
    assert "Connexion par mot de passe et code" in shown


def test_what_was_refused_before_a_sign_in_and_since_is_told(claire: User) -> None:
    stranger, desk = Client(REMOTE_ADDR="198.51.100.9"), Client(REMOTE_ADDR="192.0.2.17")
    for _ in range(2):
        give_password(stranger, password="pas le bon")
    give_password(desk)
    desk.post("/connexion/code/", {"code": wrong(newest_digits())})
    desk.post("/connexion/code/", {"code": newest_digits()})
    shown = words_of(desk, PAGE)
    assert "après 3 essais refusés (le dernier à l’instant, réseau 192.0.2.…)" in shown
    assert "depuis votre dernière connexion" not in shown
    give_password(stranger, password="pas le bon")
    for address in (PAGE, "/mon-compte/"):
        since = "1 essai refusé (à l’instant, réseau 198.51.100.…), depuis votre dernière connexion"
        assert since in words_of(desk, address)
    assert "198.51.100.9" not in str(TryCount.objects.values())


def words_of(desk: Client, address: str) -> str:
    return str(desk.get(address).content.decode()).replace("\u00a0", " ")


def test_no_page_shows_the_key_that_opens_a_session(claire: User) -> None:
    browser()
    shown = browser().get(PAGE).content.decode()
    assert not any(key in shown for key in OpenSession.objects.values_list("session_key", flat=True))


def test_a_closed_session_is_out_at_its_next_act_and_the_other_goes_on(claire: User) -> None:
    ward, desk = browser(), browser()
    handle = ward.session["handle"]
    desk.post(CLOSE, {"session": handle})
    assert ward.get(PAGE).status_code == 302
    assert desk.get(PAGE).status_code == 200
    assert AuditEvent.objects.filter(action=AuditAction.SIGN_OUT, detail={"by": "another session"}).exists()


def test_everywhere_is_here_too(claire: User) -> None:
    ward, desk = browser(), browser()
    answer = desk.post(EVERYWHERE, follow=True)
    assert "déconnecté de tous vos appareils" in answer.content.decode()
    assert ward.get(PAGE).status_code == desk.get(PAGE).status_code == 302
    assert not OpenSession.objects.filter(user=claire).exists()


def test_a_new_password_leaves_this_session_in_the_list_under_its_new_key(claire: User) -> None:
    desk = browser()
    new = "une-autre-phrase-solide"
    desk.post("/mon-compte/mot-de-passe/", {"present": PASSWORD, "password": new, "again": new})
    assert desk.get(PAGE).content.decode().count("Firefox sur Windows") == 1


def test_nobody_closes_or_sees_another_persons_session(claire: User) -> None:
    theirs = browser()
    other = Client()
    other.force_login(UserFactory())
    assert other.post(CLOSE, {"session": theirs.session["handle"]}).status_code == 404
    assert "Firefox sur Windows" not in other.get(PAGE).content.decode()
    other.post(EVERYWHERE)
    assert theirs.get(PAGE).status_code == 200


@pytest.mark.parametrize("handle", ["", "x", "0" * 32])
def test_what_names_no_session_closes_none(claire: User, handle: str) -> None:
    assert browser().post(CLOSE, {"session": handle}).status_code == 404


def test_a_stranger_browser_and_address_have_words_too() -> None:
    assert device_words("<script>") == "Un navigateur inconnu"
    assert shortened("2001:db8:12:34::1") == "2001:db8:12:…"
    assert shortened("nowhere") == ""
