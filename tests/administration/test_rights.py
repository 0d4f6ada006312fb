"""Rights are given and taken, never one's own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.accounts.models import OpenSession, Right, Standing, rights_of
from telavis.administration import actions
from tests.administration.administering import administrator, last_act, open_session, sentence
from tests.factories import UserFactory
from tests.registrations.applying import mails_to

pytestmark = pytest.mark.django_db


def test_a_right_is_given_with_its_trace_and_a_mail():
    user, by = UserFactory(), administrator()
    actions.give_right(user, Right.AUDITOR, by=by)
    assert rights_of(user.pk) == {Right.AUDITOR}
    assert last_act(user).detail == {"did": "give_right", "right": "auditor"}
    assert "un droit vous est donné" in mails_to(user.email)[0]


def test_the_other_administrators_learn_of_a_new_one():
    by, other = administrator(), administrator()
    actions.give_right(UserFactory(), Right.ADMINISTRATOR, by=by)
    assert any("un nouvel administrateur" in subject for subject in mails_to(other.user.email))
    assert not any("un nouvel administrateur" in subject for subject in mails_to(by.user.email))


def test_a_right_is_given_once_and_to_an_open_account_without_end():
    by, user = administrator(), UserFactory()
    actions.give_right(user, Right.AUDITOR, by=by)
    assert "déjà" in sentence(lambda: actions.give_right(user, Right.AUDITOR, by=by))
    closed = UserFactory(standing=Standing.SUSPENDED)
    assert "pas ouvert" in sentence(lambda: actions.give_right(closed, Right.AUDITOR, by=by))
    leaving = UserFactory(expires_on=timezone.localdate() + timedelta(days=9))
    assert "dernier jour" in sentence(lambda: actions.give_right(leaving, Right.ADMINISTRATOR, by=by))


def test_what_is_taken_away_ends_the_sessions():
    by, other = administrator(), administrator()
    open_session(other.user)
    actions.take_right(other.user, Right.ADMINISTRATOR, by=by)
    assert rights_of(other.user.pk) == frozenset()
    assert not OpenSession.objects.filter(user=other.user).exists()
    assert last_act(other.user).detail["did"] == "take_right"


def test_nobody_takes_their_own_right_so_the_last_administrator_stays():
    by = administrator()
    assert "propre compte" in sentence(lambda: actions.take_right(by.user, Right.ADMINISTRATOR, by=by))
    assert "n’a pas" in sentence(lambda: actions.take_right(UserFactory(), Right.AUDITOR, by=by))
