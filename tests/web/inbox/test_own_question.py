"""Whoever asks their own service is the one who asks: they take nothing, sign nothing, and their reading is none of it."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from telavis.directory.models import PractitionerRole
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State
from telavis.services.models import MemberKind
from tests.factories import ExpertFactory, ServiceFactory, ServiceRequestFactory, actor
from tests.web.desks import desk_of, member_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def asker() -> PractitionerRole:
    """An expert of a service, about to ask it."""
    return ExpertFactory(service=ServiceFactory())


def asked_by(role: PractitionerRole, state: str) -> ServiceRequest:
    service = role.memberships.get().healthcare_service
    return ServiceRequestFactory(**{state: True}, healthcare_service=service, requester=role)


def test_opening_their_own_file_is_no_opening_by_the_service(asker: PractitionerRole):
    asked = asked_by(asker, "sent")
    file = reverse("thread:file", args=[asked.reference])
    assert "Rappeler la demande" in desk_of(asker).get(file).content.decode()
    asked.refresh_from_db()
    assert asked.first_opened_at is None
    actions.recall(asked, by=actor(asker))
    actions.send(asked, by=actor(asker), at_once=True)
    member_desk(asked).get(file)
    asked.refresh_from_db()
    assert asked.first_opened_at is not None


def test_their_list_offers_no_taking_of_their_own_question(asker: PractitionerRole):
    asked = asked_by(asker, "sent")
    take, inbox = reverse("inbox:take", args=[asked.reference]), reverse("inbox:index")
    assert take not in desk_of(asker).get(inbox).content.decode()
    assert take in member_desk(asked).get(inbox).content.decode()


def post(asked: ServiceRequest, name: str, **typed: str) -> HttpResponse:
    answer = desk_of(asked.requester).post(reverse(name, args=[asked.reference]), typed)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("name", ["inbox:take", "thread:take", "thread:ask_more", "thread:draft"])
def test_they_may_not_take_draft_nor_ask_themselves(asker: PractitionerRole, name: str):
    asked = asked_by(asker, "sent")
    assert post(asked, name, text="Précisez.").status_code == 403
    asked.refresh_from_db()
    assert asked.state == State.SENT


@pytest.mark.parametrize("state", ["sent", "taken"])
def test_they_may_not_sign_the_opinion_on_their_own_question(asker: PractitionerRole, state: str):
    asked = asked_by(asker, state)
    typed = {"do": "sign", "short_answer": "Rien à retirer.", "decision": "stay", "warning_signs": "Saigne."}
    typed |= {"action-what": "Revoir", "action-who": "requester", "action-when": "", "action-condition": ""}
    assert post(asked, "thread:answer", **typed).status_code == 403
    assert not asked.answers.exists()


def test_nobody_is_offered_to_hand_it_to_the_one_who_asks(asker: PractitionerRole):
    asked = asked_by(asker, "sent")
    other = ExpertFactory(service=asked.healthcare_service)
    page = member_desk(asked, MemberKind.COORDINATOR).get(reverse("inbox:assign", args=[asked.reference]))
    choices = [value for value, _ in page.context["form"]["member"].field.choices]
    assert str(other.pk) in choices
    assert str(asker.pk) not in choices


def test_they_are_not_offered_to_address_redirect_nor_decline_it(asker: PractitionerRole):
    draft = asked_by(asker, "discarded")
    actions.restore(draft, by=actor(asker))
    other = ExpertFactory(service=draft.healthcare_service)
    page = desk_of(asker).get(reverse("compose:recipient", args=[draft.pk])).content.decode()
    assert (str(other.pk) in page, str(asker.pk) in page) == (True, False)
    file = desk_of(asker).get(reverse("thread:file", args=[asked_by(asker, "sent").reference]))
    assert file.context["may"].verbs.isdisjoint({"redirect", "decline", "take"})
