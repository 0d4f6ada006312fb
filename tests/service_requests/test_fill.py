"""Filling in the form of a draft."""

import pytest

from telavis.questionnaires.actions import StaleRevision
from telavis.questionnaires.reading import as_fields
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest, Urgency
from telavis.service_requests.workflow import StepRefused
from tests.factories import RoleFactory, ServiceRequestFactory, actor, requester_of

pytestmark = pytest.mark.django_db


def test_answers_go_to_the_form_and_urgency_to_the_request():
    draft = ServiceRequestFactory()
    fields = as_fields({"question": "Que faire ?", "delai": "within_24_hours"})
    result = actions.fill(draft, fields, expected_revision=0, by=requester_of(draft))
    draft.refresh_from_db()
    assert result.response.answers == {"question": {"value": "Que faire ?"}}
    assert draft.urgency == Urgency.WITHIN_24_HOURS


@pytest.mark.parametrize("sent", ["", "hier"])
def test_an_urgency_that_means_nothing_is_none(sent):
    draft = ServiceRequestFactory()
    actions.fill(draft, as_fields({"delai": sent}), expected_revision=0, by=requester_of(draft))
    draft.refresh_from_db()
    assert draft.urgency is None


def test_a_page_without_the_question_leaves_the_urgency():
    draft = ServiceRequestFactory(urgency=Urgency.NOT_URGENT)
    actions.fill(draft, as_fields({"question": "x"}), expected_revision=0, by=requester_of(draft))
    draft.refresh_from_db()
    assert draft.urgency == Urgency.NOT_URGENT


def test_a_stale_page_does_not_take_the_urgency_back():
    """Tab B chose «< 24 h»; tab A, still on «pas urgent», types one letter."""
    draft = ServiceRequestFactory()
    chosen = as_fields({"delai": "within_24_hours"})
    actions.fill(draft, chosen, expected_revision=0, tab="b", by=requester_of(draft))
    stale = as_fields({"question": "Q", "delai": "not_urgent"})
    with pytest.raises(StaleRevision):
        actions.fill(draft, stale, expected_revision=0, tab="a", by=requester_of(draft))
    draft.refresh_from_db()
    assert draft.urgency == Urgency.WITHIN_24_HOURS


def test_a_save_that_was_overtaken_does_not_take_the_urgency_back():
    draft = ServiceRequestFactory()
    for turn, delay in ((2, "within_24_hours"), (1, "not_urgent")):
        fields = as_fields({"delai": delay})
        actions.fill(draft, fields, expected_revision=0, tab="a", turn=turn, by=requester_of(draft))
    draft.refresh_from_db()
    assert draft.urgency == Urgency.WITHIN_24_HOURS


def test_somebody_else_may_not():
    draft = ServiceRequestFactory()
    with pytest.raises(actions.NotAllowed):
        actions.fill(draft, as_fields({}), expected_revision=0, by=actor(RoleFactory()))


def test_a_sent_request_takes_no_more_answers():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(StepRefused):
        actions.fill(sent, as_fields({"question": "x"}), expected_revision=0, by=requester_of(sent))


def test_a_draft_without_type_is_told_so():
    draft = ServiceRequestFactory()
    ServiceRequest.objects.update(request_type=None, response=None)
    with pytest.raises(StepRefused, match="type de demande"):
        actions.fill(draft, as_fields({}), expected_revision=0, by=requester_of(draft))
