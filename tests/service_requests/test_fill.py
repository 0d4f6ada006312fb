"""Filling in the form of a draft."""

import pytest

from telavis.questionnaires.merging import Choice, Settlement, mark_of, rivals_from_json
from telavis.questionnaires.pages import Page
from telavis.questionnaires.reading import as_fields
from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest, Urgency
from telavis.service_requests.workflow import StepRefused
from tests.factories import RoleFactory, ServiceRequestFactory, actor, requester_of
from tests.service_requests.test_form_of_a_service import own_form, to_a_service_with
from tests.web.compose.fill import COMMON_ALONE, draft_of

pytestmark = pytest.mark.django_db


def test_answers_go_to_the_form_and_urgency_to_the_request():
    draft = ServiceRequestFactory()
    fields = as_fields({"question": "Que faire ?", "delai": "within_24_hours"})
    result = actions.fill(draft, fields, page=Page(), by=requester_of(draft))
    draft.refresh_from_db()
    assert result.response.answers == {"question": {"value": "Que faire ?"}}
    assert draft.urgency == Urgency.WITHIN_24_HOURS


@pytest.mark.parametrize("sent", ["", "hier"])
def test_an_urgency_that_means_nothing_is_none(sent):
    draft = ServiceRequestFactory()
    actions.fill(draft, as_fields({"delai": sent}), page=Page(), by=requester_of(draft))
    draft.refresh_from_db()
    assert draft.urgency is None


def test_words_typed_for_another_form_are_refused_whole_even_at_the_very_moment_it_changes():
    """The draft was read, then moved by a publication, then locked: no question of the new form would take them."""
    read = to_a_service_with(ServiceRequestFactory(), own_form())
    shown, by = str(read.response_id), requester_of(read)
    moved = to_a_service_with(ServiceRequest.objects.get(pk=read.pk), None)
    with pytest.raises(StepRefused, match="a changé ailleurs"):
        actions.fill(read, as_fields({"depuis": "trois jours"}), page=Page(), shown=shown, by=by)
    here = as_fields({"question": "Que faire ?"})
    kept = actions.fill(read, here, page=Page(), shown=str(moved.response_id), by=by)
    assert kept.response.answers == {"question": {"value": "Que faire ?"}}


def test_a_page_without_the_question_leaves_the_urgency():
    draft = ServiceRequestFactory(urgency=Urgency.NOT_URGENT)
    actions.fill(draft, as_fields({"question": "x"}), page=Page(), by=requester_of(draft))
    draft.refresh_from_db()
    assert draft.urgency == Urgency.NOT_URGENT


def test_a_page_of_before_does_not_take_the_urgency_back():
    """Tab B chose «< 24 h»; tab A, still on «pas urgent», types one letter."""
    draft = ServiceRequestFactory(urgency=Urgency.NOT_URGENT)
    chosen = as_fields({"delai": "within_24_hours"})
    actions.fill(draft, chosen, page=Page(0, "b"), by=requester_of(draft))
    older = as_fields({"question": "Q", "delai": "not_urgent"})
    result = actions.fill(draft, older, page=Page(0, "a"), by=requester_of(draft))
    draft.refresh_from_db()
    assert draft.urgency == Urgency.WITHIN_24_HOURS
    assert result.changed_elsewhere == ("delai",)
    assert result.response.answers == {"question": {"value": "Q"}}


def test_two_urgencies_are_asked_about_like_any_answer():
    draft = draft_of(COMMON_ALONE, RoleFactory())
    for tab, delay in (("b", "within_24_hours"), ("a", "not_urgent")):
        fields = as_fields({"delai": delay})
        result = actions.fill(draft, fields, page=Page(0, tab), by=requester_of(draft))
    assert result.disputed == ("delai",)
    (waiting,) = rivals_from_json(result.response.rivals)["delai"]
    settlement = Settlement("delai", mark_of(waiting), Choice.THEIRS)
    actions.fill(draft, as_fields({}), page=Page(2), settlement=settlement, by=requester_of(draft))
    draft.refresh_from_db()
    assert draft.urgency == Urgency.WITHIN_24_HOURS


def test_a_save_that_was_overtaken_does_not_take_the_urgency_back():
    draft = ServiceRequestFactory()
    for turn, delay in ((2, "within_24_hours"), (1, "not_urgent")):
        fields = as_fields({"delai": delay})
        actions.fill(draft, fields, page=Page(0, "a", turn), by=requester_of(draft))
    draft.refresh_from_db()
    assert draft.urgency == Urgency.WITHIN_24_HOURS


def test_somebody_else_may_not():
    draft = ServiceRequestFactory()
    with pytest.raises(actions.NotAllowed):
        actions.fill(draft, as_fields({}), page=Page(), by=actor(RoleFactory()))


def test_a_sent_request_takes_no_more_answers():
    sent = ServiceRequestFactory(sent=True)
    with pytest.raises(StepRefused):
        actions.fill(sent, as_fields({"question": "x"}), page=Page(), by=requester_of(sent))


def test_a_draft_without_type_is_told_so():
    draft = ServiceRequestFactory()
    ServiceRequest.objects.update(request_type=None, response=None)
    with pytest.raises(StepRefused, match="type de demande"):
        actions.fill(draft, as_fields({}), page=Page(), by=requester_of(draft))
