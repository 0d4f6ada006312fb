"""After the password, or in its place: a passkey, an application, a recovery code; never less than one has."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from telavis.accounts.actions import recovery_codes
from telavis.accounts.actions.authenticator_apps import digits_at, step_now
from telavis.accounts.models import AccountRight, ExternalIdentity, Passkey, Right, Standing, User
from telavis.accounts.sealing import unseal
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import actor_for
from telavis.notifications.models import Delivery
from telavis.parameters.models import Parameter
from telavis.web.factors.apps import PENDING
from tests.device import Device
from tests.jobs import work_here
from tests.web.factors.having import a_passkey, an_app, digits_now
from tests.web.signing_in import PASSWORD, give_password, newest_digits, sign_in, somebody

pytestmark = pytest.mark.django_db
NEW = "une autre phrase de passe"


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def claire() -> User:
    return somebody()


def is_signed_in(client: Client) -> bool:
    return client.get("/mon-compte/sessions/").status_code == 200


def by_passkey(client: Client, device: Device, **typed: str) -> Any:

    options = client.post("/connexion/cle/question/").json()
    return client.post("/connexion/cle/", {"credential": json.dumps(device.answer(options)), **typed})


def last_sign_in() -> AuditEvent:
    return AuditEvent.objects.filter(action=AuditAction.SIGN_IN).latest("pk")


def only(*factors: str, since: int = 0) -> None:
    """What the operator allows from that day on."""
    day = timezone.localdate() + timedelta(days=since)
    Parameter.objects.create(key="sign_in_factors", valid_from=day, value=list(factors))


# --- passkeys ----------------------------------------------------------------------------------------------------
def test_a_passkey_alone_opens_the_session_and_is_told_to_the_journal(client: Client, claire: User):
    device = Device()
    a_passkey(claire, device)
    assert by_passkey(client, device, next="/mon-compte/")["Location"] == "/mon-compte/"
    assert is_signed_in(client)
    assert last_sign_in().detail == {"factors": ["passkey"]}


def test_a_passkey_answers_the_browser_that_was_asked(client: Client, claire: User):

    device = Device()
    a_passkey(claire, device)
    options = client.post("/connexion/cle/question/").json()
    thief = Client()
    thief.post("/connexion/cle/", {"credential": json.dumps(device.answer(options))})
    assert not is_signed_in(thief)


def test_a_passkey_opens_whatever_strangers_have_failed_at(client: Client, claire: User):
    device = Device()
    a_passkey(claire, device)
    for _ in range(8):
        Client().post("/connexion/", {"identifier": "claire", "password": "faux", "channel": "mail"})
    by_passkey(client, device)
    assert is_signed_in(client)


def test_the_question_is_the_same_whoever_asks(client: Client, claire: User):
    a_passkey(claire)
    asked = [Client().post("/connexion/cle/question/", {"identifier": name}) for name in ("claire", "nobody")]
    shapes = [sorted(answer.json()["publicKey"]) for answer in asked]
    assert shapes[0] == shapes[1]
    assert len(asked[0].content) == len(asked[1].content)


def test_a_suspended_account_is_not_opened_by_its_passkey(client: Client, claire: User):
    device = Device()
    a_passkey(claire, device)
    User.objects.update(is_active=False)
    assert "suspendu" in client.get(by_passkey(client, device)["Location"]).text
    assert not is_signed_in(client)


def test_who_waits_for_approval_comes_in_to_that_only(client: Client, claire: User):
    device = Device()
    a_passkey(claire, device)
    User.objects.update(standing=Standing.PENDING)
    by_passkey(client, device)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(
    "credential", ["", "{}", "[]", "nul", '{"response": 1}', "[" * 9000, '{"rawId": "é"}']
)
def test_what_is_no_answer_gets_a_sentence(client: Client, credential: str):
    client.post("/connexion/cle/question/")
    answer = client.post("/connexion/cle/", {"credential": credential}, follow=True)
    assert "n’ouvre aucun compte ici" in answer.text


# --- applications ------------------------------------------------------------------------------------------------
def test_who_has_an_application_is_asked_for_its_code_and_none_is_sent(client: Client, claire: User):
    an_app(claire)
    give_password(client)
    assert "application d’authentification" in client.get("/connexion/code/").text
    assert not Delivery.objects.exists()
    client.post("/connexion/code/", {"code": digits_now()})
    assert is_signed_in(client)
    assert last_sign_in().detail == {"factors": ["password", "app"]}


def test_the_code_of_an_application_serves_once(client: Client, claire: User):
    an_app(claire)
    for browser in (client, other := Client()):
        give_password(browser)
        answer = browser.post("/connexion/code/", {"code": digits_now()})
    assert "a déjà servi" in answer.text
    assert not is_signed_in(other)


def test_who_has_an_application_may_ask_for_a_code_and_come_back_to_it(client: Client, claire: User):
    an_app(claire)
    give_password(client)
    assert "par SMS" in client.get("/connexion/autrement/").text
    client.post("/connexion/code/nouveau/", {"channel": "mail"})
    assert "est parti par e-mail" in client.get("/connexion/code/").text
    client.post("/connexion/code/nouveau/", {"channel": "app"})
    client.post("/connexion/code/", {"code": digits_now()})
    assert is_signed_in(client)


def test_the_sixth_code_of_an_application_is_not_looked_at_and_a_passkey_still_opens(
    client: Client, claire: User
):
    device = Device()
    an_app(claire)
    a_passkey(claire, device)
    give_password(client)
    for _ in range(5):
        client.post("/connexion/code/", {"code": f"{(int(digits_now()) + 7) % 1_000_000:06d}"})
    assert "Trop de codes" in client.post("/connexion/code/", {"code": digits_now()}).text
    by_passkey(client, device)
    assert is_signed_in(client)


# --- recovery codes ----------------------------------------------------------------------------------------------
def test_a_recovery_code_opens_once_and_its_owner_is_told(client: Client, claire: User):
    code = recovery_codes.renew(claire, by=actor_for(claire))[0]
    for browser in (client, other := Client()):
        give_password(browser)
        answer = browser.post("/connexion/autrement/", {"recovery_code": code.upper()})
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert "il a déjà servi" in answer.text.replace("\u202f", " ")
    assert Delivery.objects.filter(body__contains="Un de vos codes de secours").count() == 1


# --- a new password never lowers the level -----------------------------------------------------------------------
def recover(client: Client) -> None:
    """By somebody who reads the mails of the account."""
    client.post("/connexion/oubli/", {"identifier": "claire", "channel": "mail"})
    work_here("login.send_recovery_code")
    client.post("/connexion/oubli/code/", {"code": newest_digits()})
    client.post("/connexion/oubli/mot-de-passe/", {"password": NEW, "again": NEW})


@pytest.mark.parametrize("strong", ["passkey", "app"])
def test_after_a_recovery_a_code_that_is_sent_does_not_open(client: Client, claire: User, strong: str):
    a_passkey(claire) if strong == "passkey" else an_app(claire)
    recover(client)
    before = Delivery.objects.count()
    give_password(client, password=NEW)
    for channel in ("mail", "sms", ""):
        client.post("/connexion/code/nouveau/", {"channel": channel})
    assert Delivery.objects.count() == before
    assert "un autre code reçu ne suffit pas" in client.get("/connexion/autrement/").text


def test_after_a_recovery_the_passkey_opens_and_the_password_still_wants_more_than_a_mail(
    client: Client, claire: User
):
    device = Device()
    a_passkey(claire, device)
    recover(client)
    by_passkey(client, device)
    assert is_signed_in(client)
    give_password(other := Client(), password=NEW)
    assert other.get("/connexion/code/").status_code == 302


def test_after_a_recovery_a_recovery_code_opens(client: Client, claire: User):
    a_passkey(claire)
    code = recovery_codes.renew(claire, by=actor_for(claire))[0]
    recover(client)
    give_password(client, password=NEW)
    client.post("/connexion/autrement/", {"recovery_code": code})
    assert is_signed_in(client)


def test_after_a_recovery_by_mail_the_code_comes_by_sms_and_then_all_is_as_before(
    client: Client, claire: User
):
    recover(client)
    sign_in(client, password=NEW, channel="mail")
    assert Delivery.objects.filter(channel="sms").count() == 1
    assert is_signed_in(client)
    sign_in(other := Client(), password=NEW, channel="mail")
    assert is_signed_in(other)
    assert Delivery.objects.filter(channel="sms").count() == 1


def test_after_a_recovery_by_mail_who_has_pro_sante_connect_and_no_mobile_comes_by_it(
    client: Client, claire: User, settings: Any
):
    settings.DEMO_PAGES = True
    User.objects.update(mobile="")
    ExternalIdentity.objects.create(user=claire, provider="psc", issuer="https://psc.example", subject="8")
    recover(client)
    before = Delivery.objects.count()
    answer = client.get(give_password(client, password=NEW)["Location"])
    assert "connectez-vous par Pro Santé Connect" in answer.text
    assert Delivery.objects.count() == before


def test_after_a_recovery_who_has_nothing_but_mail_comes_in_by_it(client: Client, claire: User):
    User.objects.update(mobile="")
    recover(client)
    sign_in(client, password=NEW)
    assert is_signed_in(client)


# --- what the operator allows ------------------------------------------------------------------------------------
def test_an_administrators_code_never_leaves_by_mail(client: Client, claire: User):
    AccountRight.objects.create(user=claire, right=Right.ADMINISTRATOR)
    give_password(client, channel="mail")
    assert Delivery.objects.get().channel == "sms"


def test_the_first_administrator_comes_in_by_mail_to_set_up_a_factor_and_nowhere_else(
    client: Client, claire: User
):
    AccountRight.objects.create(user=claire, right=Right.ADMINISTRATOR)
    User.objects.update(mobile="")
    assert sign_in(client)["Location"] == "/mon-compte/connexion/"
    for closed in (
        "/",
        "/administration/",
        "/mon-compte/",
        "/mon-compte/mot-de-passe/",
        "/mon-compte/sessions/",
    ):
        assert client.get(closed)["Location"] == "/mon-compte/connexion/", closed
    client.get("/mon-compte/connexion/application/")
    add_the_app(client, claire)
    assert client.get("/mon-compte/").status_code == 200
    give_password(again := Client())
    assert "application" in again.get("/connexion/code/").text


def add_the_app(client: Client, user: User) -> None:
    secret = unseal(client.session[PENDING], owner=user.pk)
    answer = client.post(
        "/mon-compte/connexion/application/", {"code": digits_at(secret, step_now()), "name": "Téléphone"}
    )
    assert answer["Location"] == "/mon-compte/connexion/codes-de-secours/"


def test_from_the_day_that_mail_is_not_allowed_it_opens_nothing_but_the_setting_up(
    client: Client, claire: User
):
    User.objects.update(mobile="")
    only("passkey", "app", "sms", since=1)
    answer = client.get(sign_in(client)["Location"])
    assert "ne suffira plus" in answer.text
    only("passkey", "app", "sms")
    other = Client()
    assert sign_in(other)["Location"] == "/mon-compte/connexion/"


def test_where_only_one_way_of_sending_is_allowed_nothing_is_asked(client: Client, claire: User):
    only("sms")
    shown = client.get("/connexion/").text
    assert 'name="channel"' not in shown
    assert "clé d’accès" not in shown
    client.post("/connexion/", {"identifier": "claire", "password": PASSWORD})
    assert Delivery.objects.get().channel == "sms"


# --- a passkey is offered ----------------------------------------------------------------------------------------
def test_after_two_sign_ins_by_code_a_passkey_is_offered_and_put_off_for_thirty_days(
    client: Client, claire: User
):

    offer = "/mon-compte/connexion/cle/proposition/?next=%2F"
    assert sign_in(Client())["Location"] == "/"
    assert sign_in(client)["Location"] == offer
    assert "Plus tard" in client.get(offer).text
    assert client.post(offer, {"next": "/"})["Location"] == "/"
    assert sign_in(Client())["Location"] == "/"
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert sign_in(Client())["Location"] == offer


def test_who_is_on_the_way_to_a_page_or_has_a_passkey_is_not_held_up(client: Client, claire: User):
    sign_in(Client())
    assert sign_in(Client(), next="/mon-compte/")["Location"] == "/mon-compte/"
    a_passkey(claire)
    assert sign_in(Client())["Location"] == "/"
    assert Passkey.objects.count() == 1
