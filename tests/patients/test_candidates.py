"""How far the search goes: the nearest pairs of names first, and no further than needed."""

from datetime import date
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from telavis.patients import candidates, queries
from telavis.patients.candidates import nearest_pairs
from telavis.patients.ranking import MOST_RANKED, Ranking, Row
from telavis.patients.terms import SearchTerms
from telavis.values.keys import new_key
from tests.patients.factories import patient

LAST = [(12.0, "MARTIN"), (11.1, "MARTAIN"), (6.0, "MARTEL"), (-2.0, "MARTINE")]
GIVEN = [(8.0, "JEAN"), (7.4, "GEAN"), (-1.5, "JANE")]


def test_pairs_of_words_come_from_the_heaviest_and_each_once():
    found = list(nearest_pairs(LAST, GIVEN))
    assert [score for score, _, _ in found] == sorted(
        (last + given for (last, _), (given, _) in product(LAST, GIVEN)), reverse=True
    )
    assert sorted((last, given) for _, last, given in found) == sorted(
        (last, given) for (_, last), (_, given) in product(LAST, GIVEN)
    )


def test_there_is_no_pair_where_one_name_is_near_nothing():
    assert not list(nearest_pairs(LAST, []))


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "asked"), [("Durand", 2), ("Duramd", 3)])
def test_hundreds_of_pairs_are_asked_for_only_when_nobody_is_very_near(
    monkeypatch: pytest.MonkeyPatch, typed: str, asked: int
):
    monkeypatch.setattr(candidates, "BATCHES", (1, 1))
    for name in ("Durand", "Durant", "Duran"):
        patient(birth_name=name)
    with CaptureQueriesContext(connection) as captured:
        queries.search(SearchTerms(last=typed, given="Jeanne"))
    assert sum("LATERAL" in each["sql"] for each in captured) == asked


@pytest.mark.django_db
def test_of_more_people_born_one_day_than_are_compared_near_names_are_found_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(candidates, "MOST_BORN_ONE_DAY", 2)
    day = date(1950, 1, 1)
    for name in ("Abadie", "Blanc", "Charpentier"):
        patient(birth_name=name, birth_date=day)
    found = queries.search(SearchTerms(last="Charpantier", given="Jeanne", birth_date=day))
    assert found.rows[0].name == "CHARPENTIER Jeanne"


def test_of_many_with_one_word_in_their_name_whoever_has_no_other_is_compared():
    names = ["DOS SANTOS"] * MOST_RANKED + ["SANTOS"]
    rows = [Row(new_key(), name, "JEANNE", date(1954, 3, 12)) for name in names]
    assert Ranking(SearchTerms(last="Santos", given="Jeanne")).rank(rows)[0].row.last == "SANTOS"


DAY = date(1990, 10, 7)
SURE, LIKELY = 33 / 34, 30 / 34


def share(typed: tuple[str, str], last: str, given: str, birth_date: date = DAY) -> float:
    """How much of all that was typed this person has."""
    ranking = Ranking(SearchTerms(last=typed[0], given=typed[1], birth_date=DAY))
    return ranking.judge(Row(new_key(), last, given, birth_date)).score / ranking.most


def test_only_the_strict_traits_make_somebody_certain():
    typed = ("Durand", "Jeanne")
    assert share(typed, "DURAND", "JEANNE") == 1
    assert LIKELY < share(typed, "MERCIER|DURAND", "JEANNE") < SURE
    assert LIKELY < share(typed, "DURAND", "MARIE|JEANNE") < SURE


def test_without_a_date_whoever_has_both_names_is_found_be_one_a_used_name():
    ranking = Ranking(SearchTerms(last="Durand", given="Jeanne"))
    for last, given in (("MERCIER|DURAND", "JEANNE"), ("DURAND", "MARIE|JEANNE")):
        assert ranking.judge(Row(new_key(), last, given, DAY)).score / ranking.most >= candidates.FOUND


@pytest.mark.parametrize(
    ("typed", "last", "given"),
    [
        (("Blondel", "Walid"), "BLONDEL", "ELODIE|MATHILDE"),
        (("Martin", "Julie"), "MARTIN", "LOUISE|JULIETTE"),
        (("Renard", "Nathalie"), "BRAUD|BESNARD", "NATHALIE"),
    ],
)
def test_both_names_and_a_slip_in_the_date_come_before_another_name_and_the_date(
    typed: tuple[str, str], last: str, given: str
):
    meant = share(typed, typed[0].upper(), typed[1].upper(), DAY.replace(day=2))
    assert meant > share(typed, last, given)


@pytest.mark.django_db
def test_of_more_than_ten_whose_name_is_near_ten_are_shown_and_it_says_that_there_are_more():
    for year in range(1950, 1962):
        patient(birth_date=date(year, 3, 12))
    found = queries.search(SearchTerms(last="Duramd", given="Jeanne"))
    assert (len(found.rows), found.too_many) == (10, True)
