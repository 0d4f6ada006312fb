"""The search among one's files: by POST, only among what one may open, and traced."""

import pytest
from django.test import Client
from django.urls import reverse

from telavis.audit.models import AuditAction, AuditEvent
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries import home
from telavis.service_requests.queries.home import SEARCH_LIMIT
from telavis.web.pieces.searches import KEPT, MOST_KEPT
from tests.factories import ExpertFactory, RoleFactory, ServiceRequestFactory, actor, requester_of
from tests.patients.factories import patient
from tests.web.desks import desk_of, member_desk, requester_desk, statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> ServiceRequest:
    """Sent, about Jeanne Durand."""
    sent: ServiceRequest = ServiceRequestFactory(sent=True, patient=patient())
    return sent


def search(client: Client, text: str) -> str:
    response = client.post(reverse("home:search"), {"texte": text}, follow=True)
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("text", ["durand", "Dur", "DURAND Jeanne", "jeanne durand"])
def test_a_file_is_found_by_its_patient(asked: ServiceRequest, text: str):
    found = asked.reference in search(requester_desk(asked), text)
    assert found is (not text.startswith("jeanne"))  # the last name comes first, as on the rows


@pytest.mark.parametrize("text", ["legall", "le gall", "gall jeanne", "le g"])
def test_a_name_of_several_words_is_found_by_any_of_them(text: str):
    sent = ServiceRequestFactory(sent=True, patient=patient(birth_name="LE GALL"))
    assert sent.reference in search(requester_desk(sent), text)


def test_a_file_is_found_by_its_reference_however_it_is_typed(asked: ServiceRequest):
    desk = requester_desk(asked)
    for typed in (asked.reference, asked.reference.lower(), asked.reference.replace("-", " ")):
        assert "DURAND" in search(desk, typed)


@pytest.mark.parametrize("by_reference", [True, False])
def test_nobody_finds_what_they_may_not_open(asked: ServiceRequest, by_reference: bool):
    text = asked.reference if by_reference else "Durand"
    page = search(desk_of(RoleFactory()), text)
    assert "Aucun dossier trouvé" in page
    assert "DURAND" not in page


def test_who_may_open_it_finds_it(asked: ServiceRequest):
    colleague = RoleFactory()
    actions.share(asked, colleague.practitioner, by=requester_of(asked))
    assert asked.reference in search(desk_of(colleague), "Durand")
    assert asked.reference in search(member_desk(asked), "Durand")


def test_a_draft_erased_while_it_is_found_is_left_out(asked: ServiceRequest, monkeypatch: pytest.MonkeyPatch):
    draft = ServiceRequestFactory(requester=asked.requester, patient=asked.patient)
    read = home.planned_cursor

    def erased_before_its_marks_are_read() -> object:
        ServiceRequest.objects.filter(pk=draft.pk).delete()
        return read()

    monkeypatch.setattr(home, "planned_cursor", erased_before_its_marks_are_read)
    who = requester_of(asked)
    assert [each.row.id for each in home.search_files(who, home.person_of(who), "Durand")] == [asked.pk]


def test_only_what_was_transferred_to_me_is_said_to_be(asked: ServiceRequest):
    assert "transféré par" not in search(member_desk(asked), "Durand")
    expert, colleague = ExpertFactory(service=asked.healthcare_service), RoleFactory()
    actions.share(asked, colleague.practitioner, by=actor(expert))
    assert f"transféré par {expert.practitioner.full_name}" in search(desk_of(colleague), "Durand")


def test_a_search_leaves_a_trace_that_keeps_no_word(asked: ServiceRequest):
    search(requester_desk(asked), "Durand Jeanne")
    event = AuditEvent.objects.get(action=AuditAction.SEARCH_FILES)
    assert event.user_id == asked.requester.practitioner.user_id
    assert event.detail == {"count": 1}
    assert "urand" not in str(vars(event))


def test_a_search_that_finds_nothing_is_traced_too(asked: ServiceRequest):
    search(requester_desk(asked), "Personne")
    assert AuditEvent.objects.get(action=AuditAction.SEARCH_FILES).detail["count"] == 0


@pytest.mark.parametrize("text", ["", " ", "d", "%", "\x00", "x" * 10_000, "<script>alert(1)</script>"])
def test_what_says_too_little_or_means_harm_finds_nothing(asked: ServiceRequest, text: str):
    response = requester_desk(asked).post(reverse("home:search"), {"texte": text}, follow=True)
    assert response.status_code in (200, 400)
    page = response.content.decode()
    assert asked.reference not in page
    assert "<script>alert" not in page


def test_the_words_never_stand_in_an_address(asked: ServiceRequest):
    desk = requester_desk(asked)
    assert desk.get(reverse("home:search"), {"texte": "Durand"})["Location"] == reverse("home:index")
    sent = desk.post(reverse("home:search"), {"texte": "Durand"})
    assert sent.status_code == 302
    assert "urand" not in sent["Location"]


def test_going_back_to_the_results_shows_them_again_and_leaves_a_trace_again(asked: ServiceRequest):
    desk = requester_desk(asked)
    results = desk.post(reverse("home:search"), {"texte": "Durand"})["Location"]
    for _ in range(2):
        assert "DURAND" in desk.get(results).content.decode()
    assert AuditEvent.objects.filter(action=AuditAction.SEARCH_FILES).count() == 2


def test_the_address_of_results_is_worth_nothing_to_anybody_else(asked: ServiceRequest):
    desk = requester_desk(asked)
    results = desk.post(reverse("home:search"), {"texte": "Durand"})["Location"]
    assert requester_desk(asked).get(results)["Location"] == reverse("home:index")
    elsewhere = desk_of(RoleFactory())
    session = elsewhere.session
    session[KEPT] = desk.session[KEPT]
    session.save()
    assert elsewhere.get(results)["Location"] == reverse("home:index")


def test_the_oldest_searches_are_forgotten(asked: ServiceRequest):
    desk = requester_desk(asked)
    first = desk.post(reverse("home:search"), {"texte": "Durand"})["Location"]
    for _ in range(MOST_KEPT):
        last = desk.post(reverse("home:search"), {"texte": "Durand"})["Location"]
    assert (desk.get(first).status_code, desk.get(last).status_code) == (302, 200)


def test_many_files_are_cut_and_it_is_said(asked: ServiceRequest):
    same = {
        "requester": asked.requester,
        "patient": asked.patient,
        "healthcare_service": asked.healthcare_service,
        "request_type": asked.request_type,
    }
    for _ in range(SEARCH_LIMIT):
        ServiceRequestFactory(sent=True, **same)
    page = search(requester_desk(asked), "Durand")
    assert page.count('class="row__title"') == SEARCH_LIMIT
    assert f"{SEARCH_LIMIT} dossiers les plus récents" in page


def test_a_search_asks_the_database_a_dozen_times_at_most(asked: ServiceRequest):
    desk = requester_desk(asked)
    results = desk.post(reverse("home:search"), {"texte": "Durand"})["Location"]
    assert len(statements(lambda: desk.get(results))) <= 12
