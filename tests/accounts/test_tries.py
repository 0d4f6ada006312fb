"""Tries are counted in rows, before anything is compared, by as many threads as one likes."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from telavis.accounts.actions import codes, passwords, tries
from telavis.accounts.actions.tries import CODE_SENT, PASSWORD, TooManyTries, count_try
from telavis.accounts.models import CodeChannel, CodePurpose, TryCount, User
from tests.accounts.at_once import a_few_rounds, at_once
from tests.factories import UserFactory


def refused(limit: tries.Limit, subject: str = "claire") -> TooManyTries:
    with pytest.raises(TooManyTries) as refusal:
        count_try(limit, subject)
    return refusal.value


@pytest.mark.django_db
def test_five_tries_then_a_wait_that_is_told() -> None:
    started = timezone.now()
    for _ in range(5):
        count_try(PASSWORD, "claire")
    until = refused(PASSWORD).until
    assert until is not None
    assert timedelta(0) < until - started <= timedelta(minutes=1, seconds=5)


@pytest.mark.django_db
def test_waits_grow_with_failures_and_end_with_a_full_stop() -> None:
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        while True:
            for _ in range(5):
                count_try(PASSWORD, "claire")
            until = refused(PASSWORD).until
            if until is None:
                break
            waits.append((until - timezone.now()).total_seconds() / 60)
            clock.shift(until - timezone.now())
    assert waits == [1, 5, 15, 15, *[60] * 6, *[240] * 9]
    assert TryCount.objects.get().failures == 100


@pytest.mark.django_db
def test_success_begins_anew() -> None:
    for _ in range(5):
        count_try(PASSWORD, "claire")
    tries.forget_failures(PASSWORD, "claire")
    count_try(PASSWORD, "claire")
    assert TryCount.objects.get().failures == 1


@pytest.mark.django_db
def test_what_is_given_back_was_never_taken() -> None:
    for _ in range(200):
        count_try(tries.PASSWORD_FROM_ADDRESS, "192.0.2.1")
        tries.give_back(tries.PASSWORD_FROM_ADDRESS, "192.0.2.1")
    assert TryCount.objects.get().tries == 0


@pytest.mark.django_db
def test_each_subject_and_each_kind_has_its_own_count() -> None:
    for _ in range(5):
        count_try(CODE_SENT, "claire")
    refused(CODE_SENT)
    count_try(CODE_SENT, "paul")
    count_try(PASSWORD, "claire")


@pytest.mark.django_db
def test_neither_a_name_nor_an_address_is_kept_in_clear() -> None:
    count_try(PASSWORD, "claire@exemple.fr")
    assert "claire" not in str(TryCount.objects.values().get())


@pytest.mark.django_db(transaction=True)
def test_five_hundred_passwords_at_once_get_five_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserFactory()
    compared: list[str] = []
    monkeypatch.setattr(User, "has_usable_password", lambda _: True)
    monkeypatch.setattr(User, "check_password", lambda _, raw: bool(compared.append(raw)))
    at_once(
        lambda number: passwords.check_credentials(
            user, typed_name="claire", password=str(number), address=f"192.0.2.{number}"
        )
    )
    assert len(compared) == 5


@pytest.mark.django_db(transaction=True)
def test_five_hundred_codes_at_once_get_five_comparisons(monkeypatch: pytest.MonkeyPatch) -> None:
    code = codes.prepare(UserFactory(), purpose=CodePurpose.SIGN_IN, channel=CodeChannel.MAIL)
    codes.draw(code)
    compared: list[str] = []
    monkeypatch.setattr(codes, "constant_time_compare", lambda _, typed: bool(compared.append(typed)))
    at_once(lambda number: codes.check(code.pk, f"{number:06d}", purpose=CodePurpose.SIGN_IN))
    assert len(compared) == 5


@pytest.mark.django_db(transaction=True)
def test_the_right_code_typed_many_times_at_once_opens_once() -> None:
    code = codes.prepare(UserFactory(), purpose=CodePurpose.SIGN_IN, channel=CodeChannel.MAIL)
    digits = codes.draw(code)
    opened: list[User] = []
    a_few_rounds(lambda _: opened.append(codes.check(code.pk, digits, purpose=CodePurpose.SIGN_IN)))
    assert len(opened) == 1


LIMITS = [each for each in vars(tries).values() if isinstance(each, tries.Limit)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "limit", [each for each in LIMITS if "address" in each.kind], ids=lambda each: each.kind
)
def test_one_line_of_the_network_counts_once_however_many_addresses_it_holds(limit: tries.Limit) -> None:
    for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::7", "2001:db8:1:3::1"):
        count_try(limit, address)
    assert sorted(TryCount.objects.values_list("tries", flat=True)) == [1, 2]


@pytest.mark.django_db
def test_an_address_of_ipv4_is_the_same_however_it_is_written() -> None:
    for address in ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.2"):
        count_try(tries.PASSWORD_FROM_ADDRESS, address)
    assert sorted(TryCount.objects.values_list("tries", flat=True)) == [1, 2]
