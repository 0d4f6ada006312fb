"""The two codes."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import User
from telavis.notifications.models import Delivery
from telavis.registrations.models import Registration
from telavis.registrations.workflow import State
from tests.jobs import work_here
from tests.registrations.applying import EMAIL, known_professional
from tests.web.registration.signing_up import (
    choose_first_place,
    give_contact,
    give_number,
    page,
    sign_up,
    type_mail_code,
    type_mobile_code,
)
from tests.web.signing_in import newest_digits, somebody, wrong

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(client: Client) -> Client:
    known_professional()
    give_number(client)
    choose_first_place(client)
    give_contact(client)
    return client


def test_both_codes_send_the_registration(there: Client):
    assert "Entrez le code reçu par SMS" in page(type_mail_code(there))
    assert "Votre inscription est envoyée" in page(type_mobile_code(there))
    assert Registration.objects.get().state == State.WAITING


def test_a_wrong_code_says_how_many_tries_are_left(there: Client):
    assert "Il vous reste 4 essais" in page(type_mail_code(there, wrong(newest_digits())))


def test_the_code_opens_only_in_the_browser_that_asked(there: Client):
    digits, stranger = newest_digits(), Client()
    give_number(stranger)
    choose_first_place(stranger)
    stranger.post(
        "/inscription/compte/", {"email": "b@exemple.fr", "mobile": "0639980078", "password": "x" * 30 + "yz"}
    )
    assert "pas le bon" in page(type_mail_code(stranger, digits))


def test_the_mobile_does_not_come_before_the_mail(there: Client):
    assert there.get("/inscription/mobile/")["Location"] == "/inscription/adresse/"
    there.post("/inscription/mobile/", {"code": newest_digits()})
    assert Registration.objects.get().mobile_proved_at is None


def test_another_code_comes_after_half_a_minute_and_the_former_is_dead(there: Client):
    former = newest_digits()
    assert "Un code vient de partir" in page(
        there.post("/inscription/code/", {"channel": "mail"}, follow=True)
    )
    with time_machine.travel(timezone.now() + timedelta(seconds=31)):
        assert "Un nouveau code est parti" in page(
            there.post("/inscription/code/", {"channel": "mail"}, follow=True)
        )
        work_here("registrations.send_code")
        if former != newest_digits():
            assert "pas le bon" in page(type_mail_code(there, former))
        assert "reçu par SMS" in page(type_mail_code(there))


def test_an_address_corrected_on_the_way_is_the_one_that_counts(there: Client):
    give_contact(there, email="juste@exemple.fr", password="")
    type_mail_code(there)
    type_mobile_code(there)
    assert User.objects.get().email == "juste@exemple.fr"


def test_sent_twice_there_is_one_account(there: Client):
    type_mail_code(there)
    code = newest_digits()
    type_mobile_code(there, code)
    assert "Votre inscription est envoyée" in page(type_mobile_code(there, code))
    assert User.objects.count() == 1


def test_an_address_that_was_taken_meanwhile_gets_a_sentence(there: Client):
    type_mail_code(there)
    somebody(email=EMAIL)
    answer = type_mobile_code(there)
    shown = page(answer)
    assert "déjà un compte ou une inscription\u202f: connectez-vous" in answer.content.decode()
    assert "Comment vous joindre" in shown


def test_where_no_sms_can_leave_one_code_is_enough(there: Client, settings):
    settings.DEMO, settings.SMS_GATEWAY = False, ""
    assert "Votre inscription est envoyée" in page(type_mail_code(there))


def test_the_first_code_of_somebody_who_begins_again_is_dead(there: Client):
    digits = newest_digits()
    give_number(there)
    choose_first_place(there)
    assert "Comment vous joindre" in page(type_mail_code(there, digits))


def test_no_code_stands_in_an_address(client: Client):
    known_professional()
    answer = sign_up(client)
    assert not any(
        any(part.isdigit() and len(part) == 6 for part in url.split("/")) for url, _ in answer.redirect_chain
    )
    assert all("code=" not in each.body for each in Delivery.objects.all())
