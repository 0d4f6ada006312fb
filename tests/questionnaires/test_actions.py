"""Publishing, saving, freezing: what changes forms and answers."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from telavis.questionnaires import actions, catalogue, queries
from telavis.questionnaires.actions import AnswersAreSent, AnswersDoNotFit, StaleRevision
from telavis.questionnaires.answers import Answer, Answers, Written
from telavis.questionnaires.models import (
    Questionnaire,
    QuestionnaireResponse,
    QuestionnaireStatus,
    RequestType,
)
from telavis.questionnaires.reading import as_fields
from tests.questionnaires.forms import choice, item, section, when

pytestmark = pytest.mark.django_db


def questionnaire(*items, url="essai"):
    definition = {
        "resourceType": "Questionnaire",
        "url": url,
        "version": "1",
        "title": "Essai",
        "item": [section(*items)],
    }
    return Questionnaire.objects.create(
        url=url, version="1", title="Essai", definition=definition, published_at=timezone.now()
    )


@pytest.fixture
def response():
    hidden = item("b", "string", enableWhen=[when("c", code="x")])
    return actions.open_response(
        questionnaire(item("a", "string", required=True), choice("c", "x", "y"), hidden)
    )


def save(response, revision, tab="", turn=None, **values):
    return actions.save_answers(response, as_fields(values), expected_revision=revision, tab=tab, turn=turn)


def test_loading_twice_changes_nothing():
    actions.load_shipped()
    before = list(Questionnaire.objects.order_by("pk").values())
    out = StringIO()
    call_command("load_questionnaires", stdout=out)
    assert list(Questionnaire.objects.order_by("pk").values()) == before
    assert RequestType.objects.count() == 8
    assert out.getvalue().count("non validé") == 8


def test_a_changed_form_needs_a_new_version(monkeypatch):
    actions.load_shipped()
    entries = list(catalogue.shipped())
    entries[0].definition["title"] = "Autre"
    monkeypatch.setattr(actions, "shipped", lambda: entries)
    with pytest.raises(CommandError, match="give the file a new version"):
        call_command("load_questionnaires")
    entries[0].definition["version"] = "1.1.0"
    call_command("load_questionnaires", stdout=StringIO())
    current = RequestType.objects.get(code="dermatologie").questionnaire
    assert (current.version, current.status) == ("1.1.0", QuestionnaireStatus.ACTIVE)
    former = Questionnaire.objects.get(url=current.url, version="1.0.2")
    assert former.status == QuestionnaireStatus.RETIRED


def test_each_save_has_its_revision(response):
    first = save(response, 0, a="un")
    second = save(response, 1, a="deux")
    assert (first.revision, second.revision) == (1, 2)
    assert QuestionnaireResponse.objects.get().answers == {"a": {"value": "deux"}}


def test_a_save_that_changes_nothing_makes_no_revision(response):
    save(response, 0, a="un")
    assert save(response, 1, a="un").revision == 1


def test_an_older_tab_is_stopped(response):
    save(response, 0, tab="t1", a="un")
    with pytest.raises(StaleRevision) as stale:
        save(response, 0, tab="t2", a="deux")
    assert stale.value.newer.answers == {"a": {"value": "un"}}


def test_an_older_tab_may_overwrite_knowingly(response):
    save(response, 0, tab="t1", a="un")
    assert save(response, None, tab="t2", a="deux").revision == 2


def test_a_tab_whose_acknowledgement_was_lost_goes_on(response):
    save(response, 0, tab="t1", a="un")
    assert save(response, 0, tab="t1", a="un et demi").revision == 2


@pytest.mark.parametrize("revision", [0, 1, None])
def test_of_two_saves_of_one_tab_that_cross_the_later_holds(response, revision):
    save(response, 0, tab="t1", turn=2, a="un et demi")
    late = save(response, revision, tab="t1", turn=1, a="un")
    assert (late.was_overtaken, late.revision) == (True, 1)
    assert QuestionnaireResponse.objects.get().answers == {"a": {"value": "un et demi"}}


def test_what_was_typed_and_taken_back_does_not_return_with_an_earlier_save(response):
    save(response, 0, tab="t1", turn=2)
    assert save(response, 0, tab="t1", turn=1, a="un").was_overtaken
    assert QuestionnaireResponse.objects.get().answers == {}


def test_the_turns_of_one_tab_are_nothing_to_another(response):
    save(response, 0, tab="t1", turn=8, a="un")
    assert save(response, 1, tab="t2", turn=1, a="deux").revision == 2
    with pytest.raises(StaleRevision):
        save(response, 1, tab="t1", turn=9, a="trois")


def test_the_same_answers_from_an_older_tab_disturb_nobody(response):
    save(response, 0, tab="t1", a="un")
    assert save(response, 0, tab="t2", a="un").revision == 1


def test_answers_may_be_saved_already_parsed(response):
    answers = Answers({"a": Answer(Written("un"))})
    assert actions.save_answers(response, answers, expected_revision=0).revision == 1


def test_a_refused_item_does_not_stop_the_others(response):
    result = save(response, 0, a="bon", b="mau\0vais")
    assert [refusal.link_id for refusal in result.refusals] == ["b"]
    assert result.response.answers == {"a": {"value": "bon"}}


def test_completing_drops_what_is_hidden_and_freezes(response):
    save(response, 0, a="un", b="caché", c="y")
    response = actions.complete(response)
    assert response.answers == {"a": {"value": "un"}, "c": {"codes": ["y"]}}
    assert response.completed_at is not None
    with pytest.raises(AnswersAreSent):
        save(response, 1, a="deux")


def test_a_recalled_form_can_be_changed_again(response):
    response = actions.reopen_response(actions.complete(response))
    assert save(response, 0, a="deux").revision == 1


def test_answers_that_do_not_fit_are_not_sent():
    response = actions.open_response(questionnaire(item("n", "integer")))
    save(response, 0, n="trois")
    with pytest.raises(AnswersDoNotFit):
        actions.complete(response)


def test_another_form_takes_over_what_fits_it(response):
    save(response, 0, a="un", c="x", b="deux")
    other = questionnaire(item("a", "string"), choice("c", "z"), item("b", "integer"), url="autre")
    assert actions.open_response(other, earlier=response).answers == {"a": {"value": "un"}}


def test_prefill_never_replaces_an_answer(response):
    save(response, 0, a="un")
    form = queries.form_of(QuestionnaireResponse.objects.get())
    prefilled = queries.prefill(
        form, {"a": {"value": "autre"}, "b": {"value": "deux"}, "inconnu": {"value": "x"}}
    )
    assert {link_id: answer.content for link_id, answer in prefilled.by_id.items()} == {
        "a": Written("un"),
        "b": Written("deux"),
    }


def test_the_export_tells_whether_the_answers_were_sent(response):
    save(response, 0, a="un")
    assert queries.to_fhir(QuestionnaireResponse.objects.get())["status"] == "in-progress"
    assert queries.to_fhir(actions.complete(response))["status"] == "completed"
