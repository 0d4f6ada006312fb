"""What the page says of a draft whose form has changed since it was begun."""

import pytest
from django.urls import reverse

from telavis.service_requests import actions
from tests.factories import ServiceRequestFactory, requester_of
from tests.service_requests.test_form_of_a_service import own_form, to_a_service_with
from tests.web.desks import desk_of

pytestmark = pytest.mark.django_db


def test_it_says_that_the_form_has_changed_and_names_what_is_not_asked_any_more():
    draft = to_a_service_with(ServiceRequestFactory(), own_form())
    draft.response.answers = {"depuis": {"value": "trois jours"}}
    draft.response.save(update_fields=["answers"])
    draft = to_a_service_with(draft, None)
    page = desk_of(draft.requester).get(reverse("compose:form", args=[draft.pk])).content.decode()
    assert "Le formulaire de cette demande a changé" in page
    assert "<li>Depuis quand</li>" in page


def test_it_shows_in_full_what_the_question_of_the_other_form_cannot_hold():
    draft = to_a_service_with(ServiceRequestFactory(), own_form())
    draft.response.answers = {"depuis": {"decimal": "3", "unit": "sem"}}
    draft.response.save(update_fields=["answers"])
    draft = to_a_service_with(draft, own_form(version="2", url="https://telavis.example/autre"))
    page = desk_of(draft.requester).get(reverse("compose:form", args=[draft.pk])).content.decode()
    assert "<strong>Depuis quand</strong>\u202f: 3\u00a0sem" in page.replace("&#8239;", "\u202f")


def test_it_says_nothing_of_a_draft_that_answers_its_first_form():
    draft = ServiceRequestFactory()
    actions.choose_recipient(draft, draft.healthcare_service, by=requester_of(draft))
    page = desk_of(draft.requester).get(reverse("compose:form", args=[draft.pk])).content.decode()
    assert "a changé" not in page
