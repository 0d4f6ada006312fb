"""E-mail, mobile and password: kept as a digest, proved by codes."""

import pytest
from django.contrib.auth.hashers import check_password

from telavis.accounts.actions import tries
from telavis.accounts.models import CodeChannel
from telavis.registrations import actions
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.workflow import State
from tests.registrations.applying import ADDRESS, EMAIL, MOBILE, PASSWORD, begin, prove, reach

pytestmark = pytest.mark.django_db


def test_the_password_is_kept_as_a_digest_only():
    registration = reach(begin())
    assert (registration.state, registration.email, registration.mobile) == (State.PROVING, EMAIL, MOBILE)
    assert PASSWORD not in registration.password
    assert check_password(PASSWORD, registration.password)


def test_what_was_proved_stays_proved_while_it_is_the_same():
    registration = prove(reach(begin()))
    again = actions.give_contact(
        registration, email=EMAIL.upper(), mobile="+33639980078", password=PASSWORD, by=APPLICANT
    )
    assert again.email_proved_at is not None
    assert again.mobile_proved_at is None


@pytest.mark.parametrize("channel", CodeChannel)
def test_one_address_receives_five_codes_an_hour_whoever_asks(channel: CodeChannel):
    for number in range(5):
        actions.send_code(reach(begin()), channel, address=f"192.0.2.{number}")
    with pytest.raises(tries.TooManyTries):
        actions.send_code(reach(begin()), channel, address=ADDRESS)
