"""Each rule has its sentence, which says how to correct."""

from datetime import timedelta

import pytest
from django.utils import timezone

from telavis.questionnaires import vocabulary as fhir
from tests.questionnaires.forms import EXCLUSIVE, choice, definition, extension, filled, item, option

MM = [
    extension(fhir.UNIT, valueCoding={"code": "mm", "display": "mm"}),
    extension(fhir.MIN_VALUE, valueDecimal=0.5),
    extension(fhir.MAX_VALUE, valueDecimal=2000),
]


def sentence(source, **fields):
    form = filled(definition(source), **fields)
    return form.fault(form.definition.by_id["a"]).replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12,5", ""),
        ("12 mm", "« Le diamètre » attend un nombre en millimètres, par exemple 12,5."),
        ("0,1", "« Le diamètre » attend une valeur entre 0,5 et 2 000 mm : vérifiez 0,1."),
        ("3000", "« Le diamètre » attend une valeur entre 0,5 et 2 000 mm : vérifiez 3 000."),
    ],
)
def test_a_number_says_its_unit_and_its_bounds(typed, expected):
    assert sentence(item("a", "decimal", "Le diamètre", extension=MM), a=typed) == expected


def test_a_number_may_have_one_bound():
    low = item("a", "integer", extension=[extension(fhir.MIN_VALUE, valueInteger=1)])
    high = item("a", "integer", extension=[extension(fhir.MAX_VALUE, valueInteger=9)])
    assert sentence(low, a="0") == "« A » attend une valeur de 1 au moins : vérifiez 0."
    assert sentence(high, a="10") == "« A » attend une valeur de 9 au plus : vérifiez 10."


def test_an_integer_refuses_decimals():
    assert (
        sentence(item("a", "integer", "Âge"), a="1,5") == "« Âge » attend un nombre entier, par exemple 12."
    )


def test_a_date_says_what_is_wrong():
    assert sentence(item("a", "date", "Début"), a="31/02/2020") == (
        "« Début » : le 31 février 2020 n’existe pas : vérifiez le jour."
    )


def test_a_date_that_must_be_past_refuses_tomorrow():
    past = item("a", "date", extension=[extension(fhir.NOT_AFTER_TODAY, valueBoolean=True)])
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert "dans l’avenir" in sentence(past, a=f"{tomorrow:%d/%m/%Y}")
    assert sentence(item("a", "date"), a=f"{tomorrow:%d/%m/%Y}") == ""


def test_a_long_text_is_kept_and_told_by_how_much():
    assert sentence(item("a", "text", "Histoire", maxLength=10), a="x" * 1234) == (
        "« Histoire » accepte 10 caractères au plus : il y en a 1 224 de trop."
    )


def test_an_exclusive_option_goes_with_nothing_else():
    source = choice("a", option("aucun", EXCLUSIVE, label="Aucun"), "x", type="open-choice", repeats=True)
    told = "« Aucun » ne va avec aucune autre réponse : décochez l’une ou l’autre."
    assert sentence(source, a=["aucun", "x"]) == told
    assert sentence(source, a=["aucun"], a__other="fièvre") == told
    assert sentence(source, a=["aucun"]) == ""


def test_one_answer_is_one_answer():
    source = choice("a", "x", "y", type="open-choice")
    assert "une seule réponse" in sentence(source, a="x", a__other="autre chose")
    assert sentence(source, a="", a__other="autre chose") == ""


def test_too_few_documents():
    from telavis.questionnaires.form import JoinedDocument

    source = item(
        "a", "attachment", "Photos", repeats=True, extension=[extension(fhir.MIN_OCCURS, valueInteger=2)]
    )
    form = filled(definition(source), {"documents": [JoinedDocument("d1", "Photo")]}, a=["d1"])
    told = form.fault(form.definition.by_id["a"]).replace("\u202f", " ").replace("\u00a0", " ")
    assert told == "« Photos » attend au moins 2 documents : il y en a 1."


def test_rows_name_the_line():
    source = item(
        "a",
        "group",
        repeats=True,
        item=[item("produit", "string", "Produit", required=True), item("duree", "integer", "Durée")],
    )
    assert (
        sentence(source, a="", a__0__produit="crème", a__1__duree="3") == "Ligne 2 : il manque « Produit »."
    )
    assert sentence(source, a="", a__0__produit="x", a__0__duree="y") == (
        "Ligne 1 : « Durée » attend un nombre entier, par exemple 12."
    )
