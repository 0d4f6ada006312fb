"""The demonstration: complete, plausible, fictitious, and the same for the same seed."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Max, Min
from django.utils import timezone

from telavis.accounts.models import Right, User
from telavis.audit.administration import Act
from telavis.audit.models import AuditAction, AuditEvent
from telavis.cli.management.commands import load_demo as command
from telavis.demo.accounts import ACCOUNTS, PASSWORD
from telavis.demo.load import load_demo
from telavis.demo.pictures import draw_picture, draw_report, draw_tracing, draw_values, jpeg
from telavis.directory.models import HealthcareService, Organization, Practitioner
from telavis.documents.models import Document, DocumentKind, DocumentState
from telavis.patients.models import IdentityVersion, LikelyDuplicate, Patient
from telavis.service_requests.models import Answer, Message, ReadMark, ServiceRequest, Share
from telavis.service_requests.workflow import State
from telavis.services.models import ServiceOffer
from telavis.studio.models import FormWork
from telavis.values.ins import InsOid
from telavis.values.rpps import RPPS

DOUBLES = 6


@pytest.fixture(autouse=True)
def _with_the_demonstration(demonstration: None, db: None) -> None:
    """Each test reads it."""


def test_it_holds_what_visitors_need():
    assert Organization.objects.count() == 5
    assert HealthcareService.objects.filter(is_published=True).count() == 8
    assert ServiceOffer.objects.values("request_type").distinct().count() == 8
    assert Practitioner.objects.exclude(rpps="").count() == 60
    assert Patient.objects.count() == 500 + DOUBLES
    assert ServiceRequest.objects.count() == 600


def test_the_identity_desk_has_doubles_to_examine_and_two_persons_told_apart():
    assert User.objects.get(username="identites").rights.get().right == Right.IDENTITY_DESK
    states = Counter(LikelyDuplicate.objects.values_list("state", flat=True))
    assert states == {"waiting": DOUBLES - 1, "apart": 1}
    for end in ("first", "second"):
        asked = ServiceRequest.objects.filter(patient__in=LikelyDuplicate.objects.values(end))
        assert asked.values("patient").distinct().count() == DOUBLES


def test_what_an_administrator_asked_stands_in_their_log():
    (traced,) = AuditEvent.objects.filter(action=AuditAction.ADMINISTER, object_kind="account")
    assert (traced.detail["did"], traced.user_label) == (Act.ASK_RESET, "Sacha Perrin")


def test_the_dermatology_has_signed_a_form_of_its_own_and_writes_another():
    by_state = {work.state: work for work in FormWork.objects.select_related("published")}
    assert by_state["published"].published.validation.startswith("validé par Dr Hélène d’Arbois, RPPS ")
    assert by_state["editing"].changes.count() == 2


def test_every_state_has_some_requests():
    counts = dict(ServiceRequest.objects.values_list("state").annotate(Count("pk")))
    assert set(counts) == set(State)


def test_there_are_answers_messages_shares_and_read_marks():
    assert Answer.objects.count() > 300
    assert min(Message.objects.count(), Share.objects.count(), ReadMark.objects.count()) > 20


@pytest.mark.parametrize("code", ["dermatologie", "nephrologie", "cardiologie-ecg"])
def test_requests_of_a_form_that_is_whole_lack_nothing(code: str):
    of_type = ServiceRequest.objects.filter(request_type__code=code, state=State.ANSWERED)
    assert {each.missing_count for each in of_type} == {0}


def test_pictures_and_reports_are_joined():
    for kind in DocumentKind:
        assert Document.objects.filter(kind=kind, state=DocumentState.READY).count() > 100


def test_the_same_seed_draws_the_same_files():
    for draw in (
        lambda seed: draw_report(draw_values(Random(seed))),
        lambda seed: jpeg(draw_tracing(Random(seed))),
    ):
        assert draw(4) == draw(4) != draw(5)
    assert jpeg(draw_picture(Random(4))) == jpeg(draw_picture(Random(4))) != jpeg(draw_picture(Random(5)))


def test_requests_are_spread_over_twelve_months():
    asked = ServiceRequest.objects.aggregate(first=Min("created_at"), last=Max("created_at"))
    assert timedelta(days=330) < asked["last"] - asked["first"] < timedelta(days=367)
    assert timezone.now() - asked["last"] < timedelta(days=2)


@pytest.mark.parametrize("said", ["d’", "Van den ", "-", "N’", "é", "Ç", "ñ"])
def test_names_are_of_every_kind(said: str):
    assert IdentityVersion.objects.filter(birth_name__contains=said).exists()


@pytest.mark.parametrize("place", ["2A", "2B", "97", "99"])
def test_patients_are_born_in_corsica_overseas_and_abroad(place: str):
    assert IdentityVersion.objects.filter(birth_place_code__startswith=place).exists()


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
