"""The home page: what waits for this person, their drafts, and the files that are theirs to see."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import Delegation, PractitionerRole
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import open_request
from telavis.services.models import MemberKind
from telavis.web.middleware import ON_BEHALF_OF
from tests.factories import (
    LONG_AGO,
    NURSE,
    OPINION,
    SECRETARY,
    ExpertFactory,
    IdentityFactory,
    PatientFactory,
    RoleFactory,
    ServiceFactory,
    ServiceRequestFactory,
    UserFactory,
    actor,
    requester_of,
)
from tests.web.desks import desk_of, statements

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 12


@pytest.fixture
def requester() -> PractitionerRole:
    role: PractitionerRole = RoleFactory()
    return role


def about(name: str) -> dict[str, object]:
    """A request about somebody of this name."""
    identity = IdentityFactory(patient=PatientFactory(), number=2, birth_name=name)
    identity.patient.current = identity
    identity.patient.save(update_fields=["current"])
    return {"patient": identity.patient}


def home(client: Client, **address: str) -> str:
    response = client.get(reverse("home:index"), address)
    assert response.status_code == 200
    return str(response.content.decode())


def counters(page: str) -> list[str]:
    """The three numbers, in their order."""
    return [each.split("<")[0] for each in page.split('<span class="counter__number">')[1:]]


def test_the_words_of_the_memo_and_the_next_act(requester: PractitionerRole):
    page = home(desk_of(requester))
    for words in (
        "Vue activité",
        "Créer une téléexpertise",
        "Dossiers",
        requester.practitioner.user.full_name,
    ):
        assert words in page
    assert f'href="{reverse("compose:start")}"' in page


def test_an_empty_home_says_what_will_stand_there(requester: PractitionerRole):
    page = home(desk_of(requester))
    assert "Aucun dossier pour l’instant" in page
    assert "Brouillons à terminer" not in page
    assert 'role="search"' not in page, "there is nothing to search yet"
    assert counters(page) == ["0", "0", "0"]


def test_the_three_numbers_count_what_is_mine(requester: PractitionerRole):
    ServiceRequestFactory(answered=True, requester=requester)
    ServiceRequestFactory(sent=True, requester=requester)
    ServiceRequestFactory(taken=True, requester=requester)
    ServiceRequestFactory(on_hold=True, requester=requester)
    for trait in ("answered", "sent", "on_hold"):
        ServiceRequestFactory(**{trait: True})
    assert counters(home(desk_of(requester))) == ["1", "2", "1"]


def test_an_answer_is_unread_until_its_requester_opens_it(requester: PractitionerRole):
    answered = ServiceRequestFactory(answered=True, requester=requester)
    desk = desk_of(requester)
    assert "(avis non lu)" in home(desk)
    desk.get(reverse("thread:file", args=[answered.reference]))
    page = home(desk)
    assert "(avis non lu)" not in page
    assert counters(page)[0] == "0"
    assert answered.reference in page


def test_somebody_elses_reading_leaves_it_unread(requester: PractitionerRole):
    answered = ServiceRequestFactory(answered=True, requester=requester)
    colleague: PractitionerRole = RoleFactory()
    actions.share(answered, colleague.practitioner, by=requester_of(answered))
    desk_of(colleague).get(reverse("thread:file", args=[answered.reference]))
    assert "(avis non lu)" in home(desk_of(requester))


def test_an_unread_answer_stays_to_be_read_when_the_file_closes_and_comes_back_when_it_is_corrected(
    requester: PractitionerRole,
):
    answered = ServiceRequestFactory(answered=True, requester=requester)
    actions.close(answered, by=Actor.system())
    desk, file = desk_of(requester), reverse("thread:file", args=[answered.reference])
    page = home(desk, etat="repondus")
    assert ("(avis non lu)" in page, counters(page)[0]) == (True, "1")
    desk.get(file)
    assert counters(home(desk))[0] == "0"
    actions.correct(answered, OPINION, reason="Relu.", by=actor(answered.taken_by))
    page = home(desk)
    assert ("(avis non lu)" in page, counters(page)[0]) == (True, "1")
    desk.get(file)
    assert counters(home(desk))[0] == "0"


def test_a_file_transferred_by_an_expert_says_so(requester: PractitionerRole):
    shared = ServiceRequestFactory(taken=True, requester=requester)
    colleague: PractitionerRole = RoleFactory()
    actions.share(shared, colleague.practitioner, by=actor(shared.taken_by))
    assert f"transféré par {shared.taken_by.practitioner.full_name}" in home(desk_of(colleague))


def test_drafts_are_listed_apart_and_go_on_where_they_stopped(requester: PractitionerRole):
    draft = ServiceRequestFactory(requester=requester, **about("BROUILLON"))
    page = home(desk_of(requester))
    drafts, files = page.split('id="dossiers"')
    assert "Brouillons à terminer" in drafts
    assert f'href="{reverse("compose:resume", args=[draft.pk])}"' in drafts
    assert "BROUILLON" not in files


def test_beyond_three_the_other_drafts_are_one_step_away(requester: PractitionerRole):
    for _ in range(4):
        ServiceRequestFactory(requester=requester)
    shown, others = home(desk_of(requester)).split('id="dossiers"')[0].split("Les autres brouillons")
    assert (shown.count("/demandes/0"), others.count("/demandes/0")) == (3, 1)


def test_a_discarded_draft_waits_in_the_bin_and_comes_back(requester: PractitionerRole):
    discarded = ServiceRequestFactory(discarded=True, requester=requester, **about("CORBEILLE"))
    desk = desk_of(requester)
    assert "CORBEILLE" not in home(desk)
    page = desk.get(reverse("home:bin")).content.decode()
    assert "CORBEILLE" in page
    assert f'action="{reverse("compose:restore", args=[discarded.pk])}"' in page


def test_an_empty_bin_says_so(requester: PractitionerRole):
    assert "La corbeille est vide" in desk_of(requester).get(reverse("home:bin")).content.decode()


# --- what each role sees -----------------------------------------------------------------------------------------
def test_a_colleague_sees_what_is_shared_with_them_and_by_whom(requester: PractitionerRole):
    shared = ServiceRequestFactory(sent=True, requester=requester, **about("PARTAGE"))
    colleague: PractitionerRole = RoleFactory()
    share = actions.share(shared, colleague.practitioner, by=requester_of(shared))
    page = home(desk_of(colleague))
    assert "PARTAGE" in page
    assert f"transféré par {requester.practitioner.full_name}" in page
    assert counters(page) == ["0", "0", "0"], "the numbers are one's own"
    actions.unshare(share, by=requester_of(shared))
    assert "PARTAGE" not in home(desk_of(colleague))


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "demande en attente dans votre service"),
        (1, "demande attend votre service"),
        (2, "demandes attendent votre service"),
    ],
)
def test_who_answers_is_told_how_many_requests_wait(count: int, words: str):
    service = ServiceFactory()
    expert = ExpertFactory(service=service)
    for _ in range(count):
        ServiceRequestFactory(sent=True, healthcare_service=service)
    ServiceRequestFactory(taken=True, healthcare_service=service)
    page = home(desk_of(expert))
    assert counters(page) == [str(count), "0", "0", "0"]
    assert words in page
    assert f'href="{reverse("inbox:index")}"' in page


def test_who_only_dispatches_is_shown_the_inbox_and_no_empty_shelf():
    secretary = ExpertFactory(service=ServiceFactory(), kind=MemberKind.SECRETARY, profession=SECRETARY)
    page = home(desk_of(secretary))
    assert counters(page) == ["0"]
    assert "Aucun dossier" not in page
    assert "Corbeille" not in page


def test_a_delegate_sees_the_files_of_the_one_they_prepare_for(requester: PractitionerRole):
    ServiceRequestFactory(sent=True, requester=requester, **about("PREPARE"))
    nurse: PractitionerRole = RoleFactory(practitioner__profession=NURSE)
    delegation = Delegation.objects.create(delegator=requester, delegate=nurse, started_on=LONG_AGO)
    client = desk_of(nurse)
    assert "PREPARE" not in home(client), "she has not chosen to"
    session = client.session
    session[ON_BEHALF_OF] = str(delegation.delegator_id)
    session.save()
    page = home(client)
    assert "PREPARE" in page
    assert "Créer une téléexpertise" in page


@pytest.mark.parametrize("kind", list(MemberKind))
def test_a_member_of_the_service_finds_its_requests_in_the_inbox_not_here(
    kind: MemberKind, requester: PractitionerRole
):
    sent = ServiceRequestFactory(sent=True, requester=requester, **about("RECEPTION"))
    page = home(desk_of(ExpertFactory(service=sent.healthcare_service, kind=kind)))
    assert "RECEPTION" not in page
    assert f'href="{reverse("inbox:index")}"' in page


def test_who_is_no_professional_is_offered_no_request_and_told_nothing(
    client: Client, requester: PractitionerRole
):
    ServiceRequestFactory(sent=True, requester=requester, **about("SECRET"))
    client.force_login(UserFactory())
    page = home(client)
    assert "SECRET" not in page
    assert "Créer une téléexpertise" not in page


def test_signed_out_there_is_no_home(client: Client):
    assert client.get(reverse("home:index")).headers["Location"].startswith("/connexion/")


# --- filters and pages -------------------------------------------------------------------------------------------
def test_filters_of_the_address_narrow_the_list(requester: PractitionerRole):
    answered = ServiceRequestFactory(answered=True, requester=requester)
    sent = ServiceRequestFactory(sent=True, requester=requester)
    desk = desk_of(requester)
    for address, shown, hidden in (
        ({"etat": "repondus"}, answered, sent),
        ({"etat": "chez-l-expert"}, sent, answered),
        ({"service": str(sent.healthcare_service_id)}, sent, answered),
    ):
        page = home(desk, **address)
        assert shown.reference in page
        assert hidden.reference not in page


def test_a_period_leaves_older_files_out(requester: PractitionerRole):
    old = ServiceRequestFactory(sent=True, requester=requester)
    long_ago = timezone.now() - timedelta(days=90)
    ServiceRequest.objects.filter(pk=old.pk).update(sent_at=long_ago, visible_at=long_ago)
    desk = desk_of(requester)
    assert old.reference in home(desk, periode="365")
    page = home(desk, periode="30")
    assert old.reference not in page
    assert "Aucun dossier ainsi" in page
    assert "Voir tous les dossiers" in page


@pytest.mark.parametrize(
    "address",
    [{"etat": "x"}, {"service": "x"}, {"periode": "9999"}, {"apres": "x"}, {"apres": "2026-01-01_x"}],
)
def test_an_address_written_by_hand_shows_the_whole_list(
    requester: PractitionerRole, address: dict[str, str]
):
    sent = ServiceRequestFactory(sent=True, requester=requester)
    assert sent.reference in home(desk_of(requester), **address)


def test_twenty_five_files_a_page_the_last_moved_first(requester: PractitionerRole):
    first = ServiceRequestFactory(sent=True, requester=requester)
    service, kind, patient = first.healthcare_service, first.request_type, first.patient
    same = {"healthcare_service": service, "request_type": kind, "patient": patient, "requester": requester}
    made = [first, *(ServiceRequestFactory(sent=True, **same) for _ in range(25))]
    start = timezone.now() - timedelta(days=1)
    for minutes, each in enumerate(made):
        ServiceRequest.objects.filter(pk=each.pk).update(touched_at=start + timedelta(minutes=minutes))
    desk = desk_of(requester)
    response = desk.get(reverse("home:index"))
    shown = [file.row.reference for file in response.context["files"]]
    assert shown == [each.reference for each in reversed(made)][:25]
    rest = desk.get(reverse("home:index") + response.context["next_href"]).context["files"]
    assert [file.row.reference for file in rest] == [first.reference]


def test_a_full_home_asks_the_database_no_more_than_an_almost_empty_one(requester: PractitionerRole):
    desk = desk_of(requester)
    for trait in ("answered", "sent", "on_hold"):
        ServiceRequestFactory(**{trait: True}, requester=requester)
    ServiceRequestFactory(requester=requester)
    few = len(statements(lambda: home(desk)))
    for trait in ("answered", "taken", "closed", "declined", "sent", "answered"):
        shared = ServiceRequestFactory(**{trait: True})
        actions.share(shared, requester.practitioner, by=requester_of(shared))
        ServiceRequestFactory(**{trait: True}, requester=requester)
        ServiceRequestFactory(requester=requester)
    assert len(statements(lambda: home(desk))) == few <= MOST_STATEMENTS


def test_home_opens_nothing(requester: PractitionerRole):
    answered = ServiceRequestFactory(answered=True, requester=requester)
    home(desk_of(requester))
    assert not answered.read_marks.exists()
    open_request(answered.reference, by=requester_of(answered))
    assert answered.read_marks.count() == 1


def test_so_does_the_home_of_somebody_who_answers_and_asks():
    service = ServiceFactory()
    expert = ExpertFactory(service=service)
    for trait in ("answered", "sent", "on_hold"):
        ServiceRequestFactory(**{trait: True}, requester=expert)
    ServiceRequestFactory(requester=expert)
    ServiceRequestFactory(sent=True, healthcare_service=service)
    desk = desk_of(expert)
    assert len(statements(lambda: home(desk))) <= MOST_STATEMENTS
