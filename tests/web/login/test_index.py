"""The first page: identifier, password, and how the code shall come."""

from typing import Any

import pytest
from django.test import Client

from telavis.accounts.models import OneTimeCode, TryCount
from telavis.notifications.models import Channel, Delivery
from tests.factories import PractitionerFactory
from tests.web.signing_in import PASSWORD, give_password, somebody

pytestmark = pytest.mark.django_db
REFUSED = "Identifiant ou mot de passe incorrect"


def page(answer: Any) -> str:
    return str(answer.content.decode())


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


def test_the_words_of_the_memo_stand_on_the_page(client: Client) -> None:
    shown = page(client.get("/connexion/"))
    for words in (
        *("J’ai déjà un compte", "Je m’inscris", "Je me connecte", "Authentification forte"),
        *("Identifiant", "Mot de passe", "J’ai oublié mon identifiant ou mon mot de passe"),
        "Pour une sécurité optimale, vous allez recevoir un code par e-mail ou par SMS.",
        "Comment voulez-vous recevoir votre code\u202f?",
        *("par SMS", "par e-mail", "Recevoir mon code"),
    ):
        assert words in shown


@pytest.mark.parametrize("typed", ["claire", "CLAIRE", " Claire ", "Claire@Exemple.fr", "10100997245"])
def test_user_name_address_and_rpps_all_lead_to_the_account(client: Client, typed: str) -> None:
    PractitionerFactory(user=somebody(), rpps="10100997245")
    answer = give_password(client, identifier=typed)
    assert (answer.status_code, answer["Location"]) == (302, "/connexion/code/")


@pytest.mark.parametrize(
    ("channel", "sent_by", "to"),
    [("mail", Channel.MAIL, "claire@exemple.fr"), ("sms", Channel.SMS, "+33600000000")],
)
def test_the_code_leaves_by_the_channel_that_was_chosen(
    client: Client, channel: str, sent_by: Channel, to: str
) -> None:
    somebody()
    give_password(client, channel=channel)
    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.address, delivery.holds_a_secret) == (sent_by, to, True)


def test_without_a_mobile_the_code_leaves_by_mail(client: Client) -> None:
    somebody(mobile="")
    give_password(client, channel="sms")
    assert Delivery.objects.get().channel == Channel.MAIL


def test_without_any_way_to_be_reached_the_page_says_whom_to_write_to(client: Client) -> None:
    somebody(mobile="", email="")
    answer = client.post(
        "/connexion/", {"identifier": "claire", "password": PASSWORD, "channel": "sms"}, follow=True
    )
    assert "ni adresse e-mail ni mobile" in page(answer)


def test_where_no_sms_can_leave_none_is_offered(client: Client, settings: Any) -> None:
    settings.DEMO, settings.SMS_GATEWAY = False, ""
    somebody()
    assert "par SMS" not in page(client.get("/connexion/")).split("Authentification forte")[1]
    client.post("/connexion/", {"identifier": "claire", "password": PASSWORD})
    assert Delivery.objects.get().channel == Channel.MAIL


def test_a_wrong_password_and_an_unknown_name_get_the_same_page(client: Client) -> None:
    somebody()
    wrong = page(give_password(client, password="pas le bon"))
    unknown = page(give_password(Client(), identifier="claire2", password="pas le bon"))
    assert REFUSED in wrong
    assert _without_token(wrong) == _without_token(unknown).replace("claire2", "claire")


def _without_token(shown: str) -> str:
    return "\n".join(line for line in shown.splitlines() if "CSRFToken" not in line and "csrf" not in line)


def test_an_unknown_name_costs_one_comparison_of_passwords_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from telavis.accounts.actions import passwords

    compared: list[str] = []
    monkeypatch.setattr(passwords, "check_password", lambda raw, encoded: compared.append(encoded))
    give_password(client, identifier="personne")
    assert compared == [passwords._nobodys_password()]


def test_five_wrong_passwords_close_the_account_for_a_moment(client: Client) -> None:
    somebody()
    for _ in range(5):
        assert REFUSED in page(give_password(client, password="pas le bon"))
    assert "Trop d’essais. Réessayez dans" in page(give_password(client))
    assert not OneTimeCode.objects.exists()


def test_an_unknown_name_is_closed_for_a_moment_too(client: Client) -> None:
    for _ in range(5):
        assert REFUSED in page(give_password(client, identifier="personne"))
    assert "Trop d’essais. Réessayez dans" in page(give_password(client, identifier="Personne "))


def test_a_name_that_was_blocked_for_good_says_what_to_do(client: Client) -> None:
    somebody()
    give_password(client, password="pas le bon")
    TryCount.objects.update(failures=100)
    shown = page(give_password(client))
    assert "cet identifiant est bloqué" in shown
    assert "aide@telavis.example" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"identifier": "", "password": ""}, "Entrez votre identifiant."),
        ({"identifier": "claire", "password": ""}, "Entrez votre mot de passe."),
        ({"identifier": "cla\x00ire", "password": "x"}, "caractère"),
        ({"identifier": "claire", "password": "a\x00b"}, "caractère"),
        ({"identifier": "é" * 10_000, "password": "x"}, "254"),
        ({"identifier": "claire", "password": "é" * 10_000}, "1000"),
        ({"identifier": "claire", "password": "x", "channel": "pigeon"}, "pigeon"),
        ({"identifier": "<script>alert(1)</script>", "password": "x"}, REFUSED),
    ],
)
def test_whatever_is_typed_gets_a_sentence(client: Client, typed: dict[str, str], sentence: str) -> None:
    answer = client.post("/connexion/", {"channel": "mail", **typed})
    assert answer.status_code == 200
    assert sentence in page(answer).replace("\u202f", "")
    assert "<script>alert" not in page(answer)


@pytest.mark.parametrize(
    "elsewhere", ["https://mal.example/", "//mal.example", "javascript:alert(1)", "/\\mal"]
)
def test_nobody_is_led_elsewhere_after_signing_in(client: Client, elsewhere: str) -> None:
    assert 'name="next"' not in page(client.get("/connexion/", {"next": elsewhere}))


def test_the_password_is_never_written_back_into_the_page(client: Client) -> None:
    assert "secret-tapé" not in page(give_password(client, password="secret-tapé"))


def test_closed_pages_lead_here_and_back(client: Client) -> None:
    answer = client.get("/mon-compte/")
    assert answer["Location"] == "/connexion/?next=/mon-compte/"
    assert 'value="/mon-compte/"' in page(client.get(answer["Location"]))
