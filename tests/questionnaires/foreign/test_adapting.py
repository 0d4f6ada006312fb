"""Forms of somebody else: each is asked, what differs is told, and what leaves has the shape that they gave it."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.template.loader import render_to_string
from fhir.resources.R4B.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from telavis.questionnaires.answers import Answers
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.fhir_response import to_fhir
from telavis.questionnaires.foreign.adapting import adapt
from telavis.questionnaires.foreign.findings import Fate, together
from telavis.questionnaires.form import Form
from telavis.questionnaires.reading import as_fields, read_fields
from telavis.web.pieces.questionnaire import page_of
from tests.questionnaires.foreign.reading import NAMES, adapted, everything, form_named, original
from tests.questionnaires.forms import plain
from tests.questionnaires.test_shapes import JUNK, places

Json = dict[str, Any]


def answered(name: str) -> Form:
    form = form_named(name)
    answers, refusals = read_fields(form, as_fields(everything(form)), Answers())
    assert refusals == []
    return Form(form, answers)


def link_ids(items: list[Json]) -> Iterator[tuple[str, ...]]:
    """The way to each item of a Questionnaire, from the top."""
    for item in items:
        yield (item["linkId"],)
        yield from ((item["linkId"], *rest) for rest in link_ids(item.get("item", [])))


def ways(nodes: list[Json]) -> Iterator[tuple[str, ...]]:
    """The same of a response, where what is under a question stands inside its answer."""
    for node in nodes:
        inside = [
            *node.get("item", []),
            *(each for answer in node.get("answer", []) for each in answer.get("item", [])),
        ]
        yield (node["linkId"],)
        yield from ((node["linkId"], *rest) for rest in ways(inside))


@pytest.mark.parametrize("name", NAMES)
def test_a_form_of_somebody_else_is_drawn_answered_read_and_given_back(name: str):
    Questionnaire.model_validate(original(name))
    form = answered(name)
    page = render_to_string("components/form/form.html", {"page": page_of(form)})
    for item in form.definition.walk():
        assert item.is_hidden or item.link_id == "h/5" or page_says(page, item.link_id)
    assert form.problems() == []
    assert form.sections()
    response = to_fhir(form, identifier="r1", authored=datetime(2026, 3, 2, tzinfo=UTC), is_completed=True)
    QuestionnaireResponse.model_validate(response)
    assert set(ways(response["item"])) <= set(link_ids(original(name)["item"]))


def page_says(page: str, link_id: str) -> bool:
    escaped = link_id.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return f'data-item="{escaped}"' in page


TOLD = {
    "humeur_en_deux_questions": ["regex", "ordinalValue", "expression", "itemControl header", "itemControl drop-down"],
    "douleur_du_jour": ["minValue, maxValue", "expression", "launchContext", "itemControl lower", "derivedFrom"],
    "visit_intake": ["reference", "questionnaire-referenceResource"],
    "aufnahme_pflege": ["contained (Organization)", "rendering-markdown", "translation", "useContext"],
    "allergies_connues": ["answerOption", "mimeType", "maxSize"],
    "traitements_en_tableau": ["attachment", "calculatedExpression", "itemControl gtable", "repeats"],
    "poids_et_sang": ["quantity", "calculatedExpression", "expression"],
    "diagnostic_code": ["answerValueSet", "inconnue", "definition", "sdc-questionnaire-entryMode"],
    "sans_adresse": ["url", "version", "text"],
    "etiquettes_hostiles": ["rendering-style", "rendering-xhtml", "supportLink", "text", "required"],
    "score_avec_variables": ["sdc-questionnaire-enableWhenExpression", "expression"],
    "reponses_de_tous_types": [],
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_shown_as_written_is_told(name: str):
    elements = [each.element for each in together(adapted(name).findings)]
    assert set(TOLD[name]) <= set(elements)
    assert bool(TOLD[name]) is bool(elements)


def test_each_finding_names_the_items_and_what_becomes_of_them():
    lines = [plain(str(each)) for each in together(adapted("traitements_en_tableau").findings)]
    assert (
        "repeats : affiché autrement : une seule réponse dans chaque ligne de la liste : « t.l.note »"
        in lines
    )
    assert any(line.startswith("attachment : ignoré à l’affichage, conservé : ") for line in lines)


def test_words_are_french_where_the_form_has_them_and_lists_inside_it_are_offered():
    form = form_named("aufnahme_pflege")
    assert form.title == "Entrée en soins"
    assert (form.by_id["A1"].text, form.by_id["A1.1"].text) == ("Généralités", "Mode de vie")
    assert [each.label for each in form.by_id["A1.1"].options] == ["seul", "en famille", "Heim"]
    assert [each.label for each in form.by_id["A1.3"].options] == ["Pflegegrad 1", "Pflegegrad 2"]


def test_only_the_formula_that_cannot_be_evaluated_is_set_aside():
    form = form_named("score_avec_variables")
    assert [each.name for each in form.variables] == ["points"]
    assert [each.item.link_id for each in form.calculations] == ["s3", "s4"]
    mood = form_named("humeur_en_deux_questions").by_id["/98-total"]
    assert (mood.calculation, mood.is_read_only) == (None, False)


def test_a_first_value_that_cannot_be_found_here_is_left_to_type_and_told():
    form = form_named("douleur_du_jour")
    assert [each.item.link_id for each in form.beginnings] == ["2.3", "2.3.1", "2.3.2", "2.3.3"]
    lines = "\n".join(plain(str(each)) for each in together(adapted("douleur_du_jour").findings))
    assert "launchContext : ignoré à l’affichage, conservé : « encounter » n’est pas fourni" in lines
    assert "nomme « %encounter », qui n’est pas connu ici. : « 2.3.4 »" in lines
    assert "ne connaît que la date de naissance et le sexe : « 2.3.3 »" in lines


def test_labels_are_text_and_a_link_that_is_no_address_is_not_followed():
    page = render_to_string(
        "components/form/form.html", {"page": page_of(Form(form_named("etiquettes_hostiles"), Answers()))}
    )
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "javascript:" not in page
    assert "\u202e" not in page


def changed(name: str = "reponses_de_tous_types", **more: Any) -> Json:
    return {**original(name), **more}


def with_item(**item: Any) -> Json:
    return changed(
        item=[{"linkId": "a", "type": "string", "text": "A"}, {"linkId": "b", "text": "B", **item}]
    )


@pytest.mark.parametrize(
    ("source", "link_id", "why"),
    [
        (changed(resourceType="Bundle"), "", "ce n’est pas un Questionnaire"),
        (changed(subjectType=["Device"]), "", "il ne porte pas sur un patient"),
        (changed(status="retired"), "", "son auteur l’a retiré"),
        (changed(implicitRules="https://ailleurs.example/regles"), "", "des règles d’ailleurs"),
        (changed(modifierExtension=[{"url": "x"}]), "", "change le sens"),
        (changed(url="https://ailleurs.example/" + "x" * 200), "", "plus de 200 caractères"),
        (with_item(type="string", modifierExtension=[{"url": "x"}]), "b", "change le sens"),
        (with_item(type="inconnu"), "b", "n’est pas pris en charge"),
        (with_item(type="string", linkId="a"), "a", "sert deux fois"),
        (with_item(type="string", enableWhen=[{"question": "z", "operator": "exists", "answerBoolean": True}]), "b", "parle de"),
        (with_item(type="string", enableWhen=[{"question": "b", "operator": "exists", "answerBoolean": True}]), "b", "en rond"),
        (with_item(type=3), "b", "doit être un texte"),
        ("rien", "", "doit être un objet"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_with_its_item(source: Any, link_id: str, why: str):
    refused = adapt(source)
    assert refused.is_refused
    reasons = [each for each in refused.findings if each.fate is Fate.REFUSED]
    assert any(each.link_id == link_id and why in plain(each.sentence) for each in reasons)


def test_a_form_that_left_from_here_comes_back_as_it_was():
    for entry in shipped():
        found = adapt(json.loads(json.dumps(entry.definition)))
        assert (found.findings, found.definition) == ((), entry.definition)


def test_a_file_that_was_spoilt_anywhere_is_asked_or_refused_and_nothing_else():
    chance = random.Random(5)
    outcomes = set()
    for name in NAMES * 8:
        spoilt = original(name)
        container, key = chance.choice(places(spoilt))
        container[key] = chance.choice(JUNK)
        found = adapt(spoilt)
        assert found.form is not None or any(each.fate is Fate.REFUSED for each in found.findings)
        outcomes.add(found.is_refused)
    assert outcomes == {True, False}
