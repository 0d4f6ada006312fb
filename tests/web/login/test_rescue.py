"""«Accès de secours»: what the server's console has shown opens once, soon, and only on a new password."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.utils import timezone

from telavis.accounts.actions import rescue, tries
from telavis.accounts.actions.administrators import recover_administrator
from telavis.accounts.actions.codes import CodeUsed
from telavis.accounts.models import AccountRight, Right, TryCount, User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.cli.console import at_the_console
from tests.web.signing_in import give_password, newest_digits, somebody

pytestmark = pytest.mark.django_db
NEW = "une-autre-phrase-solide"


def word_for(user: User) -> str:
    AccountRight.objects.get_or_create(user=user, right=Right.ADMINISTRATOR)
    return recover_administrator(user.username, by=at_the_console())[2]


def type_word(client: Client, word: str) -> Any:
    return client.post("/connexion/secours/", {"word": word}, follow=True)


def choose(client: Client) -> Any:
    return client.post("/connexion/oubli/mot-de-passe/", {"password": NEW, "again": NEW}, follow=True)


def is_refused(answer: Any) -> bool:
    return "Ce mot de passe ne vaut pas" in answer.text


def test_the_word_leads_to_a_new_password_and_then_to_a_code(client: Client):
    user = somebody()
    assert "Choisissez un nouveau mot de passe" in type_word(client, word_for(user)).text
    choose(client)
    assert client.get("/mon-compte/").status_code == 302
    assert give_password(client, password=NEW)["Location"] == "/connexion/code/"
    assert client.post("/connexion/code/", {"code": newest_digits()})["Location"] == "/mon-compte/connexion/"


def test_its_use_is_traced(client: Client):
    user = somebody()
    type_word(client, word_for(user))
    choose(client)
    given, used = AuditEvent.objects.filter(action=AuditAction.RECOVER).order_by("pk")
    assert (given.user_label, given.object_id) == ("console du serveur", user.pk)
    assert (used.user_id, used.detail) == (user.pk, {"by": "console"})


@pytest.mark.parametrize(
    "written", [str.upper, lambda word: word.replace("-", " "), lambda word: f" {word} "]
)
def test_it_may_be_typed_as_people_type(client: Client, written: Any):
    assert not is_refused(type_word(client, written(word_for(somebody()))))


def test_it_serves_once(client: Client):
    word = word_for(somebody())
    type_word(client, word)
    elsewhere = Client()
    assert is_refused(type_word(elsewhere, word))
    assert choose(elsewhere).redirect_chain[-1][0] == "/connexion/oubli/"


def test_after_fifteen_minutes_it_no_longer_opens(client: Client):
    word = word_for(somebody())
    with time_machine.travel(timezone.now() + timedelta(minutes=15), tick=False):
        assert is_refused(type_word(client, word))


def test_another_word_takes_the_place_of_the_one_before(client: Client):
    user = somebody()
    former, word = word_for(user), word_for(user)
    assert is_refused(type_word(client, former))
    assert not is_refused(type_word(client, word))


def test_whoever_guesses_is_stopped(client: Client):
    word_for(somebody())
    TryCount.objects.all().delete()
    for _ in range(tries.PASSWORD_FROM_ADDRESS.most):
        assert is_refused(type_word(client, "aaaa-aaaa-aaaa-aaaa-aaaa"))
    assert "Trop d’essais" in type_word(client, "aaaa-aaaa-aaaa-aaaa-aaaa").text


@pytest.mark.django_db(transaction=True)
def test_of_two_who_type_it_at_once_one_gets_in():
    word = word_for(somebody())

    def use(_: int) -> bool:
        try:
            rescue.use_word(word, address="127.0.0.1")
        except CodeUsed:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=4) as hands:
        assert sorted(hands.map(use, range(4))) == [False, False, False, True]
