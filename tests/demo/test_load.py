"""The demonstration: complete, plausible, fictitious, and the same for the same seed."""

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from telavis.accounts.models import User
from telavis.cli.management.commands import load_demo as command
from telavis.demo.accounts import ACCOUNTS, PASSWORD
from telavis.demo.load import load_demo
from telavis.directory.models import HealthcareService, Organization, Practitioner
from telavis.patients.models import IdentityVersion, Patient
from telavis.service_requests.models import Answer, Message, ReadMark, ServiceRequest, Share
from telavis.service_requests.workflow import State
from telavis.services.models import ServiceOffer
from telavis.values.ins import InsOid
from telavis.values.rpps import RPPS


@pytest.fixture(autouse=True)
def _with_the_demonstration(demonstration: None, db: None) -> None:
    """Each test reads it."""


def test_it_holds_what_visitors_need():
    assert Organization.objects.count() == 5
    assert HealthcareService.objects.filter(is_published=True).count() == 8
    assert ServiceOffer.objects.values("request_type").distinct().count() == 8
    assert Practitioner.objects.exclude(rpps="").count() >= 50
    assert Practitioner.objects.count() == 60
    assert Patient.objects.count() == 500
    assert ServiceRequest.objects.count() == 600


def test_every_state_has_some_requests():
    counts = dict(ServiceRequest.objects.values_list("state").annotate(Count("pk")))
    assert set(counts) == set(State)


def test_there_are_answers_messages_shares_and_read_marks():
    assert Answer.objects.count() > 300
    assert min(Message.objects.count(), Share.objects.count(), ReadMark.objects.count()) > 20


def test_a_second_load_changes_nothing():
    assert load_demo() is False
    assert ServiceRequest.objects.count() == 600


def test_every_account_signs_in_with_the_printed_password():
    for account in ACCOUNTS:
        assert User.objects.get(username=account.username).check_password(PASSWORD)


def test_every_number_is_valid_and_every_ins_is_under_the_test_oid():
    for rpps in Practitioner.objects.exclude(rpps="").values_list("rpps", flat=True):
        assert RPPS.parse(rpps).has_valid_key
    oids = IdentityVersion.objects.exclude(ins_oid="").values_list("ins_oid", flat=True).distinct()
    assert list(oids) == [InsOid.TEST]


def test_the_requester_has_two_workplaces():
    requester = User.objects.get(username="requerant")
    assert requester.practitioner.roles.count() == 2


def test_a_production_takes_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(command, "is_production", lambda: True)
    with pytest.raises(CommandError, match="This is a production"):
        call_command("load_demo")
