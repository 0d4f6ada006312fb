"""A form as one reads it: labels, readable answers, small tables, what is missing."""

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.form import JoinedDocument
from tests.questionnaires.forms import choice, definition, extension, filled, item, option


def lines(form):
    return [line for section in form.sections() for line in section.lines]


def test_each_type_reads_as_people_write_it():
    form = definition(
        item("texte", "text"),
        item(
            "nombre", "decimal", extension=[extension(fhir.UNIT, valueCoding={"code": "mm", "display": "mm"})]
        ),
        item("jour", "date"),
        item("rien", "boolean"),
        choice(
            "siege",
            option("f1", extension(fhir.OPTION_GROUP, valueString="De face"), label="bras"),
            option("d1", extension(fhir.OPTION_GROUP, valueString="De dos"), label="bras"),
            option("f2", extension(fhir.OPTION_GROUP, valueString="De face"), label="visage"),
            repeats=True,
        ),
        choice("autres", option("x", label="fièvre"), type="open-choice", repeats=True),
        item("photo", "attachment", repeats=True),
    )
    documents = [JoinedDocument("d1", "Gros plan"), JoinedDocument("d2", "Autre")]
    read = filled(
        form,
        {"documents": documents},
        texte="un\ndeux",
        nombre="1234,50",
        jour="2/3/1950",
        rien="true",
        siege=["f1", "f2"],
        autres="x",
        autres__other="frissons",
        photo=["d1"],
    )
    assert {
        line.link_id: line.text.replace("\u202f", " ").replace("\u00a0", " ") for line in lines(read)
    } == {
        "texte": "un\ndeux",
        "nombre": "1 234,5 mm",
        "jour": "02/03/1950",
        "rien": "oui",
        "siege": "bras (de face), visage",
        "autres": "fièvre, frissons",
        "photo": "Gros plan",
    }


def test_what_was_not_asked_for_is_silent_and_what_is_missing_is_told():
    form = filled(definition(item("a", "string"), item("b", "string", required=True), item("c", "display")))
    assert [(line.link_id, line.is_missing) for line in lines(form)] == [("b", True)]


def test_who_reads_is_not_addressed_as_the_one_who_asked():
    read_as = [extension(fhir.READ_AS, valueString="Question posée")]
    asked = item("a", "string", "Votre question", required=True, extension=read_as)
    form = filled(definition(asked), a="Que faire ?")
    assert [line.label for line in lines(form)] == ["Question posée"]
    assert asked["text"] == form.definition.by_id["a"].label, "the one who asks reads the question itself"


def test_a_reason_stands_in_place_of_the_answer():
    form = filled(definition(item("a", "string", required=True)), a__unavailable="patient confus")
    assert [(line.unavailable, line.is_missing) for line in lines(form)] == [("patient confus", False)]


def test_rows_make_a_table():
    rows = item(
        "r",
        "group",
        repeats=True,
        item=[item("produit", "string", "Produit"), item("duree", "integer", "Durée")],
    )
    form = filled(definition(rows), r="", r__0__produit="crème", r__0__duree="3", r__1__produit="gel")
    assert lines(form)[0].columns == ("Produit", "Durée")
    assert lines(form)[0].rows == (("crème", "3"), ("gel", ""))


def test_a_group_has_its_heading_and_its_parts():
    vital = item(
        "g",
        "group",
        "Constantes",
        required=True,
        item=[item("pas", "integer", "PAS", required=True), item("x", "string")],
    )
    assert [(line.label, line.is_inside) for line in lines(filled(definition(vital), pas="120"))] == [
        ("Constantes", False),
        ("PAS", True),
    ]
    assert [(line.label, line.is_missing) for line in lines(filled(definition(vital)))] == [
        ("Constantes", True)
    ]
    partial = lines(filled(definition(vital), x="seul"))
    assert [(line.label, line.is_missing) for line in partial] == [
        ("Constantes", False),
        ("PAS", True),
        ("X", False),
    ]


def test_an_empty_section_is_not_shown():
    assert filled(definition(item("a", "string"))).sections() == []
