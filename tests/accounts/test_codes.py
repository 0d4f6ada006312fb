"""One-time codes, without a page around them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from telavis.accounts.actions import codes, tries
from telavis.accounts.actions.forgetting import forget_what_is_over
from telavis.accounts.models import CodeChannel, CodePurpose, OneTimeCode, TryCount, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SIGN_IN, RECOVER = CodePurpose.SIGN_IN, CodePurpose.RECOVER


def a_code(user: User | None = None, purpose: CodePurpose = SIGN_IN) -> tuple[OneTimeCode, str]:
    code = codes.prepare(user or UserFactory(), purpose=purpose, channel=CodeChannel.MAIL)
    return code, codes.draw(code)


def test_a_code_is_six_digits_and_leads_to_its_owner() -> None:
    user = UserFactory()
    code, digits = a_code(user)
    assert re.fullmatch(r"[0-9]{6}", digits)
    assert codes.check(code.pk, digits, purpose=SIGN_IN) == user


def test_a_code_to_recover_an_account_signs_nobody_in() -> None:
    code, digits = a_code(purpose=RECOVER)
    with pytest.raises(codes.CodeRefused):
        codes.check(code.pk, digits, purpose=SIGN_IN)


def test_the_digits_of_one_code_do_not_open_another() -> None:
    user = UserFactory()
    (_, digits), (other, expected) = a_code(user), a_code(user)
    if digits != expected:
        with pytest.raises(codes.WrongCode):
            codes.check(other.pk, digits, purpose=SIGN_IN)


def test_a_code_that_was_never_drawn_fits_nothing() -> None:
    code = codes.prepare(None, purpose=RECOVER, channel=CodeChannel.MAIL)
    for typed in ("000000", "", "123456"):
        with pytest.raises(codes.WrongCode):
            codes.check(code.pk, typed, purpose=RECOVER)


def test_who_asks_to_recover_an_account_does_not_use_up_the_codes_of_its_holder() -> None:
    user = UserFactory()
    code, digits = a_code(user)
    for _ in range(25):
        tries.count_try(tries.CODE, codes.subject_of(user, RECOVER, ""))
    assert codes.check(code.pk, digits, purpose=SIGN_IN) == user


def test_wrong_codes_of_one_account_add_up_over_its_codes() -> None:
    user = UserFactory()
    for _ in range(5):
        code, digits = a_code(user)
        for _ in range(5):
            with pytest.raises(codes.WrongCode):
                codes.check(code.pk, f"{(int(digits) + 1) % 1_000_000:06d}", purpose=SIGN_IN)
    code, digits = a_code(user)
    with pytest.raises(tries.TooManyTries):
        codes.check(code.pk, digits, purpose=SIGN_IN)


@pytest.mark.parametrize(
    ("mobile", "email", "wish", "channel"),
    [
        ("+33612345678", "a@b.fr", "sms", "sms"),
        ("+33612345678", "a@b.fr", "mail", "mail"),
        ("", "a@b.fr", "sms", "mail"),
        ("+33612345678", "", "mail", "sms"),
        ("", "", "mail", None),
        ("+33612345678", "a@b.fr", "pigeon", "mail"),
    ],
)
def test_a_wish_is_followed_where_the_person_can_be_reached(
    mobile: str, email: str, wish: str, channel: str | None
) -> None:
    assert codes.reachable_channel(User(mobile=mobile, email=email), wish) == channel


def test_what_is_over_is_erased_at_night() -> None:
    a_code()
    tries.count_try(tries.PASSWORD, "claire")
    forget_what_is_over()
    assert (OneTimeCode.objects.count(), TryCount.objects.count()) == (1, 1)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        forget_what_is_over()
    assert (OneTimeCode.objects.count(), TryCount.objects.count()) == (0, 0)
