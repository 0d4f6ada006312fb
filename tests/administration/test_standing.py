"""An account is suspended, opened again, given a last day."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from telavis.accounts.models import OpenSession, Standing
from telavis.administration import actions
from telavis.directory.actors import Actor
from tests.administration.administering import administrator, last_act, open_session, sentence
from tests.factories import UserFactory
from tests.registrations.applying import mails_to

pytestmark = pytest.mark.django_db


def test_a_suspended_account_has_no_session_left_and_its_holder_is_told():
    user, by = UserFactory(), administrator()
    open_session(user)
    actions.suspend(user, reason="Départ signalé.", by=by)
    user.refresh_from_db()
    assert user.standing == Standing.SUSPENDED
    assert not OpenSession.objects.filter(user=user).exists()
    assert "votre compte est suspendu" in mails_to(user.email)[0]
    act = last_act(user)
    assert (act.detail, act.user_id) == ({"did": "suspend", "reason": "Départ signalé."}, by.user_id)


def test_nobody_suspends_themselves():
    by = administrator()
    assert "votre propre compte" in sentence(lambda: actions.suspend(by.user, reason="x", by=by))


def test_who_does_not_administer_suspends_nobody():
    with pytest.raises(PermissionDenied):
        actions.suspend(UserFactory(), reason="x", by=Actor(user=UserFactory()))


def test_an_administrator_who_was_just_suspended_acts_no_more():
    first, second = administrator(), administrator()
    actions.suspend(second.user, reason="x", by=first)
    with pytest.raises(PermissionDenied):
        actions.suspend(first.user, reason="x", by=second)


def test_suspending_twice_says_so():
    user, by = UserFactory(), administrator()
    actions.suspend(user, reason="x", by=by)
    assert "déjà suspendu" in sentence(lambda: actions.suspend(user, reason="x", by=by))


@pytest.mark.parametrize("act", [actions.suspend, actions.reopen])
def test_who_waits_is_decided_as_a_registration(act):
    user = UserFactory(standing=Standing.PENDING)
    assert "inscription" in sentence(lambda: act(user, reason="x", by=administrator()))


def test_what_is_reopened_is_open_even_after_its_last_day():
    yesterday = timezone.localdate() - timedelta(days=1)
    user = UserFactory(standing=Standing.SUSPENDED, expires_on=yesterday)
    actions.reopen(user, reason="Revenue.", by=administrator())
    user.refresh_from_db()
    assert user.is_open
    assert "votre compte est rouvert" in mails_to(user.email)[0]


def test_what_is_open_is_not_reopened_and_what_was_merged_never():
    by = administrator()
    assert "déjà ouvert" in sentence(lambda: actions.reopen(UserFactory(), reason="x", by=by))
    merged = UserFactory(is_active=False, standing=Standing.SUSPENDED)
    assert "ne se rouvre pas" in sentence(lambda: actions.reopen(merged, reason="x", by=by))


def test_a_last_day_is_kept_and_told():
    user, day = UserFactory(), timezone.localdate() + timedelta(days=30)
    actions.set_last_day(user, day, reason="Remplacement.", by=administrator())
    user.refresh_from_db()
    assert user.expires_on == day
    assert last_act(user).detail["after"] == day.isoformat()
    assert "le dernier jour de votre compte" in mails_to(user.email)[0]


def test_a_last_day_is_not_past_and_no_administrator_has_one():
    by, today = administrator(), timezone.localdate()
    past = today - timedelta(days=1)
    assert "est passé" in sentence(lambda: actions.set_last_day(UserFactory(), past, reason="x", by=by))
    other = administrator().user
    assert "administrateur" in sentence(lambda: actions.set_last_day(other, today, reason="x", by=by))
