"""A query of Django's that is made into SQL once."""

from uuid import UUID

import pytest

from telavis.accounts.models import User
from telavis.directory.models import PractitionerRole
from telavis.gateways.statements import Statement
from tests.factories import RoleFactory, UserFactory

pytestmark = pytest.mark.django_db

SOMEBODY = UUID(int=0)


def test_each_run_puts_its_own_values_where_the_stand_ins_were():
    one, other = UserFactory(), UserFactory()
    account = Statement(lambda: User.objects.filter(pk=SOMEBODY))
    assert [account.row({SOMEBODY: each.pk}) for each in (one, other, one)] == [one, other, one]
    assert account.row({SOMEBODY: UUID(int=1)}) is None


def test_the_query_is_written_once():
    written: list[str] = []

    def write():
        written.append("once more")
        return User.objects.order_by("username")

    accounts, users = Statement(write), [UserFactory(username="b"), UserFactory(username="a")]
    assert accounts.rows({}) == users[::-1]
    assert accounts.rows({}) == users[::-1]
    assert written == ["once more"]


def test_what_it_joins_and_what_it_adds_come_with_the_row(django_assert_num_queries):
    role = RoleFactory()
    roles = PractitionerRole.objects.filter(pk=SOMEBODY).select_related("practitioner__user", "organization")
    with django_assert_num_queries(1):
        found = Statement(lambda: roles).row({SOMEBODY: role.pk})
        assert found is not None
        assert (found.practitioner.user, found.organization) == (role.practitioner.user, role.organization)


def test_a_statement_that_is_run_often_is_planned_once_and_finds_what_was_written_meanwhile():
    account = Statement(lambda: User.objects.filter(pk=SOMEBODY))
    user = UserFactory()
    for turn in range(15):
        User.objects.filter(pk=user.pk).update(full_name=f"Dr {turn}")
        found = account.row({SOMEBODY: user.pk})
        assert found is not None
        assert found.full_name == f"Dr {turn}"
