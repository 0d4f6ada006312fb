"""`enableWhen`: what is shown, decided from the answers."""

import pytest

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import Answer, Answers, Written
from telavis.questionnaires.form import Form
from tests.questionnaires.forms import choice, definition, extension, filled, item, read, when


def shown(form):
    return {each.link_id for each in form.definition.walk() if form.shows(each)} - {"section"}


@pytest.mark.parametrize(
    ("condition", "typed", "is_shown"),
    [
        (when("n", ">", answerInteger=5), "6", True),
        (when("n", ">", answerInteger=5), "5", False),
        (when("n", ">=", answerDecimal=5.5), "6", True),
        (when("n", "<", answerInteger=5), "4", True),
        (when("n", "<=", answerInteger=5), "6", False),
        (when("n", "=", answerInteger=5), "5", True),
        (when("n", "=", answerInteger=5), "", False),
        (when("n", "=", answerInteger=5), "cinq", False),
        (when("n", "!=", answerInteger=5), "", True),
        (when("n", "!=", answerInteger=5), "5", False),
        (when("n", "exists", answerBoolean=True), "0", True),
        (when("n", "exists", answerBoolean=False), "", True),
        (when("n", "exists", answerBoolean=False), "0", False),
        (when("n", "=", answerString="5"), "5", False),
    ],
)
def test_each_operator(condition, typed, is_shown):
    form = filled(definition(item("n", "integer"), item("a", "string", enableWhen=[condition])), n=typed)
    assert ("a" in shown(form)) is is_shown


def test_dates_compare():
    later = item("a", "string", enableWhen=[when("d", ">", answerDate="2026-01-01")])
    assert "a" in shown(filled(definition(item("d", "date"), later), d="02/01/2026"))


@pytest.mark.parametrize(
    ("behaviour", "ticked", "is_shown"),
    [("all", ["x"], False), ("all", ["x", "y"], True), ("any", ["y"], True), ("any", ["z"], False)],
)
def test_behaviour_joins_conditions(behaviour, ticked, is_shown):
    both = [when("c", code="x"), when("c", code="y")]
    follow = item("a", "string", enableWhen=both, enableBehavior=behaviour)
    form = filled(definition(choice("c", "x", "y", "z", repeats=True), follow), c=ticked)
    assert ("a" in shown(form)) is is_shown


def test_a_hidden_question_counts_as_unanswered():
    second = choice("second", "x", enableWhen=[when("first", code="x")])
    third = item("third", "string", enableWhen=[when("second", code="x")])
    form = filled(definition(choice("first", "x", "y"), second, third), first="y", second="x")
    assert shown(form) == {"first"}


def test_what_stands_in_a_hidden_group_is_hidden():
    group = item("g", "group", item=[item("a", "string")], enableWhen=[when("c", code="x")])
    assert shown(filled(definition(choice("c", "x", "y"), group), c="y")) == {"c"}


def test_an_item_marked_hidden_is_never_shown_but_its_answer_counts():
    hidden = item("h", "integer", extension=[extension(fhir.HIDDEN, valueBoolean=True)])
    follow = item("a", "string", enableWhen=[when("h", answerInteger=1)])
    form = Form(definition(hidden, follow), Answers({"h": Answer(Written(1))}))
    assert shown(form) == {"a"}


def test_nothing_inside_a_hidden_group_is_shown_or_missed():
    hidden = [extension(fhir.HIDDEN, valueBoolean=True)]
    form = definition(item("g", "group", extension=hidden, item=[item("a", "string", required=True)]))
    assert shown(filled(form)) == set()
    assert filled(form).missing() == []
    assert read(form, a="x")[1] != []


def test_a_condition_inside_a_row_reads_its_own_row():
    rows = item(
        "r",
        "group",
        repeats=True,
        item=[choice("c", "x", "y"), item("a", "string", enableWhen=[when("c", code="x")])],
    )
    form = filled(definition(rows), r="", r__0__c="x", r__1__c="y")
    first, second = form.content(form.definition.by_id["r"]).rows
    cell = form.definition.by_id["a"]
    assert form.visibility.shows(cell, first)
    assert not form.visibility.shows(cell, second)


def test_a_question_outside_a_list_hears_any_of_its_rows():
    rows = item("list", "group", repeats=True, item=[choice("a", "x", "y")])
    form = definition(rows, item("b", "string", enableWhen=[when("a", code="x")]))
    assert "b" in shown(filled(form, list="", list__0__a="y", list__1__a="x"))
    assert "b" not in shown(filled(form, list="", list__0__a="y"))


def test_questions_that_each_wait_for_the_next_are_no_deeper_than_one():
    """A file of somebody else may be written backwards, or twist every row: no page falls over it, nor waits for ever."""
    last = 600
    chain = [
        item(f"i{at}", "string", enableWhen=[when(f"i{at + 1}", "exists", answerBoolean=True)])
        for at in range(last)
    ]
    twice = [when, when]
    cells = [
        item(
            f"c{at}",
            "string",
            enableWhen=[each(f"c{at - 1}", "exists", answerBoolean=False) for each in twice if at],
        )
        for at in range(60)
    ]
    rows = item("list", "group", repeats=True, item=cells)
    form = filled(definition(*chain, item(f"i{last}", "string"), rows), list="", list__0__c59="fin")
    row = form.visibility.rows(form.definition.by_id["list"])[0]
    assert not form.shows(form.definition.by_id["i0"])
    assert form.visibility.shows(form.definition.by_id["c59"], row)
