"""Another e-mail address or mobile: proved before it is in force, told to the former one, and nobody else's revealed."""

import re
import time
from typing import Any

import pytest
import time_machine
from django.test import Client

from telavis.accounts.models import OpenSession, User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.gateways import sms
from telavis.notifications.models import Channel, Delivery
from tests.factories import UserFactory
from tests.web.signing_in import forget_proof, newest_digits, sign_in, somebody, wrong

pytestmark = pytest.mark.django_db
MAIL, MAIL_CODE = "/mon-compte/adresse/", "/mon-compte/adresse/code/"
MOBILE, MOBILE_CODE = "/mon-compte/mobile/", "/mon-compte/mobile/code/"
NEW, NEW_MOBILE = "nouvelle@exemple.fr", "06 39 98 77 66"


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def claire(client: Client) -> User:
    user = somebody(mobile="+33639980011")
    sign_in(client)
    return user


def page(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ").replace("\u00a0", " ")


def told(address: str) -> list[str]:
    return list(Delivery.objects.filter(address=address).order_by("queued_at").values_list("body", flat=True))


def now(user: User) -> tuple[str, str]:
    user.refresh_from_db()
    return user.email, user.mobile


# --- the whole way -----------------------------------------------------------------------------------------------
def test_an_address_is_in_force_once_its_code_was_typed(client: Client, claire: User):
    assert client.post(MAIL, {"value": NEW}).url == MAIL_CODE
    assert now(claire)[0] == "claire@exemple.fr"
    assert Delivery.objects.latest("queued_at").address == NEW
    answer = client.post(MAIL_CODE, {"code": newest_digits()}, follow=True)
    assert "Votre adresse e-mail est changée" in page(answer)
    assert now(claire)[0] == NEW
    assert AuditEvent.objects.get(action=AuditAction.CHANGE_CONTACT).detail == {"what": "mail"}


def test_the_former_address_is_told_what_changed_and_when_without_anything_to_follow(
    client: Client, claire: User
):
    client.post(MAIL, {"value": NEW})
    client.post(MAIL_CODE, {"code": newest_digits()})
    letter = told("claire@exemple.fr")[-1].replace("\u202f", " ").replace("\u00a0", " ")
    for words in ("vient d’être changée", "C’était le", "Ce n’est pas vous ?", "aide@telavis.example"):
        assert words in letter
    assert NEW not in letter
    assert "mon-compte" not in letter


def test_a_mobile_is_proved_by_sms_and_both_the_mail_and_the_former_mobile_are_told(
    client: Client, claire: User
):
    client.post(MOBILE, {"value": NEW_MOBILE})
    assert Delivery.objects.latest("queued_at").channel == Channel.SMS
    answer = client.post(MOBILE_CODE, {"code": newest_digits()}, follow=True)
    assert "Votre mobile est changé" in page(answer)
    assert now(claire)[1] == "+33639987766"
    assert "mobile de votre compte" in told("claire@exemple.fr")[-1]
    assert "mobile de votre compte" in told("+33639980011")[-1]


def test_the_other_sessions_are_closed_and_this_one_goes_on(client: Client, claire: User):
    elsewhere = Client()
    sign_in(elsewhere)
    client.post(MAIL, {"value": NEW})
    client.post(MAIL_CODE, {"code": newest_digits()})
    assert client.get("/mon-compte/").status_code == 200
    assert elsewhere.get("/mon-compte/").status_code == 302
    assert OpenSession.objects.filter(user=claire).count() == 1


def test_a_code_on_its_way_to_the_former_address_opens_nothing_any_more(client: Client, claire: User):
    stranger = Client()
    stranger.post(
        "/connexion/", {"identifier": "claire", "password": "un-mot-de-passe-solide", "channel": "mail"}
    )
    before = newest_digits()
    client.post(MAIL, {"value": NEW})
    client.post(MAIL_CODE, {"code": newest_digits()})
    assert "ne vaut plus" in page(stranger.post("/connexion/code/", {"code": before}))
    stranger.post(
        "/connexion/", {"identifier": "claire", "password": "un-mot-de-passe-solide", "channel": "mail"}
    )
    assert Delivery.objects.latest("queued_at").address == NEW


# --- what is refused ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("address", [MAIL, MOBILE])
def test_neither_page_opens_nor_takes_anything_without_a_recent_proof(
    client: Client, claire: User, address: str
):
    forget_proof(client)
    before = Delivery.objects.count()
    assert client.get(address).url.startswith("/connexion/confirmation/")
    assert client.post(address, {"value": NEW}).url.startswith("/connexion/confirmation/")
    assert Delivery.objects.count() == before


def test_somebody_elses_address_gets_the_same_page_and_its_holder_a_letter(client: Client, claire: User):
    UserFactory(email="Autre@Exemple.fr")
    with time_machine.travel(time.time(), tick=False):
        free, taken = (
            re.sub(r"[A-Za-z0-9]{64}", "token", page(client.post(MAIL, {"value": address}, follow=True)))
            for address in (NEW, "autre@exemple.fr")
        )
    assert taken.replace("autre@exemple.fr", NEW) == free
    assert "Elle est déjà celle d’un autre compte" in told("autre@exemple.fr")[-1].replace("\u202f", " ")
    assert not re.search(r"\d{3} \d{3}", told("autre@exemple.fr")[-1])


def test_an_address_that_another_account_took_meanwhile_is_refused_in_the_same_words(
    client: Client, claire: User
):
    client.post(MAIL, {"value": NEW})
    UserFactory(email=NEW.upper())
    assert "Ce code ne vaut plus" in page(client.post(MAIL_CODE, {"code": newest_digits()}))
    assert now(claire)[0] == "claire@exemple.fr"
    assert not AuditEvent.objects.filter(action=AuditAction.CHANGE_CONTACT).exists()


def test_five_wrong_codes_burn_it(client: Client, claire: User):
    client.post(MAIL, {"value": NEW})
    digits = newest_digits()
    for _ in range(5):
        client.post(MAIL_CODE, {"code": wrong(digits)})
    assert "essayé cinq fois" in page(client.post(MAIL_CODE, {"code": digits}))
    assert now(claire)[0] == "claire@exemple.fr"


def test_a_code_lives_ten_minutes(client: Client, claire: User):
    client.post(MAIL, {"value": NEW})
    digits = newest_digits()
    with time_machine.travel(time.time() + 10 * 60 + 1, tick=False):
        assert "plus de 10 minutes" in page(client.post(MAIL_CODE, {"code": digits}))
    assert now(claire)[0] == "claire@exemple.fr"


def test_the_code_of_one_change_does_not_open_the_other(client: Client, claire: User):
    client.post(MAIL, {"value": NEW})
    for_mail = newest_digits()
    client.post(MOBILE, {"value": NEW_MOBILE})
    if for_mail != newest_digits():
        client.post(MOBILE_CODE, {"code": for_mail})
    assert now(claire) == ("claire@exemple.fr", "+33639980011")
    client.post(MAIL_CODE, {"code": for_mail})
    assert now(claire) == (NEW, "+33639980011")


def test_of_two_tabs_the_last_address_wins_and_the_first_code_is_void(client: Client, claire: User):
    client.post(MAIL, {"value": "premiere@exemple.fr"})
    first = newest_digits()
    client.post(MAIL, {"value": NEW})
    if first != newest_digits():
        client.post(MAIL_CODE, {"code": first})
        assert now(claire)[0] == "claire@exemple.fr"
    client.post(MAIL_CODE, {"code": newest_digits()})
    assert now(claire)[0] == NEW


def test_the_code_of_another_session_does_not_open_this_one(client: Client, claire: User):
    other = Client()
    sign_in(other)
    other.post(MAIL, {"value": "voleur@exemple.fr"})
    stolen = newest_digits()
    client.post(MAIL, {"value": NEW})
    if stolen != newest_digits():
        client.post(MAIL_CODE, {"code": stolen})
    assert now(claire)[0] == "claire@exemple.fr"


def test_pressed_twice_or_after_the_back_button_it_leads_home_and_changes_nothing_more(
    client: Client, claire: User
):
    client.post(MAIL, {"value": NEW})
    digits = newest_digits()
    client.post(MAIL_CODE, {"code": digits})
    letters = Delivery.objects.count()
    assert client.post(MAIL_CODE, {"code": digits}).url == "/mon-compte/"
    assert client.get(MAIL_CODE).url == "/mon-compte/"
    assert Delivery.objects.count() == letters


@pytest.mark.parametrize(
    ("address", "typed", "said"),
    [
        (MAIL, "CLAIRE@exemple.fr", "C’est déjà votre adresse e-mail"),
        (MAIL, "claire", "incomplète"),
        (MOBILE, "+33639980011", "C’est déjà votre numéro"),
        (MOBILE, "05 56 00 00 00", "n’est pas celui d’un mobile"),
        (MOBILE, "0", "n’existe pas"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(
    client: Client, claire: User, address: str, typed: str, said: str
):
    shown = page(client.post(address, {"value": typed}))
    assert said in shown
    assert typed in shown


def test_another_code_may_be_asked_for_after_half_a_minute_and_five_in_an_hour(client: Client, claire: User):
    client.post(MAIL, {"value": NEW})
    assert "laissez-lui une demi-minute" in page(client.post(MAIL_CODE, {"again": "1"}, follow=True))
    for _ in range(4):
        session = client.session
        session["changing_contact"]["mail"]["at"] -= 31
        session.save()
        assert "Un nouveau code est parti" in page(client.post(MAIL_CODE, {"again": "1"}, follow=True))
    assert "Plusieurs codes" in page(client.post(MAIL, {"value": NEW}))


def test_where_no_sms_can_leave_a_mobile_cannot_be_changed(
    client: Client, claire: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sms, "is_available", lambda: False)
    assert "n’envoie pas de SMS" in page(client.get(MOBILE, follow=True))
    assert MOBILE not in page(client.get("/mon-compte/"))


def test_nothing_is_changed_unless_it_is_told_and_traced(
    client: Client, claire: User, monkeypatch: pytest.MonkeyPatch
):
    client.post(MAIL, {"value": NEW})
    monkeypatch.setattr("telavis.web.account.letters.tell_changed", _fail)
    client.raise_request_exception = False
    assert client.post(MAIL_CODE, {"code": newest_digits()}).status_code == 500
    assert now(claire)[0] == "claire@exemple.fr"
    assert not AuditEvent.objects.filter(action=AuditAction.CHANGE_CONTACT).exists()


def _fail(*_: Any) -> None:
    raise OSError
