"""Bad input: whatever the JSON of a form is, it is read, or refused by sentences that name the item; in bounded time."""

import random
from typing import Any

import pytest

from telavis.questionnaires import bounds
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.invalid import InvalidDefinition
from telavis.questionnaires.parsing import parse
from tests.questionnaires.forms import choice, extension, item, plain, section, when

Json = dict[str, Any]


def form(*items: Any, **more: Any) -> Json:
    return {"resourceType": "Questionnaire", "item": list(items), **more}


def nested(depth: int) -> Json:
    inner = item("g0", "string")
    for level in range(1, depth):
        inner = item(f"g{level}", "group", item=[inner])
    return inner


def deep(levels: int) -> Any:
    value: Any = "fond"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("broken", "link_id", "sentence"),
    [
        ([], "", "« le questionnaire » doit être un objet."),
        (form(*[item(f"q{n}", "string") for n in range(5_000)]), "", "Ce formulaire a 5 000 éléments"),
        (form(nested(100)), "g", "imbriqués sur plus de"),
        (form(item("a", "string", code=deep(100))), "a", "imbriqués sur plus de"),
        (form(item("a", "string", "é" * 10_000_000)), "a", "Un texte a 10 000 000 caractères"),
        (form(item("a", "string", "x\0y")), "a", "rien ne peut écrire"),
        (form(item("a", "string", "x\ud800")), "a", "rien ne peut écrire"),
        (form(item("a", "string", extra={"y\udfff": 1})), "a", "rien ne peut écrire"),
        (form(item("a", "string", maxLength=float("nan"))), "a", "n’est pas un nombre"),
        (form(item("a", "string", maxLength="200")), "a", "« maxLength » doit être un nombre entier."),
        (form(item("a", "string", maxLength=10**30)), "a", "« maxLength » est un nombre démesuré."),
        (form(item("a", "string", required="oui")), "a", "« required » doit être vrai ou faux."),
        (form(item("a", "string", enableWhen={"question": "b"})), "a", "« enableWhen » doit être une liste."),
        (form(item("a", "string", extension=[None])), "a", "« extension » doit être un objet."),
        (form(item("a", "string", text=["x"])), "a", "« text » doit être un texte."),
        (form(item("a", "integer", extension=[extension("x", valueDecimal=True)])), "a", "« valueDecimal »"),
        (form({"type": "string"}), "", "Un identifiant (linkId)"),
        (form(choice("a", *[f"o{n}" for n in range(301)])), "a", "Il y a 301 réponses proposées"),
        (form(item("a", "string", enableWhen=[when("a", code="x")] * 51)), "a", "Il y a 51 conditions"),
        (form(item("a", "string"), extra=[0] * 100_000), "", "plus de 100 000 éléments"),
    ],
)  # fmt: skip
def test_what_is_too_large_or_of_another_shape_is_refused_with_its_item(broken, link_id, sentence):
    with pytest.raises(InvalidDefinition) as refused:
        parse(broken)
    first = refused.value.faults[0]
    assert first.link_id.startswith(link_id) if link_id else first.link_id == ""
    assert sentence in plain(first.sentence)


def test_what_is_as_large_as_allowed_is_read():
    largest = form(*[item(f"q{n}", "string") for n in range(bounds.ITEMS)])
    assert len(parse(largest).by_id) == bounds.ITEMS
    assert parse(form(nested(bounds.DEPTH))).by_id["g0"]


def test_labels_are_kept_as_text_whatever_they_say():
    label = "<script>alert(1)</script> & \u202egnp"
    assert parse(form(section(item("a", "string", label)))).by_id["a"].text == label


JUNK = (None, True, -1, 10**40, 0.5, float("nan"), "", "x", "\ud800", "<b>", [], [[]], {}, {"item": []}, [{}])
"""What stands where something else should."""


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container and key of the JSON."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        keys = (
            list(each) if isinstance(each, dict) else list(range(len(each))) if isinstance(each, list) else []
        )
        for key in keys:
            found.append((each, key))
            waiting.append(each[key])
    return found


def outcome(definition: Any) -> type:
    try:
        return type(parse(definition))
    except InvalidDefinition as refused:
        return InvalidDefinition if all(fault.sentence for fault in refused.faults) else str


def test_a_form_that_was_spoilt_anywhere_is_read_or_refused_and_nothing_else():
    whole = next(each.definition for each in shipped() if each.code == "dermatologie")
    everywhere = places(whole)
    chance = random.Random(5)
    outcomes = set()
    for container, key in chance.sample(everywhere, 80):
        right = container[key]
        container[key] = chance.choice(JUNK)
        outcomes.add(outcome(whole))
        container[key] = right
    assert outcomes == {Definition, InvalidDefinition}
