"""The code that came by mail."""

from typing import Any
from uuid import uuid4

import pytest

from telavis.accounts.actions import codes, tries
from telavis.accounts.models import CodeChannel, CodePurpose, OneTimeCode
from telavis.notifications.models import Delivery
from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.permissions import APPLICANT
from tests.accounts.at_once import at_once
from tests.factories import UserFactory
from tests.jobs import work_here
from tests.registrations.applying import (
    ADDRESS,
    EMAIL,
    NUMBER,
    PASSWORD,
    begin,
    known_professional,
    mails_to,
    reach,
)
from tests.web.signing_in import newest_digits, wrong


def asked(registration: Registration | None = None) -> tuple[Registration, str]:
    registration = registration or reach(begin())
    code_id = actions.send_code(registration, CodeChannel.MAIL, address=ADDRESS)
    work_here("registrations.send_code")
    return registration, str(code_id)


@pytest.mark.django_db
def test_the_digits_prove_the_address():
    registration, code_id = asked()
    assert actions.prove_mail(registration, code_id, newest_digits(), by=APPLICANT).email_proved_at


@pytest.mark.django_db
def test_other_digits_prove_nothing():
    registration, code_id = asked()
    with pytest.raises(codes.WrongCode):
        actions.prove_mail(registration, code_id, wrong(newest_digits()), by=APPLICANT)


@pytest.mark.django_db
def test_the_code_of_somebody_else_proves_nothing():
    _, code_id = asked()
    digits = newest_digits()
    with pytest.raises(codes.CodeRefused):
        actions.prove_mail(reach(begin(), email="autre@exemple.fr"), code_id, digits, by=APPLICANT)
    with pytest.raises(codes.CodeRefused):
        actions.prove_mail(reach(begin()), uuid4(), digits, by=APPLICANT)


@pytest.mark.django_db
def test_a_code_proves_the_address_it_was_sent_to_and_no_other():
    registration, code_id = asked()
    actions.give_contact(
        registration, email="autre@exemple.fr", mobile=registration.mobile, password=PASSWORD, by=APPLICANT
    )
    with pytest.raises(codes.CodeRefused):
        actions.prove_mail(registration, code_id, newest_digits(), by=APPLICANT)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [actions.prove_mail, actions.prove_mobile])
def test_a_code_that_went_to_one_address_proves_no_other_given_afterwards(verb: Any):
    registration = reach(begin())
    if verb is actions.prove_mobile:
        registration = actions.prove_mail(*asked(registration), newest_digits(), by=APPLICANT)
    channel = CodeChannel.MAIL if verb is actions.prove_mail else CodeChannel.SMS
    code_id = actions.send_code(registration, channel, address=ADDRESS)
    work_here("registrations.send_code")
    other = reach_other(registration)
    with pytest.raises(codes.CodeExpired):
        verb(other, code_id, newest_digits(), by=APPLICANT)


@pytest.mark.django_db
def test_a_code_asked_for_one_address_is_not_sent_to_another():
    registration = reach(begin())
    actions.send_code(registration, CodeChannel.MAIL, address=ADDRESS)
    reach_other(registration)
    work_here("registrations.send_code")
    assert not Delivery.objects.exists()


def reach_other(registration: Registration) -> Registration:
    """They go back and give other addresses."""
    return actions.give_contact(
        registration, email="autre@exemple.fr", mobile="+33639980078", password="", by=APPLICANT
    )


@pytest.mark.django_db
def test_an_address_that_has_an_account_receives_a_letter_without_digits():
    UserFactory(email=EMAIL.upper())
    _, code_id = asked()
    assert mails_to(EMAIL.upper()) == ["Télavis, CHU d’Aquilon : vous avez déjà un compte"]
    assert OneTimeCode.objects.get(pk=code_id).digest == ""
    assert not Delivery.objects.filter(body__regex=r"\d{3} \d{3}").exists()


@pytest.mark.django_db
def test_a_number_that_has_an_account_changes_nothing_to_the_code():
    who = known_professional()
    who.user = UserFactory()
    who.save(update_fields=["user"])
    asked(reach(begin(NUMBER)))
    assert mails_to(EMAIL) == ["Télavis, CHU d’Aquilon : votre code d’inscription"]


@pytest.mark.django_db
def test_twenty_five_wrong_codes_close_the_registration_for_an_hour():
    registration = reach(begin())
    for _ in range(5):
        _, code_id = asked(registration)
        for _ in range(5):
            with pytest.raises(codes.WrongCode):
                actions.prove_mail(registration, code_id, wrong(newest_digits()), by=APPLICANT)
    code = codes.prepare(
        None,
        purpose=CodePurpose.PROVE_MAIL,
        channel=CodeChannel.MAIL,
        subject=registration.pk,
        sent_to=EMAIL,
    )
    with pytest.raises(tries.TooManyTries):
        actions.prove_mail(registration, code.pk, codes.draw(code), by=APPLICANT)


@pytest.mark.django_db(transaction=True)
def test_five_hundred_guesses_at_once_are_compared_five_times():
    registration, code_id = asked()
    guess = wrong(newest_digits())

    outcomes: list[str] = []

    def attempt(_: int) -> None:
        try:
            actions.prove_mail(registration, code_id, guess, by=APPLICANT)
        except codes.WrongCode:
            outcomes.append("compared")
        except (codes.CodeRefused, tries.TooManyTries):
            outcomes.append("refused")
        else:
            outcomes.append("proved")

    at_once(attempt)
    assert {each: outcomes.count(each) for each in set(outcomes)} == {"compared": 5, "refused": 495}
