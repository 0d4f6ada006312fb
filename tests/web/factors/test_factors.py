"""«Ma connexion»: a factor added, named, removed; each time its owner is told."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from telavis.accounts.actions.authenticator_apps import digits_at, step_now
from telavis.accounts.models import AccountRight, AuthenticatorApp, Passkey, RecoveryCode, Right, User
from telavis.accounts.sealing import unseal
from telavis.notifications.models import Delivery
from telavis.web.factors.apps import PENDING
from tests.device import Device
from tests.web.factors.having import a_passkey, an_app, digits_now
from tests.web.signing_in import PASSWORD, forget_proof, somebody

pytestmark = pytest.mark.django_db
HERE = "/mon-compte/connexion/"


@pytest.fixture
def claire() -> User:
    return somebody()


@pytest.fixture
def browser(claire: User) -> Client:
    client = Client()
    client.force_login(claire)
    return client


def enrol(browser: Client, device: Device, **typed: str) -> Any:
    options = browser.post(f"{HERE}cle/question/").json()
    return browser.post(f"{HERE}cle/", {"credential": json.dumps(device.make(options)), **typed})


def pending_secret(browser: Client, user: User) -> str:
    browser.get(f"{HERE}application/")
    return unseal(browser.session[PENDING], owner=user.pk)


def told() -> list[str]:
    return [each.body for each in Delivery.objects.order_by("queued_at")]


def test_the_page_asks_the_database_a_dozen_times_at_most(
    browser: Client, claire: User, django_assert_max_num_queries: Any
):
    for _ in range(3):
        a_passkey(claire)
    with django_assert_max_num_queries(12):
        assert browser.get(HERE).status_code == 200


def test_a_code_by_mail_is_said_to_be_the_weakest_and_an_administrator_gets_none(
    browser: Client, claire: User
):
    assert "C’est le moyen le plus faible" in browser.get(HERE).content.decode()
    AccountRight.objects.create(user=claire, right=Right.ADMINISTRATOR, granted_at=timezone.now())
    shown = browser.get(HERE).content.decode()
    assert "le plus faible" not in shown
    assert "Un administrateur ne se connecte jamais par un code reçu par e-mail" in shown


def test_a_passkey_is_added_then_recovery_codes_are_proposed(browser: Client, claire: User):
    answer = enrol(browser, Device(), next="/activite/")
    assert answer["Location"] == f"{HERE}codes-de-secours/?next=%2Factivite%2F"
    assert Passkey.objects.get().user == claire
    assert "Une clé d’accès vient d’être ajoutée" in told()[0]
    assert "http" not in told()[0].split("Ce n’est pas vous")[0]


def test_pressing_twice_adds_one(browser: Client):
    options = browser.post(f"{HERE}cle/question/").json()
    said = {"credential": json.dumps(Device().make(options))}
    for _ in range(2):
        browser.post(f"{HERE}cle/", said)
    assert Passkey.objects.count() == 1


def test_an_application_is_added_by_the_digits_it_shows(browser: Client, claire: User):
    secret = pending_secret(browser, claire)
    page = browser.get(f"{HERE}application/").text
    assert secret[:4] in page
    drawn = browser.get(f"{HERE}application/image.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"<path" in drawn.content
    assert b"style" not in drawn.content
    browser.post(f"{HERE}application/", {"code": digits_at(secret, step_now()), "name": "Mon mobile"})
    assert AuthenticatorApp.objects.get().name == "Mon mobile"
    assert PENDING not in browser.session
    assert browser.get(f"{HERE}application/image.svg").status_code == 404


def test_other_digits_add_nothing_and_keep_the_picture(browser: Client, claire: User):
    secret = pending_secret(browser, claire)
    wrong = f"{(int(digits_at(secret, step_now())) + 1) % 1_000_000:06d}"
    assert "vérifiez que le téléphone est à l’heure" in browser.post(
        f"{HERE}application/", {"code": wrong, "name": "x"}
    ).text.replace("\u202f", " ")
    assert pending_secret(browser, claire) == secret
    assert not AuthenticatorApp.objects.exists()


def test_ten_recovery_codes_are_shown_once(browser: Client):
    page = browser.post(f"{HERE}codes-de-secours/").text
    assert page.count("<li><code>") == 10
    assert "<li><code>" not in browser.get(f"{HERE}codes-de-secours/").text
    assert RecoveryCode.objects.count() == 10
    assert "Dix codes de secours" in told()[0]


def test_a_factor_is_renamed(browser: Client, claire: User):
    passkey = a_passkey(claire)
    browser.post(f"{HERE}cle/{passkey.pk}/", {"name": "Ordinateur du cabinet"})
    assert "Ordinateur du cabinet" in browser.get(HERE).text


def test_a_factor_is_removed_once_and_its_owner_is_told(browser: Client, claire: User):
    app, passkey = an_app(claire), a_passkey(claire)
    assert "Vos autres moyens" in browser.get(f"{HERE}application/{app.pk}/retirer/").text
    for _ in range(2):
        browser.post(f"{HERE}application/{app.pk}/retirer/")
    assert not AuthenticatorApp.objects.exists()
    assert [body.count("vient d’être retirée") for body in told()] == [1]
    assert "votre dernier moyen fort" in browser.get(f"{HERE}cle/{passkey.pk}/retirer/").text


def test_an_administrator_who_removes_the_last_one_must_add_another(browser: Client, claire: User):
    AccountRight.objects.create(user=claire, right=Right.ADMINISTRATOR)
    User.objects.update(mobile="")
    passkey = a_passkey(claire)
    assert "Il faudra en ajouter un autre" in browser.get(f"{HERE}cle/{passkey.pk}/retirer/").text
    browser.post(f"{HERE}cle/{passkey.pk}/retirer/")
    assert browser.get("/administration/")["Location"] == HERE


@pytest.mark.parametrize("path", ["cle/", "application/", "codes-de-secours/", "cle/{pk}/retirer/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_changes_the_ways_in_wants_a_recent_proof(browser: Client, claire: User, path: str, method: str):
    passkey = a_passkey(claire)
    forget_proof(browser)
    answer = getattr(browser, method)(HERE + path.format(pk=passkey.pk))
    assert answer["Location"].startswith("/connexion/confirmation/")
    assert Passkey.objects.count() == 1


def test_a_passkey_confirms_that_it_is_still_the_same_person(browser: Client, claire: User):
    device = Device()
    a_passkey(claire, device)
    forget_proof(browser)
    assert "Confirmer par ma clé d’accès" in browser.get("/connexion/confirmation/").text
    options = browser.post("/connexion/cle/question/").json()
    said = {"credential": json.dumps(device.answer(options))}
    answer = browser.post(f"/connexion/confirmation/cle/?next={HERE}cle/", said)
    assert answer["Location"] == f"{HERE}cle/"
    assert browser.get(f"{HERE}cle/").status_code == 200


def test_another_persons_passkey_confirms_nothing(browser: Client, claire: User):
    device = Device()
    a_passkey(somebody(username="paul", email="paul@exemple.fr"), device)
    forget_proof(browser)
    options = browser.post("/connexion/cle/question/").json()
    browser.post("/connexion/confirmation/cle/", {"credential": json.dumps(device.answer(options))})
    assert browser.get(f"{HERE}cle/").status_code == 302


def test_who_has_an_application_confirms_by_its_code(browser: Client, claire: User):
    an_app(claire)
    forget_proof(browser)
    browser.post("/connexion/confirmation/", {"password": PASSWORD})
    assert not Delivery.objects.exists()
    browser.post("/connexion/confirmation/code/", {"code": digits_now()})
    assert browser.get(f"{HERE}cle/").status_code == 200
