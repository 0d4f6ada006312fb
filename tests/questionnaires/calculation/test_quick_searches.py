"""The usual searches of a form are not left to the library, and find what it finds."""

from typing import Any

import pytest
from fhirpathpy import evaluate
from fhirpathpy.models import models

from telavis.questionnaires.calculation.functions import SEARCH, quick, table


def answered(link_id: str, *values: int, inside: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    node: dict[str, Any] = {"linkId": link_id, "answer": [{"valueInteger": value} for value in values]}
    return {**node, "item": list(inside)} if inside else node


RESOURCE = {
    "resourceType": "QuestionnaireResponse",
    "item": [
        answered("a", 1),
        answered("group", inside=(answered("b", 2, 3), answered("row", inside=(answered("cell", 5),)))),
        # Rows alike: side by side both count, further down they do not.
        answered("row", inside=(answered("cell", 5),)),
        answered("row", inside=(answered("cell", 5),)),
        answered("row", inside=(answered("cell", 7),)),
        answered("row"),
        answered("a or b", 9),
    ],
}


@pytest.mark.parametrize(
    "expression",
    [
        "%resource.repeat(item).where(linkId = 'a').answer.value",
        "%resource.repeat(item).where(linkId = 'b').answer.value.sum() + 1",
        "%resource.repeat(item).where(linkId = 'cell').answer.value",
        "%resource.repeat(item).where(linkId = 'row').item.where(linkId = 'cell').answer.value",
        "%resource.repeat(item).where(linkId = 'row' and item.exists()).item.answer.value",
        "%resource.repeat(item).where(linkId = 'b' or linkId = 'a' or linkId = 'a or b').answer.value",
        "%resource.repeat(item).where(linkId = 'nowhere').answer.value",
    ],
)
def test_a_usual_search_finds_what_the_library_finds(expression: str):
    assert SEARCH in quick(expression)
    assert _found(quick(expression)) == _found(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "%resource.repeat(item).where(linkId = 'a' or linkId = 'row' and item.exists())",
        "%resource.repeat(item).where(linkId = 'a' and answer.value = 1)",
        "%resource.repeat(item).where(linkId = %named)",
        "%rows.item.where(linkId = 'a')",
    ],
)
def test_any_other_search_is_left_as_it_is_written(expression: str):
    assert quick(expression) == expression


def _found(expression: str) -> list[Any]:
    return evaluate(
        RESOURCE,
        expression,
        {"resource": RESOURCE},
        models["r4"],
        {"userInvocationTable": table("2026-03-02")},
    )
