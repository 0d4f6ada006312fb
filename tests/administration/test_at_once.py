"""Two administrators at the same moment, each with a connection of their own: one does, the other reads why not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from telavis.accounts.models import Right
from telavis.administration import actions
from telavis.administration.models import AccessReset
from telavis.administration.permissions import open_administrators
from telavis.audit.queries import acts_upon
from telavis.values.refused import Refused
from tests.administration.administering import administrator
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What came of each: «done», or the kind of the refusal."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            start.wait(timeout=10)
            act()
        except (PermissionDenied, Refused) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_of_two_administrators_who_act_at_once_one_stays_and_a_reset_is_decided_once():
    first, second, third = administrator(), administrator(), administrator()
    reset = actions.ask_reset(UserFactory(), reason="x", by=first)
    came = at_once(
        lambda: actions.confirm_reset(reset, by=second), lambda: actions.abandon_reset(reset, by=third)
    )
    assert came == ["Refused", "done"]
    assert AccessReset.objects.get(pk=reset.pk).settled_at
    decided = acts_upon(reset.user_id).exclude(detail__did="ask_reset")
    assert decided.count() == 1
    actions.take_right(third.user, Right.ADMINISTRATOR, by=first)
    came = at_once(
        lambda: actions.suspend(second.user, reason="x", by=first),
        lambda: actions.take_right(first.user, Right.ADMINISTRATOR, by=second),
    )
    assert came == ["NotAllowed", "done"]
    assert len(open_administrators()) == 1
