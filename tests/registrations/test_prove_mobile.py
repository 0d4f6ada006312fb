"""The code that came by SMS."""

import pytest

from telavis.accounts.actions import codes
from telavis.accounts.models import CodeChannel
from telavis.notifications.models import Channel, Delivery
from telavis.registrations import actions
from telavis.registrations.permissions import APPLICANT
from tests.jobs import work_here
from tests.registrations.applying import ADDRESS, MOBILE, begin, reach
from tests.web.signing_in import newest_digits

pytestmark = pytest.mark.django_db


def test_the_digits_prove_the_mobile():
    registration = reach(begin())
    code_id = actions.send_code(registration, CodeChannel.SMS, address=ADDRESS)
    work_here("registrations.send_code")
    delivery = Delivery.objects.get()
    assert (delivery.channel, delivery.address, delivery.holds_a_secret) == (Channel.SMS, MOBILE, True)
    assert actions.prove_mobile(registration, code_id, newest_digits(), by=APPLICANT).mobile_proved_at


def test_the_code_of_a_mail_proves_no_mobile():
    registration = reach(begin())
    code_id = actions.send_code(registration, CodeChannel.MAIL, address=ADDRESS)
    work_here("registrations.send_code")
    with pytest.raises(codes.CodeRefused):
        actions.prove_mobile(registration, code_id, newest_digits(), by=APPLICANT)
