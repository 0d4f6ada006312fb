"""«J’ai oublié mon identifiant ou mon mot de passe»: the same for everybody, and never a way round the code."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from telavis.accounts.models import TryCount, User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.notifications.models import Channel, Delivery
from tests.jobs import work_here
from tests.web.signing_in import give_password, newest_digits, sign_in, somebody, wrong

pytestmark = pytest.mark.django_db
NEW = "une-autre-phrase-solide"


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


def page(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def ask(client: Client, identifier: str = "claire", channel: str = "mail") -> Any:
    answer = client.post("/connexion/oubli/", {"identifier": identifier, "channel": channel}, follow=True)
    work_here("login.send_recovery_code")
    return answer


def type_code(client: Client, code: str) -> Any:
    return client.post("/connexion/oubli/code/", {"code": code}, follow=True)


def choose(client: Client, password: str = NEW, again: str = "") -> Any:
    typed = {"password": password, "again": again or password}
    return client.post("/connexion/oubli/mot-de-passe/", typed, follow=True)


def test_code_then_new_password_then_the_name_again(client: Client) -> None:
    user = somebody()
    ask(client)
    assert "Votre identifiant est <strong>claire</strong>" in page(type_code(client, newest_digits()))
    answer = choose(client)
    assert "Votre identifiant est «\u202fclaire\u202f»\u202f: connectez-vous" in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert AuditEvent.objects.get(action=AuditAction.RECOVER).user_id == user.pk


def test_recovery_opens_no_session_a_second_code_is_asked(client: Client) -> None:
    somebody()
    ask(client)
    type_code(client, newest_digits())
    choose(client)
    assert client.get("/mon-compte/").status_code == 302
    assert give_password(client, password=NEW)["Location"] == "/connexion/code/"
    assert client.get("/mon-compte/").status_code == 302


def test_the_owner_is_told_that_the_password_changed(client: Client) -> None:
    somebody()
    ask(client)
    type_code(client, newest_digits())
    choose(client)
    letter = Delivery.objects.latest("queued_at")
    assert letter.address == "claire@exemple.fr"
    assert "Ce n’est pas vous" in letter.body


def test_the_code_may_come_by_sms(client: Client) -> None:
    somebody()
    ask(client, channel="sms")
    assert Delivery.objects.get().channel == Channel.SMS


def test_sessions_opened_with_the_former_password_are_closed(client: Client) -> None:
    somebody()
    elsewhere = Client()
    sign_in(elsewhere)
    ask(client)
    type_code(client, newest_digits())
    choose(client)
    assert elsewhere.get("/mon-compte/").status_code == 302


def test_a_blocked_account_opens_again(client: Client) -> None:
    somebody()
    give_password(client, password="pas le bon")
    TryCount.objects.update(failures=100)
    ask(client)
    type_code(client, newest_digits())
    choose(client)
    assert give_password(client, password=NEW)["Location"] == "/connexion/code/"


def test_an_unknown_address_gets_the_same_pages_and_no_message(client: Client) -> None:
    somebody()
    known = page(ask(client))
    unknown = page(ask(Client(), identifier="personne@exemple.fr"))
    assert "Si un compte correspond" in known
    assert _without_token(known) == _without_token(unknown)
    assert Delivery.objects.count() == 1


def _without_token(shown: str) -> str:
    return "\n".join(line for line in shown.splitlines() if "CSRFToken" not in line and "csrf" not in line)


def test_an_unknown_address_costs_the_same_statements() -> None:
    somebody()
    statements = []
    for name in ("claire", "personne"):
        with CaptureQueriesContext(connection) as captured:
            Client().post("/connexion/oubli/", {"identifier": name, "channel": "mail"})
        statements.append([query["sql"].split(" ")[0] for query in captured])
    assert statements[0] == statements[1]


def test_wrong_codes_end_alike_with_and_without_an_account(client: Client) -> None:
    somebody()
    ask(client)
    stranger = Client()
    ask(stranger, identifier="personne")
    code = wrong(newest_digits())
    for _ in range(6):
        assert _without_token(page(type_code(client, code))) == _without_token(
            page(type_code(stranger, code))
        )


def test_a_suspended_account_receives_nothing(client: Client) -> None:
    somebody(is_active=False)
    ask(client)
    assert not Delivery.objects.exists()


def test_five_codes_an_hour_and_not_one_more(client: Client) -> None:
    somebody()
    for _ in range(5):
        ask(client)
    assert "Plusieurs codes vous ont déjà été envoyés" in page(ask(client))
    assert Delivery.objects.count() == 5


def test_without_the_code_no_password_is_changed(client: Client) -> None:
    somebody()
    ask(client)
    assert "recommencez ici" in page(choose(client))
    assert not User.objects.get().check_password(NEW)


def test_the_proof_lasts_a_quarter_of_an_hour(client: Client) -> None:
    somebody()
    ask(client)
    type_code(client, newest_digits())
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        choose(client)
    assert not User.objects.get().check_password(NEW)


@pytest.mark.parametrize(
    ("password", "again", "sentence"),
    [
        ("court", "court", "12 caractères"),
        ("passwordpassword", "passwordpassword", "trop courant"),
        ("123456789012345", "123456789012345", "numérique"),
        (NEW, "une-autre-phrase", "ne sont pas les mêmes"),
        ("", "", "Entrez un nouveau mot de passe"),
        ("a\x00bcdefghijklmnop", "a\x00bcdefghijklmnop", "caractère"),
        ("é" * 10_000, "é" * 10_000, "1000"),
    ],
)
def test_a_password_that_will_not_do_gets_a_sentence(
    client: Client, password: str, again: str, sentence: str
) -> None:
    somebody()
    ask(client)
    type_code(client, newest_digits())
    assert sentence in page(choose(client, password, again))
    assert User.objects.get().check_password("un-mot-de-passe-solide")


def test_what_a_field_is_refused_for_is_typeset(client: Client) -> None:
    somebody()
    ask(client)
    type_code(client, newest_digits())
    assert "trop courant\u202f: un mot connu" in choose(client, "passwordpassword").content.decode()
