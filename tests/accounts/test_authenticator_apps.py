"""Authenticator applications: a real clock, a drift of one step, each code once, tries counted in rows."""

import base64
from collections.abc import Iterator

import pytest
import time_machine

from telavis.accounts.actions import authenticator_apps, tries
from telavis.accounts.actions.authenticator_apps import PERIOD, AppCodeUsed, WrongAppCode, digits_at, step_now
from telavis.accounts.models import AuthenticatorApp, User
from telavis.accounts.sealing import BrokenSeal, seal, unseal
from telavis.directory.actors import actor_for
from tests.accounts.at_once import a_few_rounds
from tests.factories import UserFactory

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.fixture(autouse=True)
def in_the_middle_of_a_step() -> Iterator[None]:
    """No test is cut in two by the half-minute."""
    with time_machine.travel(step_now() * PERIOD + PERIOD / 3, tick=False):
        yield


def enrol(user: User, secret: str = RFC_SECRET) -> AuthenticatorApp:
    """As of a while ago: the code of now has not served."""
    app = authenticator_apps.add(
        user, secret, digits_at(secret, step_now()), name="Téléphone", by=actor_for(user)
    )
    AuthenticatorApp.objects.filter(pk=app.pk).update(last_step=0)
    return app


def shown(steps: int = 0, secret: str = RFC_SECRET) -> str:
    return digits_at(secret, step_now() + steps)


@pytest.mark.parametrize(
    ("second", "digits"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_digits_are_those_of_the_standard(second: int, digits: str):
    assert digits_at(RFC_SECRET, second // 30) == digits


@pytest.mark.django_db
@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_clock_half_a_minute_fast_or_slow_opens(steps: int):
    user = UserFactory()
    app = enrol(user)
    assert authenticator_apps.check(user, shown(steps)) == 0
    app.refresh_from_db()
    assert app.last_step == step_now() + steps


@pytest.mark.django_db
@pytest.mark.parametrize("steps", [-2, 2])
def test_a_minute_is_too_much(steps: int):
    user = UserFactory()
    enrol(user)
    with pytest.raises(WrongAppCode):
        authenticator_apps.check(user, shown(steps))


@pytest.mark.django_db
def test_a_code_opens_once_and_so_does_none_before_it():
    user = UserFactory()
    enrol(user)
    authenticator_apps.check(user, shown())
    for steps in (0, -1):
        with pytest.raises(AppCodeUsed):
            authenticator_apps.check(user, shown(steps))
    authenticator_apps.check(user, shown(1))


@pytest.mark.django_db
def test_the_code_that_enrolled_does_not_open():
    user, secret = UserFactory(), authenticator_apps.new_secret()
    authenticator_apps.add(user, secret, shown(secret=secret), name="x", by=actor_for(user))
    with pytest.raises(AppCodeUsed):
        authenticator_apps.check(user, shown(secret=secret))


@pytest.mark.django_db
def test_another_persons_application_opens_nothing():
    enrol(UserFactory())
    with pytest.raises(WrongAppCode):
        authenticator_apps.check(UserFactory(), shown())


@pytest.mark.django_db
def test_its_secret_lies_sealed_for_its_owner_and_under_the_sites_key(settings):
    user = UserFactory()
    app = enrol(user)
    assert RFC_SECRET not in str(AuthenticatorApp.objects.values().get())
    assert unseal(app.sealed_secret, owner=user.pk) == RFC_SECRET
    with pytest.raises(BrokenSeal):
        unseal(app.sealed_secret, owner=UserFactory().pk)
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(WrongAppCode):
        authenticator_apps.check(user, shown())


@pytest.mark.parametrize("text", ["", "é", "AAAA", "not base64!"])
def test_what_is_no_seal_is_said_to_be_broken(text: str):
    with pytest.raises(BrokenSeal):
        unseal(text, owner=1)


def test_a_seal_cut_short_is_broken():
    with pytest.raises(BrokenSeal):
        unseal(seal("x", owner=1)[:-4], owner=1)


@pytest.mark.django_db
def test_the_sixth_try_is_not_looked_at_and_success_begins_anew():
    user = UserFactory()
    enrol(user)
    with time_machine.travel(0, tick=False) as clock:
        clock.move_to(1_900_000_000)
        wrong = f"{(int(shown()) + 1) % 1_000_000:06d}"
        for _ in range(5):
            with pytest.raises(WrongAppCode):
                authenticator_apps.check(user, wrong)
        with pytest.raises(tries.TooManyTries):
            authenticator_apps.check(user, shown())
        clock.shift(61)
        authenticator_apps.check(user, shown())


@pytest.mark.django_db(transaction=True)
def test_many_codes_at_once_get_five_comparisons(monkeypatch: pytest.MonkeyPatch):
    user = UserFactory()
    enrol(user)
    compared: list[str] = []
    monkeypatch.setattr(authenticator_apps, "_step_of", lambda _, typed: compared.append(typed))
    a_few_rounds(lambda number: authenticator_apps.check(user, f"{number:06d}"))
    assert len(compared) == 5


@pytest.mark.django_db(transaction=True)
def test_the_right_code_many_times_at_once_opens_once():
    user = UserFactory()
    enrol(user)
    code, opened = shown(), []
    a_few_rounds(lambda _: opened.append(authenticator_apps.check(user, code)))
    assert len(opened) == 1
