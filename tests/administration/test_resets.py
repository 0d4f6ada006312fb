"""The ways into an account are taken away by two administrators."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from telavis.accounts.actions import tries
from telavis.accounts.models import CodeChannel, CodePurpose, OneTimeCode, OpenSession
from telavis.administration import actions
from telavis.administration.models import AccessReset, AskedState
from telavis.administration.queries.accounts import tries_at
from tests.administration.administering import administrator, last_act, open_session, sentence
from tests.factories import UserFactory
from tests.registrations.applying import mails_to

pytestmark = pytest.mark.django_db


def test_asking_changes_nothing_and_tells_the_holder_and_the_others():
    user, by, other = UserFactory(), administrator(), administrator()
    user.set_password("une-phrase-que-je-retiens")
    user.save(update_fields=["password"])
    reset = actions.ask_reset(user, reason="Rappelée au service.", by=by)
    user.refresh_from_db()
    assert user.has_usable_password()
    assert reset.state == AskedState.WAITING
    assert "est demandée" in mails_to(user.email)[0]
    assert any("attend votre confirmation" in subject for subject in mails_to(other.user.email))


def test_another_one_confirms_and_every_way_in_is_gone():
    user, asker, other = UserFactory(), administrator(), administrator()
    user.set_password("une-phrase-que-je-retiens")
    user.save(update_fields=["password"])
    open_session(user)
    OneTimeCode.objects.create(
        purpose=CodePurpose.SIGN_IN, user=user, channel=CodeChannel.SMS, expires_at=timezone.now()
    )
    tries.count_try(tries.PASSWORD, user.username)
    assert tries_at(user)
    actions.confirm_reset(actions.ask_reset(user, reason="x", by=asker), by=other)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert not OpenSession.objects.filter(user=user).exists()
    assert not OneTimeCode.objects.filter(user=user).exists()
    assert tries_at(user) == []
    assert last_act(user).detail == {"did": "confirm_reset", "asked_by": asker.user_label}


def test_a_new_address_holds_only_once_it_is_confirmed_and_both_are_told():
    user, asker, other = UserFactory(), administrator(), administrator()
    former = user.email
    reset = actions.ask_reset(user, reason="x", new_email="nouvelle@exemple.fr", by=asker)
    user.refresh_from_db()
    assert user.email == former
    actions.confirm_reset(reset, by=other)
    user.refresh_from_db()
    assert user.email == "nouvelle@exemple.fr"
    for address in (former, "nouvelle@exemple.fr"):
        assert any("remis à zéro" in subject for subject in mails_to(address))


def test_the_address_of_another_account_is_refused():
    by, taken = administrator(), UserFactory(email="prise@exemple.fr")
    administrator()
    typed = taken.email.upper()
    assert "autre compte" in sentence(
        lambda: actions.ask_reset(UserFactory(), reason="x", new_email=typed, by=by)
    )


def test_whoever_asked_does_not_confirm_and_neither_does_the_holder():
    asker, holder = administrator(), administrator()
    administrator()
    reset = actions.ask_reset(holder.user, reason="x", by=asker)
    assert "Vous l’avez demandée" in sentence(lambda: actions.confirm_reset(reset, by=asker))
    assert "propre compte" in sentence(lambda: actions.confirm_reset(reset, by=holder))


def test_the_database_itself_wants_two_persons():
    asker = administrator()
    with pytest.raises(IntegrityError, match="access_reset_takes_two_persons"), transaction.atomic():
        AccessReset.objects.create(
            user=UserFactory(),
            state=AskedState.CONFIRMED,
            asked_by_id=asker.user_id,
            settled_by_id=asker.user_id,
            settled_at=timezone.now(),
        )


def test_alone_an_administrator_is_told_of_the_command():
    by = administrator()
    assert "recover_admin" in sentence(lambda: actions.ask_reset(UserFactory(), reason="x", by=by))


def test_it_is_asked_once_and_the_second_who_decides_reads_who_was_first():
    user, asker, other = UserFactory(), administrator(), administrator(full_name="Anne Première")
    reset = actions.ask_reset(user, reason="x", by=asker)
    assert "déjà demandée" in sentence(lambda: actions.ask_reset(user, reason="x", by=other))
    actions.confirm_reset(reset, by=other)
    assert "par Anne Première" in sentence(lambda: actions.abandon_reset(reset, by=asker))


def test_after_a_week_it_no_longer_holds_and_may_be_asked_anew():
    user, asker, other = UserFactory(), administrator(), administrator()
    reset = actions.ask_reset(user, reason="x", by=asker)
    AccessReset.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert "sept jours" in sentence(lambda: actions.confirm_reset(reset, by=other))
    again = actions.ask_reset(user, reason="y", by=asker)
    assert again.state == AskedState.WAITING


def test_what_is_abandoned_changes_nothing():
    user, asker = UserFactory(), administrator()
    administrator()
    user.set_password("une-phrase-que-je-retiens")
    user.save(update_fields=["password"])
    reset = actions.abandon_reset(actions.ask_reset(user, reason="x", by=asker), by=asker)
    user.refresh_from_db()
    assert (reset.state, user.has_usable_password()) == (AskedState.ABANDONED, True)


@pytest.mark.parametrize("since", [timedelta(0), timedelta(hours=23)])
def test_whoever_was_just_made_an_administrator_confirms_nothing(since: timedelta):
    """Else one administrator alone gives the right to a straw man, and is two."""
    asker, straw_man = administrator(), administrator(since=since)
    reset = actions.ask_reset(UserFactory(), reason="x", by=asker)
    assert "moins d’un jour" in sentence(lambda: actions.confirm_reset(reset, by=straw_man))
