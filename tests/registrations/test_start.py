"""The first page: what is claimed, what the directory says, and the texts."""

import pytest

from telavis.accounts.actions import tries
from telavis.registrations import actions
from telavis.registrations.actions.start import Claim
from telavis.registrations.models import RegistrationStep, Source
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.queries.evidence import identity_of, is_known
from telavis.registrations.queries.texts import texts_in_force
from telavis.registrations.workflow import State
from tests.registrations.applying import ADDRESS, NUMBER, UNKNOWN_NUMBER, begin, known_professional, submit

pytestmark = pytest.mark.django_db


def test_a_known_number_with_its_name_tells_who_it_is():
    known_professional()
    registration = begin(family_name="dubois")
    assert (registration.state, is_known(registration)) == (State.BEGUN, True)
    assert identity_of(registration).given_name == "Jeanne"
    assert len(identity_of(registration).workplaces) == 1


def test_a_known_number_with_another_name_is_not_believed():
    known_professional()
    registration = begin(family_name="Petit")
    assert not is_known(registration)
    assert identity_of(registration).source == Source.TYPED


def test_an_unknown_number_rests_on_what_is_typed():
    registration = begin(UNKNOWN_NUMBER)
    assert [row.source for row in registration.evidence.all()] == [Source.TYPED]


def test_the_journal_begins():
    registration = begin()
    verbs = RegistrationStep.objects.filter(registration_id=registration.pk).values_list("verb", flat=True)
    assert list(verbs) == ["start", "accept_texts"]


def test_beginning_again_abandons_what_was_begun():
    former = begin()
    actions.start(
        Claim(NUMBER, "Dubois"), texts=texts_in_force(), instead_of=former, address=ADDRESS, by=APPLICANT
    )
    former.refresh_from_db()
    assert (former.state, former.rpps, former.evidence.count()) == (State.ABANDONED, "", 0)


def test_beginning_again_touches_nothing_that_was_sent():
    sent = submit()
    actions.start(
        Claim(NUMBER, "Dubois"), texts=texts_in_force(), instead_of=sent, address=ADDRESS, by=APPLICANT
    )
    sent.refresh_from_db()
    assert sent.state == State.WAITING


def test_one_address_begins_a_hundred_times_an_hour_at_most():
    begin()
    for _ in range(99):
        tries.count_try(tries.SIGN_UP_FROM_ADDRESS, ADDRESS)
    with pytest.raises(tries.TooManyTries):
        begin()
