"""Names that sound alike in France share a code; names that do not, share none."""

import doctest
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telavis.values.names import glued
from telavis.values.phonetics import codes
from telavis.values.phonetics.codes import MOST_CODES, coarse_codes, fine_codes
from telavis.values.phonetics.rules import RULES, Rule


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.spelling)
def test_each_rule_brings_its_two_spellings_together_and_keeps_the_others_apart(rule: Rule):
    one, other = map(glued, rule.alike)
    assert one != other
    assert fine_codes(one) & fine_codes(other)
    assert not fine_codes(glued(rule.unlike[0])) & fine_codes(glued(rule.unlike[1]))


def test_a_rule_begins_by_no_other_letter_than_it_says():
    words = {glued(word) for rule in RULES for word in (*rule.alike, *rule.unlike)}
    for rule in RULES:
        begun_by = {found[0][0] for word in words for found in re.finditer(rule.spelling, word)}
        assert begun_by <= set(rule.begins), rule.spelling
        assert begun_by, f"no example has «{rule.spelling}»"


@pytest.mark.parametrize(
    "spellings",
    [
        "Dupont Dupond Dupon",
        "Gauthier Gautier Gothier Gotier",
        "Lefebvre Lefèvre Lefevre",
        "Hénault Hénaud Eno",
        "Catherine Katherine Catrine",
        "Gonçalves Gonsalves",
        "François Fransois Francois",
        "N'Diaye Ndiaye",
        "M'Baye Mbaye",
        "Mohamed Mohammed",
        "Ahmed Ahmet Amed",
        "Lopez Lopes",
        "Rousseau Roussot Rousso",
        "Moreau Moraud Moro",
        "Perrin Périn Perain",
        "Michaël Mickael Mikael",
        "Geoffroy Joffroy Jofroi",
        "Weber Wéber Veber",
        "Éric Erik Eric",
        "Guillaume Guiyaume",
        "Deschamps Dechamp Deschamp",
        "Ernest Erneste Ernès",
        "Bataille Batail",
    ],
)
def test_homophones_share_a_fine_code(spellings: str):
    first, *others = map(glued, spellings.split(" "))
    assert [each for each in others if not fine_codes(first) & fine_codes(each)] == []


@pytest.mark.parametrize(
    "names",
    [
        "Martin Morton",
        "Renault Renot",
        "Ouattara Wattara",
        "Karim Karima",
        "Le-Goff Legoff",
        "Gaillard Gayard",
    ],
)
def test_the_same_consonants_share_a_coarse_code(names: str):
    one, other = map(glued, names.split(" "))
    assert coarse_codes(one) & coarse_codes(other)


@pytest.mark.parametrize(
    "names", ["Charlot Charlier", "Martin Morton", "Dupont Dumont", "Petit Pottier", "Simon Simonin"]
)
def test_names_that_sound_different_do_not(names: str):
    one, other = map(glued, names.split(" "))
    assert not fine_codes(one) & fine_codes(other)


@given(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", max_size=30))
def test_a_word_has_a_few_codes_of_small_signs(word: str):
    found = fine_codes(word)
    assert len(found) <= MOST_CODES
    assert all(code.isalnum() and code == code.lower() for code in found)
    assert len(coarse_codes(word)) <= len(found)


def test_what_the_documentation_says_of_codes_is_true():
    assert doctest.testmod(codes).failed == 0
