"""Who left the national directory is looked at once: suspended, or kept with a reason."""

from datetime import date

import pytest

from telavis.administration import actions
from telavis.administration.queries.waiting import departures, left_on
from telavis.directory.models import Practitioner, PublishedProfessional
from telavis.values.rpps import RPPS
from tests.administration.administering import administrator, last_act, sentence
from tests.factories import PractitionerFactory, UserFactory

pytestmark = pytest.mark.django_db
NUMBER = str(RPPS.with_key("1099900900"))


def gone(on: date = date(2026, 11, 2)) -> Practitioner:
    PublishedProfessional.objects.create(
        national_id=RPPS(NUMBER).national_id, family_name="X", given_name="Y", profession="10",
        sort_key="X", fingerprint=1, first_seen_on=date(2026, 1, 1), left_on=on,
    )  # fmt: skip
    who: Practitioner = PractitionerFactory(rpps=NUMBER)
    return who


def test_who_left_waits_until_their_account_is_suspended():
    who = gone()
    assert [each.practitioner for each in departures()] == [who]
    actions.suspend(who.user, reason="Départ.", by=administrator())
    assert departures() == []


def test_who_is_kept_waits_no_more_and_the_trace_says_why():
    who = gone()
    assert left_on(who) == date(2026, 11, 2)
    actions.keep(who.user, reason="Vue hier au service.", by=administrator())
    assert departures() == []
    assert left_on(who) is None
    assert last_act(who.user).detail == {"did": "keep", "reason": "Vue hier au service."}


def test_who_comes_back_then_leaves_again_is_looked_at_again():
    who = gone()
    actions.keep(who.user, reason="x", by=administrator())
    PublishedProfessional.objects.update(left_on=date(2999, 1, 1))
    assert [each.practitioner for each in departures()] == [who]


def test_what_is_not_open_is_not_kept():
    closed = UserFactory(standing="suspended")
    assert "pas ouvert" in sentence(lambda: actions.keep(closed, reason="x", by=administrator()))
