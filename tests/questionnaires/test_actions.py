"""Publishing, saving, freezing: what changes forms and answers."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from telavis.questionnaires import actions, catalogue, pages, queries
from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.actions import AnswersAreSent, AnswersDoNotFit
from telavis.questionnaires.answers import Answer, Answers, Written
from telavis.questionnaires.merging import Choice, Settlement, mark_of
from telavis.questionnaires.models import (
    Questionnaire,
    QuestionnaireResponse,
    QuestionnaireStatus,
    RequestType,
)
from telavis.questionnaires.pages import Page
from telavis.questionnaires.reading import as_fields
from tests.questionnaires.forms import choice, extension, item, section, when

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
    return actions.save_answers(response, as_fields(values), page=Page(revision, tab, turn))


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
    shipped_version = entries[0].definition["version"]
    entries[0].definition["title"] = "Autre"
    monkeypatch.setattr(actions, "shipped", lambda: entries)
    with pytest.raises(CommandError, match="donnez une nouvelle version au fichier"):
        call_command("load_questionnaires")
    entries[0].definition["version"] = "99"
    call_command("load_questionnaires", stdout=StringIO())
    current = RequestType.objects.get(code="dermatologie").questionnaire
    assert (current.version, current.status) == ("99", QuestionnaireStatus.ACTIVE)
    former = Questionnaire.objects.get(url=current.url, version=shipped_version)
    assert former.status == QuestionnaireStatus.RETIRED


def test_each_save_has_its_revision(response):
    first = save(response, 0, a="un")
    second = save(response, 1, a="deux")
    assert (first.revision, second.revision) == (1, 2)
    assert QuestionnaireResponse.objects.get().answers == {"a": {"value": "deux"}}


def test_a_save_that_changes_nothing_makes_no_revision(response):
    save(response, 0, a="un")
    assert save(response, 1, a="un").revision == 1


def test_two_tabs_on_different_questions_are_brought_together(response):
    save(response, 0, tab="t1", a="un")
    second = save(response, 0, tab="t2", c="x")
    assert QuestionnaireResponse.objects.get().answers == {"a": {"value": "un"}, "c": {"codes": ["x"]}}
    assert (second.changed_elsewhere, second.disputed) == (("a",), ())


def test_of_two_tabs_on_one_question_both_texts_are_kept(response):
    save(response, 0, tab="t1", a="un")
    second = save(response, 0, tab="t2", a="deux")
    kept = QuestionnaireResponse.objects.get()
    assert (kept.answers, kept.rivals) == ({"a": {"value": "deux"}}, {"a": [{"value": "un"}]})
    assert (second.changed_elsewhere, second.disputed) == ((), ("a",))


def test_a_page_without_scripts_sends_what_it_never_touched_and_takes_nothing_back(response):
    save(response, 0, tab="t1", a="un", c="x")
    save(response, 1, tab="t2", a="deux", c="x")
    save(response, 1, tab="t3", a="un", c="y")
    assert QuestionnaireResponse.objects.get().answers == {"a": {"value": "deux"}, "c": {"codes": ["y"]}}


def test_two_texts_stop_the_sending_until_one_is_chosen(response):
    save(response, 0, tab="t1", a="un")
    disputed = save(response, 0, tab="t2", a="deux").response
    with pytest.raises(AnswersDoNotFit):
        actions.complete(disputed)
    chosen = Settlement("a", mark_of(Answer(Written("un"))), Choice.THEIRS)
    page = Page(disputed.revision)
    actions.save_answers(disputed, as_fields({}), page=page, settlement=chosen)
    assert actions.complete(disputed).answers == {"a": {"value": "un"}}


def test_a_page_that_only_looks_writes_nothing(response):
    save(response, 0, tab="t1", a="un")
    before = QuestionnaireResponse.objects.values().get()
    assert save(response, 0, tab="t2").changed_elsewhere == ("a",)
    assert QuestionnaireResponse.objects.values().get() == before


def test_a_page_so_old_that_its_start_is_forgotten_is_asked(response, monkeypatch):
    monkeypatch.setattr(pages, "SAVES_KEPT", 1)
    for revision, text in enumerate(("un", "deux", "trois")):
        save(response, revision, tab="t1", a=text)
    assert response.saves.count() == 1
    assert save(response, 0, tab="t2", a="vieux").disputed == ("a",)


def test_what_earlier_saves_have_replaced_is_forgotten_once_it_is_sent(response):
    save(response, 0, a="un")
    save(response, 1, a="deux")
    actions.complete(response)
    assert not response.saves.exists()


def test_a_tab_whose_acknowledgement_was_lost_goes_on(response):
    save(response, 0, tab="t1", a="un")
    again = save(response, 0, tab="t1", a="un et demi")
    assert (again.revision, again.disputed) == (2, ())


@pytest.mark.parametrize("revision", [0, 1])
def test_of_two_saves_of_one_tab_that_cross_the_later_holds(response, revision):
    save(response, 0, tab="t1", turn=2, a="un et demi")
    late = save(response, revision, tab="t1", turn=1, a="un")
    assert (late.was_overtaken, late.revision) == (True, revision), "the page learns nothing by it"
    assert QuestionnaireResponse.objects.get().answers == {"a": {"value": "un et demi"}}


def test_what_was_typed_and_taken_back_does_not_return_with_an_earlier_save(response):
    save(response, 0, tab="t1", turn=2, a="")
    save(response, 0, tab="t2", turn=7, c="")
    assert save(response, 0, tab="t1", turn=1, a="un").was_overtaken
    assert QuestionnaireResponse.objects.get().answers == {}


def test_the_turns_of_one_tab_are_nothing_to_another(response):
    save(response, 0, tab="t1", turn=8, a="un")
    assert save(response, 1, tab="t2", turn=1, a="deux").revision == 2
    assert save(response, 1, tab="t1", turn=9, a="trois").disputed == ("a",)


def test_the_same_answers_from_an_older_tab_disturb_nobody(response):
    save(response, 0, tab="t1", a="un")
    assert save(response, 0, tab="t2", a="un").revision == 1


def test_answers_may_be_saved_already_parsed(response):
    answers = Answers({"a": Answer(Written("un"))})
    assert actions.save_answers(response, answers, page=Page()).revision == 1


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


def test_another_form_keeps_every_answer_that_it_can_hold_right_or_to_be_corrected():
    """A figure that is no number yet, a text too short or too long: the page says so, and nobody has to type it again."""
    answers = {"n": "trois fois", "m": "x" * 15, "t": "deux", "l": ""}
    rows = {"l/0/d": "hier", "l/0/v": "5"}
    cells = [item("d", "date"), item("v", "integer")]
    lines = item("l", "group", repeats=True, item=cells)
    asked = [item("n", "integer"), item("m", "text", maxLength=10), item("t", "string"), lines]
    former = actions.open_response(questionnaire(*asked))
    save(former, 0, **answers, **rows)
    same = actions.open_response(questionnaire(*asked, url="autre"), earlier=former)
    assert (same.answers, same.left) == (former.answers, [])


def test_what_another_form_cannot_hold_is_told_in_its_words_and_comes_back(response):
    save(response, 0, a="un", c="x", b="deux")
    other = questionnaire(item("a", "string"), choice("c", "z"), item("b", "integer"), url="autre")
    moved = actions.open_response(other, earlier=response)
    assert moved.answers == {"a": {"value": "un"}}
    assert [(each.label, each.words) for each in queries.left_over(moved)] == [("C", "x"), ("B", "deux")]
    save(moved, moved.revision, b="2")
    back = actions.open_response(response.questionnaire, earlier=moved)
    assert back.answers == {"a": {"value": "un"}, "c": {"codes": ["x"]}, "b": {"value": "deux"}}
    assert [each.words for each in queries.left_over(back)] == ["2"]


def test_of_several_answers_and_columns_only_what_is_gone_is_left_over():
    def asked(*codes, columns, **more):
        cells = [item(each, kind) for each, kind in columns.items()]
        return questionnaire(
            choice("c", *codes, repeats=True), item("l", "group", repeats=True, item=cells), **more
        )

    former = actions.open_response(asked("x", "y", columns={"d": "string", "v": "string"}))
    save(former, 0, c=["x", "y"], l="", **{"l/0/d": "mardi", "l/0/v": "5 cp"})
    moved = actions.open_response(asked("y", "z", columns={"d": "string"}, url="autre"), earlier=former)
    assert moved.answers == {"c": {"codes": ["y"]}, "l": {"rows": [{"d": {"value": "mardi"}}]}}
    assert [each.words for each in queries.left_over(moved)] == ["x", "5 cp"]


def test_a_number_goes_on_only_where_it_is_asked_in_the_same_unit():
    """88 µmol/L are not 88 mg/dL; nor after a form that asks neither, nor in the lines of a list."""

    def asked(code: str, **more):
        unit = {"extension": [extension(fhir.UNIT, valueCoding={"code": code, "display": code})]}
        lines = item("l", "group", repeats=True, item=[item("d", "date"), item("v", "integer", **unit)])
        return questionnaire(item("n", "decimal", **unit), lines, **more)

    former = actions.open_response(asked("umol/L"))
    save(former, 0, n="88,4", l="", **{"l/0/d": "02/03/2026", "l/0/v": "98"})
    other = actions.open_response(asked("mg/dL", url="autre"), earlier=former)
    assert other.answers == {"l": {"rows": [{"d": {"date": "2026-03-02"}}]}}
    assert [each.words for each in queries.left_over(other)] == ["88,4\u00a0umol/L", "98\u00a0umol/L"]
    neither = actions.open_response(questionnaire(item("a", "string"), url="ni"), earlier=former)
    assert [each.words for each in queries.left_over(neither)][:1] == ["88,4\u00a0umol/L"]
    assert "n" not in actions.open_response(asked("mg/dL", url="puis"), earlier=neither).answers
    back = actions.open_response(asked("umol/L", url="retour"), earlier=neither)
    assert (back.answers, back.left) == (former.answers, [])


def test_the_export_tells_whether_the_answers_were_sent(response):
    save(response, 0, a="un")
    assert queries.to_fhir(QuestionnaireResponse.objects.get())["status"] == "in-progress"
    assert queries.to_fhir(actions.complete(response))["status"] == "completed"
