"""Professions and specialties: labels to show, and who may sign an answer."""

import csv

import pytest

from telavis.values import professions as module
from telavis.values.names import sort_key
from telavis.values.professions import (
    may_sign_an_answer,
    profession_label,
    professions,
    specialties_of,
    specialty_label,
    title_of,
)


def test_only_medical_professions_sign_an_answer():
    assert {code for code in professions() if may_sign_an_answer(code)} == {"10", "40", "50"}
    assert not may_sign_an_answer("G16_10")
    assert not may_sign_an_answer("")


@pytest.mark.parametrize(
    ("code", "title"), [("10", "Dr"), ("21", "Dr"), ("40", "Dr"), ("50", ""), ("60", ""), ("?", "")]
)
def test_doctors_have_their_title(code, title):
    assert title_of(code) == title


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("10", "Médecin"),
        ("50", "Sage-femme"),
        ("85", "Épithésiste"),
        ("93", "Psychologue"),
        ("x", "Professionnel de santé"),
    ],
)
def test_professions_have_a_label(code, label):
    assert profession_label(code) == label


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("SM15", "Dermatologie et vénéréologie"),
        ("SM58", "Maladies infectieuses et tropicales"),
        ("SM34", "ORL et chirurgie cervico-faciale"),
        ("SM10", "Chirurgie plastique, reconstructrice et esthétique"),
        ("DSM212", "Fœtopathologie"),
        ("SM00", ""),
    ],
)
def test_specialties_have_a_clean_label(code, label):
    assert specialty_label("10", code) == label


def test_the_specialties_to_choose_from_are_in_french_order_without_diplomas():
    offered = specialties_of("10")
    assert next(iter(offered)) == "SM57"
    assert list(offered.values()) == sorted(offered.values(), key=sort_key)
    assert "DSM212" not in offered
    assert len(offered) == 95


def test_a_profession_without_specialties_offers_none():
    assert specialties_of("50") == {}
    assert list(specialties_of("40")) == ["SCD02", "SCD03", "SCD01"]


def test_no_label_keeps_an_abbreviation_or_a_typewriter_apostrophe():
    with module._DATA.open(encoding="utf-8", newline="") as file:
        labels = [row["label"] for row in csv.DictReader(file)]
    assert len(labels) == len([label for label in labels if label[0].isupper()])
    assert not [label for label in labels if "'" in label or " opt " in label or "(SM)" in label]
