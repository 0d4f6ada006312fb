"""Each rule for names of establishments, with what it must and must not do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telavis.values.establishment_names import key_words, name_key, search_words, typed_words


@pytest.mark.parametrize(
    ("written", "key"),
    [
        # signs
        ("Hôpital de l’Œillet", "HOPITAL OEILLET"),
        ("HOPITAL DE L'OEILLET", "HOPITAL OEILLET"),
        ("Port-Lavande", "PORT LAVANDE"),
        ("CHALON S/ SAONE", "CHALON SAONE"),
        ("Chalon-sur-Saône", "CHALON SAONE"),
        # acronyms with their dots or spaces; other single letters stay
        ("C.H.U. de Brest", "CHU BREST"),
        ("C H U BREST", "CHU BREST"),
        ("C.H. D'AUXERRE", "CH AUXERRE"),
        ("C H L Arbresle", "CH ARBRESLE"),
        ("E.H.P.A.D. Les Pins", "EHPAD PINS"),
        ("Unité J B Martin", "UNITE J B MARTIN"),
        # abbreviated words
        ("Ctre Hosp. Univ. Brest", "CHU BREST"),
        ("HOP ST LOUIS", "HOPITAL SAINT LOUIS"),
        ("Hôpitaux Saint-Louis", "HOPITAL SAINT LOUIS"),
        ("CLIN STE ANNE", "CLINIQUE SAINTE ANNE"),
        ("Polyclin. du Parc", "POLYCLINIQUE PARC"),
        ("RES. LES TILLEULS", "RESIDENCE TILLEULS"),
        ("HOP. DR RECAMIER", "HOPITAL DOCTEUR RECAMIER"),
        # phrases
        ("Centre hospitalier régional et universitaire de Lille", "CHU LILLE"),
        ("Centre hospitalier intercommunal de Créteil", "CHI CRETEIL"),
        ("Centre hospitalier de Pau", "CH PAU"),
        ("Soins de suite et de réadaptation du Parc", "SMR PARC"),
        ("Soins médicaux et de réadaptation du Parc", "SMR PARC"),
        ("Établissement d’hébergement pour personnes âgées dépendantes Les Pins", "EHPAD PINS"),
        ("Hospitalisation à domicile de l’Ouest", "HAD OUEST"),
        ("Notre-Dame du Lac", "ND LAC"),
        # one key for what changed its name
        ("CHRU Lille", "CHU LILLE"),
        ("CHR Orléans", "CHU ORLEANS"),
        ("SSR Les Pins", "SMR PINS"),
        ("Maison de retraite Les Pins", "EHPAD PINS"),
        # small words only
        ("La", "LA"),
        ("", ""),
        ("…", ""),
    ],
)
def test_writings_of_one_name_have_one_key(written: str, key: str):
    assert name_key(written) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("CH de Pau", "CHU de Pau"),
        ("CHI de Créteil", "CH de Créteil"),
        ("Château-Thierry", "CH Thierry"),
        ("Médoc", "Médical"),
        ("Saint-Denis", "Sainte-Denise"),
        ("Maison de santé", "Maison de retraite"),
        ("Résidence autonomie Les Pins", "EHPAD Les Pins"),
        ("Clinique du Parc", "Polyclinique du Parc"),
        ("Centre de santé", "Centre hospitalier"),
    ],
)
def test_different_places_keep_different_keys(one: str, other: str):
    assert name_key(one) != name_key(other)


def test_what_is_searched_holds_the_key_the_writing_and_the_long_form():
    words = search_words("C.H.R.U. de Lille", "59000").split()
    assert {"CHU", "CHRU", "LILLE", "CENTRE", "HOSPITALIER", "UNIVERSITAIRE", "59000"} <= set(words)
    assert "DE" not in words
    assert len(words) == len(set(words))


def test_the_last_word_may_not_be_finished():
    assert typed_words("clinique st") == [("CLINIQUE",), ("SAINT", "ST")]
    assert typed_words("centre hosp") == [("CH", "HOSP")]
    assert typed_words("saint lo") == [("SAINT",), ("LO",)]
    assert typed_words("  ") == []


@given(st.text())
def test_any_text_is_found_by_its_own_key(text: str):
    assert set(key_words(text)) <= set(search_words(text).split())
