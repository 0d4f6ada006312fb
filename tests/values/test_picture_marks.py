"""Marks drawn over a picture: what is read, what is refused, what stands on paper."""

import xml.etree.ElementTree as ET

import pytest

from telavis.values.picture_marks import (
    LONGEST_TEXT,
    MOST_MARKS,
    BadMarks,
    Mark,
    MarkKind,
    length_in_words,
    marks_from_json,
    marks_to_json,
    scale_from_json,
    svg_of,
)

ARROW = {"kind": "arrow", "x1": 10, "y1": 20.26, "x2": 110, "y2": 20.26}
WORDS = {"kind": "text", "x1": 5, "y1": 6, "x2": 5, "y2": 6, "text": "bord <net>"}


def test_what_is_written_is_read_again():
    assert marks_to_json(marks_from_json([ARROW, WORDS])) == [{**ARROW, "y1": 20.3, "y2": 20.3}, WORDS]


@pytest.mark.parametrize(
    "found",
    [
        None,
        {},
        "arrow",
        [1],
        [{**ARROW, "kind": "script"}],
        [{**ARROW, "x1": "10"}],
        [{**ARROW, "x1": True}],
        [{**ARROW, "x1": float("nan")}],
        [{**ARROW, "x1": float("inf")}],
        [{**ARROW, "x1": 10**400}],
        [{name: value for name, value in ARROW.items() if name != "y2"}],
        [{**WORDS, "text": 7}],
        [{**WORDS, "text": "x" * (LONGEST_TEXT + 1)}],
        [{**WORDS, "text": "une\nautre"}],
        [{**WORDS, "text": "\u202eenvers"}],
        [ARROW] * (MOST_MARKS + 1),
    ],
)
def test_what_no_page_sends_is_refused(found):
    with pytest.raises(BadMarks):
        marks_from_json(found)


@pytest.mark.parametrize("found", [0, -1, "0.1", True, float("nan"), 1e9])
def test_a_scale_is_a_length(found):
    with pytest.raises(BadMarks):
        scale_from_json(found)


def test_a_length_is_in_millimetres_once_somebody_has_said_how_long_a_pixel_is():
    measure = Mark(MarkKind.MEASURE, 0, 0, 30, 40)
    assert length_in_words(measure, None) == "50\u202fpx"
    assert length_in_words(measure, scale_from_json(0.25)) == "12,5\u202fmm"


def test_on_paper_they_are_one_well_formed_drawing_of_the_size_of_the_picture():
    marks = marks_from_json([ARROW, WORDS, {**ARROW, "kind": "circle"}, {**ARROW, "kind": "measure"}])
    drawn = ET.fromstring(svg_of(marks, 0.1, width=640, height=480))  # noqa: S314 our own
    assert drawn.get("viewBox") == "0 0 640 480"
    assert [
        each.text for each in drawn.iter() if each.tag.endswith("text") and each.get("fill") != "none"
    ] == [
        "bord <net>",
        "10,0\u202fmm",
    ]
    assert sum(each.tag.endswith("circle") for each in drawn.iter()) == 2
