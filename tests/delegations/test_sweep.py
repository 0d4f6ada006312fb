"""Of people who never came, nothing is kept; what was accepted stays."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from telavis.delegations import actions
from telavis.delegations.actions.sweep import ANSWER_WITHIN
from telavis.delegations.models import LASTS, Invitation, Joining
from tests.factories import RoleFactory
from tests.web.delegates.joining import EMAIL, at, begun, invited
from tests.web.desks import desk_of

pytestmark = pytest.mark.django_db


def test_what_was_typed_and_not_finished_goes_within_a_day():
    old, fresh = (begun(invited(RoleFactory())) for _ in range(2))
    Joining.objects.filter(pk=old.pk).update(begun_at=timezone.now() - ANSWER_WITHIN - timedelta(minutes=1))
    assert actions.sweep(timezone.now()) == 1
    assert list(Joining.objects.all()) == [fresh]
    assert Invitation.objects.count() == 2


def test_an_invitation_that_nobody_accepted_goes_and_the_others_stay():
    accepted, late, fresh = (invited(RoleFactory()) for _ in range(3))
    desk_of(RoleFactory(practitioner__user__email=EMAIL)).post(at(accepted, "accepter/"))
    long_ago = timezone.now() - 2 * LASTS - timedelta(minutes=1)
    Invitation.objects.exclude(pk=fresh.pk).update(invited_at=long_ago)
    actions.sweep(timezone.now())
    assert set(Invitation.objects.all()) == {accepted, fresh}
    assert Client().get(at(late)).status_code == 404
