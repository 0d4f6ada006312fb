"""Somebody decides that this person may not come in, and says why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.accounts.actions import contact
from telavis.accounts.models import CodeChannel, Standing, User
from telavis.notifications.models import Delivery
from telavis.registrations import actions
from telavis.registrations.models import Registration
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.queries.queue import last_words
from telavis.registrations.steps import NotAllowed
from telavis.registrations.workflow import State, StepRefused, Verb
from tests.registrations.applying import EMAIL, an_administrator, mails_to, submit

pytestmark = pytest.mark.django_db
REASON = "Le nom ne correspond pas au numéro RPPS."


def test_the_account_stays_closed_and_the_reason_is_kept():
    registration = actions.refuse(submit(), reason=REASON, by=an_administrator())
    assert (registration.state, registration.user.standing) == (State.REFUSED, Standing.PENDING)
    assert last_words(registration, Verb.REFUSE) == REASON


def test_the_mail_says_that_there_is_a_reason_and_not_which():
    actions.refuse(submit(), reason=REASON, by=an_administrator())
    assert mails_to(EMAIL)[-1] == "Télavis, CHU d’Aquilon : votre inscription n’est pas validée"
    assert not Delivery.objects.filter(body__contains=REASON).exists()


def test_who_has_changed_address_since_reads_it_at_the_new_one():
    registration = submit()
    contact.change(registration.user, CodeChannel.MAIL, "nouvelle@exemple.fr")
    before = len(mails_to(EMAIL))
    actions.refuse(registration, reason=REASON, by=an_administrator())
    assert len(mails_to(EMAIL)) == before
    assert mails_to("nouvelle@exemple.fr")


def test_refused_it_is_no_longer_approved():
    registration = actions.refuse(submit(), reason=REASON, by=an_administrator())
    with pytest.raises(StepRefused, match="a déjà refusée"):
        actions.approve(registration, by=an_administrator())


def test_the_applicant_decides_nothing():
    with pytest.raises(NotAllowed):
        actions.refuse(submit(), reason=REASON, by=APPLICANT)


def test_after_a_month_it_is_erased_and_the_address_is_free():
    actions.refuse(submit(), reason=REASON, by=an_administrator())
    assert actions.sweep(timezone.now() + timedelta(days=29)) == 0
    assert actions.sweep(timezone.now() + timedelta(days=31)) == 1
    assert not Registration.objects.exists()
    assert not User.objects.filter(email=EMAIL).exists()
