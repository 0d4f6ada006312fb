"""Passkeys: only the right key of the right account, for this site, for this question, once."""

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from fido2.webauthn import AuthenticatorData

from telavis.accounts.actions import factors, passkeys
from telavis.accounts.actions.forgetting import forget_what_is_over
from telavis.accounts.actions.passkeys import PasskeyRefused, PasskeyTooLate
from telavis.accounts.models import Passkey, PasskeyQuestion, User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import actor_for
from telavis.parameters.models import Parameter
from tests.device import Device
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def enrol(user: User, device: Device) -> Passkey:
    options, question = passkeys.ask_to_enrol(user)
    return passkeys.enrol(user, str(question.pk), device.make(options), name="Ordinateur", by=actor_for(user))


def knock(device: Device, **how: Any) -> Passkey:
    options, question = passkeys.ask()
    return passkeys.check(str(question.pk), device.answer(options, **how))


@pytest.fixture
def user() -> User:
    return UserFactory()


@pytest.fixture
def device(user: User) -> Device:
    device = Device()
    enrol(user, device)
    return device


def test_the_device_that_was_enrolled_opens_its_account(user: User, device: Device):
    assert knock(device).user == user
    assert Passkey.objects.get().last_used_at is not None


def test_an_enrolment_is_traced(user: User, device: Device):
    event = AuditEvent.objects.get(action=AuditAction.ADD_FACTOR)
    assert event.detail == {"factor": "passkey", "name": "Ordinateur"}


def test_the_question_names_nobody(device: Device):
    options, _ = passkeys.ask()
    assert "allowCredentials" not in options["publicKey"]
    assert options["publicKey"]["userVerification"] == "required"


SPOILT: dict[str, Callable[[Device], None]] = {
    "another site's address": lambda device: setattr(device, "origin", "http://localhost:9000"),
    "an address below ours": lambda device: setattr(device, "origin", "http://evil.localhost:8000"),
    "signed for another site": lambda device: setattr(device, "site", "example.org"),
    "nobody was there": lambda device: setattr(device, "flags", 0),
    "nobody was recognised": lambda device: setattr(device, "flags", int(AuthenticatorData.FLAG.UP)),
    "another key": lambda device: setattr(device, "key", Device().key),
    "an unknown key": lambda device: setattr(device, "credential_id", b"unknown"),
    "another account's handle": lambda device: setattr(device, "handle", b"0123456789abcdef"),
    "no handle": lambda device: setattr(device, "handle", b""),
}


@pytest.mark.parametrize("fault", SPOILT)
def test_what_is_not_quite_right_is_refused(fault: str, device: Device):
    SPOILT[fault](device)
    with pytest.raises(PasskeyRefused):
        knock(device)


def test_the_answer_to_an_enrolment_does_not_open(device: Device):
    with pytest.raises(PasskeyRefused):
        knock(device, kind="webauthn.create")


@pytest.mark.parametrize(
    "fault", ["another site's address", "signed for another site", "nobody was recognised"]
)
def test_a_spoilt_enrolment_is_refused(fault: str, user: User):
    device = Device()
    SPOILT[fault](device)
    with pytest.raises(PasskeyRefused):
        enrol(user, device)


def test_an_answer_serves_once(device: Device):
    options, question = passkeys.ask()
    said = device.answer(options)
    passkeys.check(str(question.pk), said)
    with pytest.raises(PasskeyTooLate):
        passkeys.check(str(question.pk), said)
    with pytest.raises(PasskeyRefused):
        passkeys.check(str(passkeys.ask()[1].pk), said)


def test_a_question_holds_a_quarter_of_an_hour(device: Device):
    options, question = passkeys.ask()
    with (
        time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)),
        pytest.raises(PasskeyTooLate),
    ):
        passkeys.check(str(question.pk), device.answer(options))


def test_a_question_to_enrol_is_its_persons_and_opens_nothing(user: User, device: Device):
    options, question = passkeys.ask_to_enrol(user)
    with pytest.raises(PasskeyTooLate):
        passkeys.check(str(question.pk), device.answer(options))
    other = UserFactory()
    with pytest.raises(PasskeyTooLate):
        passkeys.enrol(other, str(question.pk), Device().make(options), name="x", by=actor_for(other))


def test_a_counter_that_goes_back_tells_of_a_copy(device: Device):
    device.count = 5
    knock(device)
    with pytest.raises(PasskeyRefused):
        knock(device)
    device.count = 6
    knock(device)


def test_the_same_key_is_not_enrolled_twice(device: Device):
    with pytest.raises(PasskeyRefused):
        enrol(UserFactory(), device)


def test_there_is_an_end_to_them(user: User):
    for _ in range(passkeys.MOST):
        enrol(user, Device())
    with pytest.raises(passkeys.TooManyPasskeys):
        enrol(user, Device())


def test_one_that_was_removed_opens_nothing(user: User, device: Device):
    factors.remove(Passkey.objects.get(), by=actor_for(user))
    with pytest.raises(PasskeyRefused):
        knock(device)
    assert AuditEvent.objects.filter(action=AuditAction.REMOVE_FACTOR).count() == 1


def test_where_they_are_not_allowed_any_more_they_open_nothing(device: Device):
    Parameter.objects.create(key="sign_in_factors", valid_from=timezone.localdate(), value=["app", "sms"])
    with pytest.raises(PasskeyRefused):
        knock(device)


def test_whatever_a_browser_sends_is_refused_and_breaks_nothing(device: Device):
    """Every part of a good answer in turn: gone, of another kind, cut, changed."""
    options, _ = passkeys.ask()
    good = device.answer(options)
    for spoilt in broken(good):
        question = PasskeyQuestion.objects.create(challenge=options["publicKey"]["challenge"])
        with pytest.raises(PasskeyRefused):
            passkeys.check(str(question.pk), spoilt)


def broken(good: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{}, {"response": good["response"]}]
    for name in good["response"]:
        for value in (None, 7, [], {}, "", "é", "AAAA", "A" * 5000, good["response"][name][:-8]):
            spoilt = copy.deepcopy(good)
            spoilt["response"][name] = value
            found.append(spoilt)
    for name in ("rawId", "response"):
        found += [{**good, name: value} for value in (None, 7, [], {}, "é", "AAAA")]
    return found


def test_questions_of_yesterday_are_forgotten():
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        passkeys.ask()
    passkeys.ask()
    forget_what_is_over()
    assert PasskeyQuestion.objects.count() == 1
