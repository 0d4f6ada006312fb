"""Whoever searches many patients in an hour is shown to the administrators, once a day."""

import pytest

from telavis.audit.administration import Act
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import Actor
from telavis.notifications.models import Delivery
from telavis.parameters.models import Parameter
from telavis.patients import openings
from telavis.patients.terms import SearchTerms
from tests.administration.administering import administrator
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MOST = 3


@pytest.fixture(autouse=True)
def few() -> None:
    Parameter.objects.filter(key="patient_searches_an_hour").update(value=MOST)


def search(by: Actor, times: int) -> None:
    for _ in range(times):
        openings.search_patients(SearchTerms(last="Durand"), by=by)


def said() -> list[str]:
    alarms = AuditEvent.objects.filter(action=AuditAction.ADMINISTER, detail__did=Act.MANY_SEARCHES.value)
    return list(alarms.values_list("object_label", flat=True))


def test_beyond_so_many_the_administrators_are_told_once():
    administrator()
    doctor = Actor(user=UserFactory(), label="Dr Martin")
    search(doctor, MOST)
    assert (said(), Delivery.objects.count()) == ([], 0)
    search(doctor, MOST)
    assert (said(), Delivery.objects.count()) == ([doctor.user_label], 1)
    assert doctor.user_label not in Delivery.objects.get().body


def test_searches_of_others_do_not_count():
    doctor, other = (Actor(user=UserFactory(), label=name) for name in ("Dr Martin", "Dr Petit"))
    search(doctor, MOST)
    search(other, MOST)
    assert said() == []
