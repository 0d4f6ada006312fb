"""The answers as FHIR: each type in its own value, groups nested, rows repeated."""

from datetime import UTC, datetime

from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.fhir_response import to_fhir
from telavis.questionnaires.form import JoinedDocument
from tests.questionnaires.forms import choice, definition, filled, item, option, when


def exported(form):
    resource = to_fhir(form, identifier="r1", authored=datetime(2026, 11, 2, tzinfo=UTC), is_completed=False)
    QuestionnaireResponse.model_validate(resource)
    assert resource["status"] == "in-progress"
    return resource["item"][0]["item"] if resource["item"] else []


def test_each_type_has_its_value():
    form = definition(
        item("t", "text"),
        item("i", "integer"),
        item("d", "decimal"),
        item("j", "date"),
        item("b", "boolean"),
        choice("c", option("x", label="Fièvre"), type="open-choice", repeats=True),
        item("p", "attachment", repeats=True),
    )
    document = JoinedDocument("d1", "Photo", media_type="image/jpeg")
    answers = {
        node["linkId"]: node["answer"]
        for node in exported(
            filled(
                form,
                {"documents": [document]},
                t="é",
                i="3",
                d="12,5",
                j="2/3/1950",
                b="true",
                c="x",
                c__other="y",
                p="d1",
            )
        )
    }
    assert answers == {
        "t": [{"valueString": "é"}],
        "i": [{"valueInteger": 3}],
        "d": [{"valueDecimal": 12.5}],
        "j": [{"valueDate": "1950-03-02"}],
        "b": [{"valueBoolean": True}],
        "c": [{"valueCoding": {"code": "x", "display": "Fièvre"}}, {"valueString": "y"}],
        "p": [{"valueAttachment": {"url": "urn:uuid:d1", "title": "Photo", "contentType": "image/jpeg"}}],
    }


def test_rows_repeat_their_group():
    rows = item("r", "group", repeats=True, item=[item("produit", "string")])
    nodes = exported(filled(definition(rows), r="", r__0__produit="crème", r__1__produit="gel"))
    assert [node["linkId"] for node in nodes] == ["r", "r"]
    assert nodes[1]["item"][0]["answer"] == [{"valueString": "gel"}]


def test_a_reason_is_an_extension():
    nodes = exported(filled(definition(item("a", "string", required=True)), a__unavailable="non mesuré"))
    assert nodes[0]["extension"] == [
        {"url": fhir.DATA_ABSENT_REASON, "valueCode": "unknown"},
        {"url": fhir.UNAVAILABLE_BECAUSE, "valueString": "non mesuré"},
    ]


def test_hidden_and_unreadable_answers_stay_at_home():
    form = definition(
        choice("c", "x", "y"), item("a", "string", enableWhen=[when("c", code="x")]), item("n", "integer")
    )
    assert [node["linkId"] for node in exported(filled(form, c="y", a="secret", n="trois"))] == ["c"]


def test_no_answer_no_item():
    assert exported(filled(definition(item("a", "string")))) == []
