"""What a page sends is read, kept as typed, or refused in a sentence."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.answers import (
    Answer,
    Chosen,
    Joined,
    Rows,
    Unreadable,
    Written,
    from_json,
    to_json,
)
from telavis.questionnaires.reading import LENGTH_MAX, with_refused
from tests.questionnaires.forms import choice, definition, extension, item, read

TEXT = definition(item("a", "text"))
TREATMENTS = definition(
    item(
        "lignes",
        "group",
        repeats=True,
        item=[item("produit", "string"), choice("effet", "mieux", "pire"), item("duree", "integer")],
    )
)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("string", "Œdème, d’É", "Œdème, d’É"),
        ("integer", " 1 200 ", 1200),
        ("integer", "−3", -3),
        ("decimal", "12,50", Decimal("12.50")),
        ("decimal", "12.5", Decimal("12.5")),
        ("date", "2/3/1950", date(1950, 3, 2)),
        ("date", "02031950", date(1950, 3, 2)),
        ("boolean", "true", True),
    ],
)
def test_values_are_read_as_people_write_them(kind, typed, value):
    answers, refusals = read(definition(item("a", kind)), a=typed)
    assert (answers.content("a"), refusals) == (Written(value), [])


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("integer", "douze"),
        ("integer", "1,5"),
        ("decimal", "12 mm"),
        ("decimal", "1,2,3"),
        ("date", "31/02/2020"),
    ],
)
def test_what_cannot_be_read_is_kept_as_typed(kind, typed):
    answers, refusals = read(definition(item("a", kind)), a=typed)
    assert (answers.content("a"), refusals) == (Unreadable(typed), [])


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "œ É ’ ‘ « » ß",
        "\u202eدم\u202c et \u200f",
        "a\nb\n\n c  ",
        "x" * 10_000,
        "{{ 7*7 }} {% csrf_token %}",
        "😀 e\u0301",
    ],
)
def test_any_text_is_kept_exactly(text):
    answers, refusals = read(TEXT, a=text)
    stored = from_json(to_json(answers))
    assert (stored.content("a"), refusals) == (Written(text), [])


@given(st.text(alphabet=st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=200))
def test_every_readable_text_goes_round(text):
    answers, refusals = read(TEXT, a=text)
    assert refusals == []
    assert from_json(to_json(answers)) == answers
    assert answers.content("a") == (Written(text) if text.strip() else None)


def test_lines_end_in_one_way():
    answers, _ = read(TEXT, a="a\r\nb")
    assert answers.content("a") == Written("a\nb")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a\0b", "caractère nul"),
        ("x" * (LENGTH_MAX + 1), "trop long : 20 000 caractères au plus, ici 20 001"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_the_former_answer_stays(text, sentence):
    before, _ = read(TEXT, a="avant")
    answers, refusals = read(TEXT, before, a=text)
    assert answers.content("a") == Written("avant")
    assert [refusal.link_id for refusal in refusals] == ["a"]
    assert sentence in refusals[0].sentence.replace("\u202f", " ")


def test_an_absent_item_is_left_and_an_empty_one_is_cleared():
    form = definition(item("a", "string"), item("b", "string"))
    before, _ = read(form, a="un", b="deux")
    after, _ = read(form, before, a="")
    assert after.by_id == {"b": Answer(Written("deux"))}


def test_choices_keep_the_order_of_the_form_and_the_free_text():
    form = definition(choice("a", "x", "y", "z", type="open-choice", repeats=True))
    answers, _ = read(form, a=["", "z", "x", "x"], a__other=" à la main ")
    assert answers.content("a") == Chosen(("x", "z"), "à la main")


@pytest.mark.parametrize("posted", [["w"], ["x", "y"]])
def test_a_choice_that_was_not_offered_is_refused(posted):
    answers, refusals = read(definition(choice("a", "x", "y")), a=posted)
    assert answers.by_id == {}
    assert "ne fait pas partie" in refusals[0].sentence


def test_rows_are_read_in_their_order_and_empty_ones_fall():
    answers, _ = read(
        TREATMENTS,
        lignes="",
        lignes__10__produit="second",
        lignes__2__produit="premier",
        lignes__2__effet="pire",
        lignes__2__duree="dix",
        lignes__5__produit="",
    )
    content = answers.content("lignes")
    assert isinstance(content, Rows)
    assert [to_json(row) for row in content.rows] == [
        {"produit": {"value": "premier"}, "effet": {"codes": ["pire"]}, "duree": {"raw": "dix"}},
        {"produit": {"value": "second"}},
    ]


def test_rows_without_end_are_refused():
    fields = {f"lignes__{place}__produit": "x" for place in range(101)}
    _, refusals = read(TREATMENTS, lignes="", **fields)
    assert "100 lignes au plus" in refusals[0].sentence


@pytest.mark.parametrize("lines", [2, 101])
def test_a_refused_list_stands_on_the_page_as_it_was_typed(lines):
    fields = {f"lignes__{place}__produit": f"produit {place}" for place in range(lines)}
    fields["lignes__1__produit"] += "\0" if lines == 2 else ""
    answers, refusals = read(TREATMENTS, lignes="", **fields)
    assert [each.link_id for each in refusals] == ["lignes"]
    assert answers.content("lignes") is None
    shown = with_refused(answers, refusals).content("lignes")
    assert isinstance(shown, Rows)
    assert [row.content("produit") for row in shown.rows] == [Written(f"produit {at}") for at in range(lines)]


def test_documents_are_kept_by_id():
    answers, _ = read(definition(item("a", "attachment", repeats=True)), a=["", "d1", "d2"])
    assert answers.content("a") == Joined(("d1", "d2"))


def test_a_reason_stands_alone_or_beside_an_answer():
    answers, _ = read(TEXT, a="", a__unavailable="patient confus")
    assert answers.at("a") == Answer(None, "patient confus")
    answers, _ = read(TEXT, answers, a="réponse")
    assert answers.at("a") == Answer(Written("réponse"), "patient confus")


def test_a_page_does_not_write_what_is_stored_elsewhere_or_read_only():
    elsewhere = choice("a", "x", extension=[extension(fhir.STORED_ELSEWHERE, valueBoolean=True)])
    answers, _ = read(definition(elsewhere, item("b", "string", readOnly=True)), a="x", b="y")
    assert answers.by_id == {}
