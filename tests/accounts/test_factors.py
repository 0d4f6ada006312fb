"""What happens to all the factors of an account together."""

from collections.abc import Callable

import pytest

from telavis.accounts.actions import factors, recovery_codes
from telavis.accounts.actions.administrators import recover_administrator
from telavis.accounts.actions.resetting import forget_ways_in
from telavis.accounts.actions.unblocking import Console
from telavis.accounts.models import AccountRight, CodeChannel, Right, User
from telavis.accounts.queries import second_factors
from telavis.directory.actors import actor_for
from tests.factories import UserFactory
from tests.web.factors.having import a_passkey, an_app

pytestmark = pytest.mark.django_db


def by_two_administrators(user: User) -> None:
    forget_ways_in(user)


def by_the_console(user: User) -> None:
    AccountRight.objects.create(user=user, right=Right.ADMINISTRATOR)
    recover_administrator(user.username, by=Console())


@pytest.mark.parametrize("lose", [by_two_administrators, by_the_console])
def test_who_has_lost_everything_begins_anew(lose: Callable[[User], None]):
    user = UserFactory()
    a_passkey(user)
    an_app(user)
    recovery_codes.renew(user, by=actor_for(user))
    factors.bind(user, CodeChannel.MAIL)
    lose(user)
    left = second_factors(User.objects.get(pk=user.pk))
    assert (left.has_passkey, left.has_app, left.has_recovery_code) == (False, False, False)
    assert left.sendable


def test_only_who_has_another_way_is_bound_to_it():
    user = UserFactory(mobile="")
    factors.bind(user, CodeChannel.MAIL)
    assert not user.recovered_by
    an_app(user)
    factors.bind(user, CodeChannel.MAIL)
    assert second_factors(user).sendable == ()
    factors.note_sign_in(user, is_with_more=False, is_by_code=False)
    assert second_factors(user).sendable == ()
    factors.note_sign_in(user, is_with_more=True, is_by_code=False)
    assert second_factors(user).sendable != ()
