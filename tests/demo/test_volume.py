"""A large demonstration: as many requests as asked, each keeping the promises of the database."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Q

from telavis.accounts.models import User
from telavis.demo.volume import NoDemonstration, make_volume
from telavis.patients.models import Patient
from telavis.service_requests.models import ServiceRequest, Transition
from telavis.service_requests.workflow import State
from telavis.values.references import Reference

SENT, TOTAL = 600, 1500


@pytest.fixture(scope="module")
def made(demonstration: None, django_db_blocker: pytest.fixture) -> set[object]:
    """The constraints that wait for the end of a transaction are checked by making it."""
    with django_db_blocker.unblock():
        before = set(ServiceRequest.objects.values_list("pk", flat=True))
        assert make_volume(TOTAL, seed=7) == TOTAL - SENT
        return set(ServiceRequest.objects.values_list("pk", flat=True)) - before


@pytest.fixture
def added(made: set[object], db: None) -> set[object]:
    return made


def test_there_are_as_many_requests_as_asked_and_no_more(added: set[object]):
    assert ServiceRequest.objects.count() == TOTAL
    assert make_volume(TOTAL) == 0


def test_nearly_all_are_closed_and_the_others_are_open(added: set[object]):
    counts = dict(
        ServiceRequest.objects.filter(pk__in=added).values_list("state").annotate(number=Count("pk"))
    )
    assert set(counts) <= {State.CLOSED, State.SENT, State.TAKEN, State.ON_HOLD}
    assert 0.94 < counts[State.CLOSED] / len(added) < 0.99


def test_half_of_them_go_to_dermatology(added: set[object]):
    there = ServiceRequest.objects.filter(pk__in=added, healthcare_service__name="Dermatologie").count()
    assert 0.4 < there / len(added) < 0.6


def test_every_reference_is_right(added: set[object]):
    for reference in ServiceRequest.objects.filter(pk__in=added).values_list("reference", flat=True):
        assert Reference.parse(reference) == reference


def test_each_has_rows_of_its_own(added: set[object]):
    requests = ServiceRequest.objects.filter(pk__in=added)
    assert requests.values("folder", "response").distinct().count() == len(added)
    assert not requests.exclude(Q(answer=None) | Q(answer__service_request=F("pk"))).exists()
    assert not requests.exclude(identity_version=F("patient__current")).exists()
    assert Patient.objects.count() > 500


def test_the_journal_tells_of_the_one_who_asked(added: set[object]):
    for request in ServiceRequest.objects.filter(pk__in=list(added)[:20]).select_related("requester"):
        sending = Transition.objects.get(service_request_id=request.pk, verb="send")
        assert sending.role_label == str(request.requester)
        assert sending.reference == request.reference
        assert sending.occurred_at == request.sent_at


def test_a_database_without_the_demonstration_is_refused(added: set[object]):
    User.objects.update(is_demo=False)
    with pytest.raises(NoDemonstration):
        make_volume(10)
    with pytest.raises(CommandError, match="no demonstration"):
        call_command("make_volume", requests=10)
