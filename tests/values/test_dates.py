"""Dates as people type them, and ages as they say them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telavis.values.dates import InvalidDate, age_in_words, parse_birth_date, parse_date
from telavis.values.french import date_words

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    "typed",
    [
        "02/03/1950",
        "2/3/1950",
        " 2 / 3 / 1950 ",
        "02031950",
        "02.03.1950",
        "02-03-1950",
        "2 3 1950",
        "2 mars 1950",
        "2 MARS 1950",
        "2-mar-1950",
        "1950-03-02",
    ],
)
def test_usual_ways_to_type_a_date_are_read(typed):
    assert parse_date(typed) == date(1950, 3, 2)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1er août 2001", date(2001, 8, 1)),
        ("1 aout 2001", date(2001, 8, 1)),
        ("25 déc. 1999", date(1999, 12, 25)),
        ("29 févr 2024", date(2024, 2, 29)),
        ("14 juil 2020", date(2020, 7, 14)),
    ],
)
def test_months_are_read_in_words_and_short_forms(typed, meant):
    assert parse_date(typed) == meant


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_date_written_in_words_or_figures_reads_back(day):
    for written in (date_words(day), day.isoformat(), f"{day.day}/{day.month}/{day.year:04d}"):
        assert parse_date(written) == day


@pytest.mark.parametrize("typed", ["2/3/50", "020350", "2 mars 50"])
def test_a_year_of_two_digits_is_answered_by_a_question(typed):
    with pytest.raises(InvalidDate, match=r"est-ce 1950 ou 2050\s\?"):
        parse_date(typed)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31/02/1950", "Le 31 février 1950 n’existe pas"),
        ("29/02/2023", "Le 29 février 2023 n’existe pas"),
        ("12/31/1950", "Le mois 31 n’existe pas"),
        ("00/03/1950", "Le 0 mars 1950 n’existe pas"),
        ("02/03/0000", "n’existe pas"),
        ("2 jui 2020", "« jui » n’est pas reconnu".replace(" »", "\u202f»").replace("« ", "«\u202f")),
        ("hier", "comme 02/03/1950"),
        ("", "comme 02/03/1950"),
        ("٠٢/٠٣/١٩٥٠", "comme 02/03/1950"),
        ("2/3/195", "comme 02/03/1950"),
    ],
)
def test_an_impossible_date_says_what_to_correct(typed, sentence):
    with pytest.raises(InvalidDate, match=sentence):
        parse_date(typed)


def test_a_date_to_come_is_refused_only_where_it_makes_no_sense():
    assert parse_date("11/03/2026") == date(2026, 3, 11)
    with pytest.raises(InvalidDate, match="dans l’avenir"):
        parse_date("11/03/2026", latest=TODAY)
    assert parse_date("10/03/2026", latest=TODAY) == TODAY


def test_a_birth_is_neither_to_come_nor_too_long_ago():
    assert parse_birth_date("10/03/1905", today=TODAY) == date(1905, 3, 10)
    with pytest.raises(InvalidDate, match="130 ans"):
        parse_birth_date("10/03/1850", today=TODAY)
    with pytest.raises(InvalidDate, match="avenir"):
        parse_birth_date("10/03/2027", today=TODAY)


@pytest.mark.parametrize(
    ("birth", "age"),
    [
        (date(1954, 3, 11), "71 ans"),
        (date(1954, 3, 10), "72 ans"),
        (date(2024, 3, 10), "2 ans"),
        (date(2024, 3, 11), "23 mois"),
        (date(2025, 7, 1), "8 mois"),
        (date(2026, 2, 10), "1 mois"),
        (date(2026, 2, 11), "27 jours"),
        (date(2026, 2, 26), "12 jours"),
        (date(2026, 3, 9), "1 jour"),
        (date(2026, 3, 10), "0 jour"),
        (date(2026, 3, 11), "0 jour"),
        (date(2004, 2, 29), "22 ans"),
    ],
)
def test_ages_are_said_in_the_unit_that_suits_them(birth, age):
    assert age_in_words(birth, TODAY).replace("\u00a0", " ") == age
