"""Names that sound alike in France have one code; names that do not, have two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telavis.values.phonetics import RULES, Rule, phonetic_code


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.spelling)
def test_each_rule_brings_its_two_spellings_together(rule: Rule):
    one, other = rule.alike
    assert one != other
    assert phonetic_code(one) == phonetic_code(other)


@pytest.mark.parametrize(
    "spellings",
    [
        "Dupont Dupond Dupon",
        "Gauthier Gautier Gothier Gotier",
        "Lefebvre Lefèvre Lefevre",
        "Hénault Hénaud Eno",
        "Catherine Katherine Catrine",
        "Gonçalves Gonsalves",
        "N'Diaye Ndiaye",
        "M'Baye Mbaye",
        "Mohamed Mohammed",
        "Lopez Lopes",
        "Rousseau Roussot Rousso",
        "Moreau Moraud Moro",
        "Perrin Périn Perain",
        "Michaël Mickael Mikael",
        "Geoffroy Joffroy Jofroi",
        "Weber Wéber Veber",
        "Éric Erik Eric",
        "Le-Goff Legoff",
    ],
)
def test_homophones_share_a_code(spellings):
    assert len({phonetic_code(spelling) for spelling in spellings.split(" ")}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Charlot", "Charlotte"),
        ("Martin", "Morton"),
        ("Dupont", "Dumont"),
        ("Petit", "Pottier"),
        ("Simon", "Simonin"),
    ],
)
def test_names_that_sound_different_do_not(one, other):
    assert phonetic_code(one) != phonetic_code(other)


@given(st.text("abcdefghijklmnopqrstuvwxyzéèêëàâçîïôœùûü'- ", max_size=20))
def test_case_does_not_count(name):
    assert phonetic_code(name) == phonetic_code(name.upper())


@given(st.text())
def test_any_text_has_a_code_of_letters_only(text):
    code = phonetic_code(text)
    assert code == "" or code.isalpha()
