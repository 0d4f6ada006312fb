"""«Réception»: one list for the services where one works."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.audit.models import AuditEvent
from telavis.service_requests.models import ServiceRequest, Urgency
from telavis.services.models import MemberKind
from tests.factories import (
    ExpertFactory,
    RoleFactory,
    ServiceFactory,
    ServiceRequestFactory,
    coordinator_of,
)
from tests.web.desks import desk_of, member_desk, statements

pytestmark = pytest.mark.django_db

INBOX = "/reception/"
POLLING = {"HX-Request": "true", "X-Telavis-Background": "1"}


def words(response) -> str:
    return response.content.decode().replace("\u00a0", " ")


def test_somebody_who_answers_nowhere_has_no_inbox():
    assert desk_of(RoleFactory()).get(INBOX).status_code == 404


def test_it_names_the_service_and_its_establishment():
    sent = ServiceRequestFactory(sent=True)
    page = words(member_desk(sent).get(INBOX))
    assert "<h1>Réception</h1>" in page
    assert sent.healthcare_service.name in page
    assert sent.healthcare_service.organization.name in page


def test_a_row_shows_initials_and_age_and_never_the_name():
    sent = ServiceRequestFactory(sent=True, missing_count=1, document_count=3)
    page = words(member_desk(sent).get(INBOX))
    assert sent.reference in page
    assert "J. D." in page
    assert "lésion pigmentée" in page
    assert "1 manque" in page
    assert "3 documents" in page
    assert "DURAND" not in page.upper()
    assert "Jeanne" not in page


def test_a_row_says_how_old_how_urgent_from_whom_and_who_has_it():
    taken = ServiceRequestFactory(
        taken=True, urgency=Urgency.WITHIN_72_HOURS, sent_at=timezone.now() - timedelta(hours=5)
    )
    page = words(member_desk(taken).get(INBOX, {"onglet": "toutes"})).partition('<li class="row"')[2]
    row = page.partition("</li>")[0]
    for told in (
        "&lt;&nbsp;72&nbsp;h",
        "72 ans",
        "5 h",
        str(taken.requester.practitioner),
        taken.requester.organization.name,
        f"Dr {taken.taken_by.practitioner.family_name}",
        "Prise en charge",
    ):
        assert told in row


def test_the_list_opens_no_file():
    sent = ServiceRequestFactory(sent=True)
    member_desk(sent).get(INBOX)
    assert not AuditEvent.objects.filter(service_request_id=sent.pk).exists()
    assert ServiceRequest.objects.get(pk=sent.pk).first_opened_at is None


def test_another_service_sees_none_of_it():
    sent = ServiceRequestFactory(sent=True)
    elsewhere = ServiceRequestFactory(sent=True)
    assert sent.reference not in words(member_desk(elsewhere).get(INBOX))


@pytest.mark.parametrize(
    ("tab", "trait"),
    [("", "sent"), ("complement", "on_hold"), ("repondues", "answered"), ("toutes", "cancelled")],
)
def test_each_tab_holds_its_states(tab, trait):
    shown = ServiceRequestFactory(**{trait: True})
    hidden = ServiceRequestFactory(taken=True, healthcare_service=shown.healthcare_service)
    page = words(member_desk(shown).get(INBOX, {"onglet": tab}))
    assert shown.reference in page
    assert (hidden.reference in page) is (tab == "toutes")


def test_my_tab_holds_what_i_took():
    taken = ServiceRequestFactory(taken=True)
    address = {"onglet": "a-moi"}
    assert taken.reference in words(desk_of(taken.taken_by).get(INBOX, address))
    assert taken.reference not in words(member_desk(taken).get(INBOX, address))


def test_the_urgency_of_the_address_narrows_the_list():
    urgent = ServiceRequestFactory(sent=True, urgency=Urgency.WITHIN_24_HOURS)
    calm = ServiceRequestFactory(sent=True, healthcare_service=urgent.healthcare_service)
    page = words(member_desk(urgent).get(INBOX, {"urgence": "1"}))
    assert urgent.reference in page
    assert calm.reference not in page


def test_the_service_of_the_address_narrows_the_list_of_somebody_who_has_two():
    first, second = ServiceRequestFactory(sent=True), ServiceRequestFactory(sent=True)
    member = ExpertFactory(service=first.healthcare_service)
    second.healthcare_service.memberships.create(
        role=member, kind=MemberKind.EXPERT, started_on=timezone.localdate()
    )
    desk = desk_of(member)
    assert second.reference in words(desk.get(INBOX))
    page = words(desk.get(INBOX, {"service": str(first.healthcare_service_id)}))
    assert first.reference in page
    assert second.reference not in page


@pytest.mark.parametrize(
    "address",
    [
        {"onglet": "rien", "service": "'; --", "urgence": "9", "apres": "<script>"},
        {"apres": "1_9999-99-99_x", "urgence": "1" * 300},
    ],
)
def test_a_strange_address_shows_the_first_list(address):
    sent = ServiceRequestFactory(sent=True)
    page = member_desk(sent).get(INBOX, address)
    assert page.status_code == 200
    assert sent.reference in words(page)


def test_twenty_five_rows_then_the_others():
    service = ServiceFactory()
    for hours in range(27):
        ServiceRequestFactory(
            sent=True, healthcare_service=service, sent_at=timezone.now() - timedelta(hours=100 - hours)
        )
    desk = desk_of(coordinator_of(service))
    first = desk.get(INBOX)
    assert words(first).count('class="row"') == 25
    second = desk.get(first.context["next_url"])
    assert words(second).count('class="row"') == 2
    assert second.context["next_url"] == ""


def test_an_empty_list_says_what_will_stand_there():
    page = words(desk_of(coordinator_of(ServiceFactory())).get(INBOX))
    assert "Aucune nouvelle demande" in page


def test_a_list_emptied_by_a_filter_says_so_and_leads_to_the_whole_list():
    sent = ServiceRequestFactory(sent=True, urgency=Urgency.NOT_URGENT)
    page = words(member_desk(sent).get(INBOX, {"urgence": "1"}))
    assert "Aucune demande avec ces filtres" in page
    assert 'href="/reception/"' in page.partition("Aucune demande avec ces filtres")[2]


def test_the_state_is_said_only_where_the_tab_does_not_say_it():
    sent = ServiceRequestFactory(sent=True)
    desk = member_desk(sent)
    assert "state--sent" not in words(desk.get(INBOX))
    assert "state--sent" in words(desk.get(INBOX, {"onglet": "toutes"}))


def test_a_junior_may_take_and_a_secretary_may_assign():
    sent = ServiceRequestFactory(sent=True)
    junior = words(member_desk(sent, MemberKind.JUNIOR).get(INBOX))
    secretary = words(member_desk(sent, MemberKind.SECRETARY).get(INBOX))
    take, assign = f"/reception/{sent.reference}/prendre/", f"/reception/{sent.reference}/attribuer/"
    assert (take in junior, assign in junior) == (True, False)
    assert (take in secretary, assign in secretary) == (False, True)
    assert ("À moi" in junior, "À moi" in secretary) == (True, False), (
        "nothing bears the name of who takes none"
    )


def test_polling_is_told_that_nothing_has_changed():
    sent = ServiceRequestFactory(sent=True)
    desk = member_desk(sent)
    seen = desk.get(INBOX).context["seen"]
    assert desk.get(INBOX, {"vu": seen}, headers=POLLING).status_code == 204


def test_polling_brings_the_list_alone_when_something_has_changed():
    sent = ServiceRequestFactory(sent=True)
    desk = member_desk(sent)
    seen = desk.get(INBOX).context["seen"]
    arrived = ServiceRequestFactory(sent=True, healthcare_service=sent.healthcare_service)
    part = desk.get(INBOX, {"vu": seen}, headers=POLLING)
    assert arrived.reference in words(part)
    assert "<html" not in words(part)
    assert "<title>(2) Réception" in words(part)


def test_the_page_costs_at_most_twelve_queries_whatever_it_holds():
    service = ServiceFactory()
    for _ in range(12):
        ServiceRequestFactory(sent=True, healthcare_service=service)
    desk = desk_of(coordinator_of(service))
    desk.get(INBOX)
    assert len(statements(lambda: desk.get(INBOX))) <= 12
