"""Somebody of the national directory is found by number, or by name, town and specialty."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from benchmarks.directory.make_extraction import professionals
from telavis.directory.models import PublishedProfessional
from telavis.directory.queries import places_of, published_by_rpps, search_professionals
from telavis.directory.queries import professionals as searching
from telavis.values.rpps import RPPS
from tests.directory.extractions import (
    PEOPLE_SAMPLE,
    SITE_SAMPLE,
    activity,
    import_people,
    import_sites,
    people_file,
    rpps,
    write,
)

pytestmark = pytest.mark.django_db


def names(text: str) -> list[str]:
    return [row.name for row in search_professionals(text).rows]


@pytest.mark.parametrize(
    "text", ["lefevre", "LEFÈV", "camille lefevre", "dermato aquilon", "port-lavande lef", "chu derm"]
)
def test_a_professional_is_found_by_the_beginnings_of_their_words(text: str):
    import_people(PEOPLE_SAMPLE)
    assert names(text) == ["Dr Camille LEFÈVRE"]


@pytest.mark.parametrize("text", ["", "l", "12 34", "evre", "lefevre blaye", "':* & |", "x\0y"])
def test_other_words_find_nobody(text: str):
    import_people(PEOPLE_SAMPLE)
    assert names(text) == []


def test_an_answer_says_what_they_do_and_where():
    import_people(PEOPLE_SAMPLE)
    (row,) = search_professionals("lefevre").rows
    assert row.specialty == "Dermatologie et vénéréologie"
    assert row.workplaces == ["CH DE PORT-LAVANDE, PORT LAVANDE", "CHU D'AQUILON, AQUILON"]


def test_who_has_left_is_not_proposed_but_known_by_number(tmp_path: Path):
    import_people(people_file(tmp_path, activity(1), activity(2, "MOREAU")))
    import_people(people_file(tmp_path, activity(1)), accept_losses=True)
    assert names("moreau") == []
    gone = published_by_rpps(RPPS(rpps(2)))
    assert gone is not None
    assert gone.left_on is not None


def test_a_number_finds_its_bearer_with_all_their_workplaces():
    import_people(PEOPLE_SAMPLE)
    found = published_by_rpps(RPPS.parse(rpps(1)))
    assert found is not None
    assert [place.name for place in places_of(found)] == ["CH DE PORT-LAVANDE", "CHU D'AQUILON"]
    assert published_by_rpps(RPPS(rpps(99))) is None


def test_the_register_knows_more_of_a_place_than_its_people_do():
    import_people(PEOPLE_SAMPLE)
    import_sites(SITE_SAMPLE)
    found = published_by_rpps(RPPS.parse(rpps(1)))
    assert found is not None
    assert [(place.name, place.kind) for place in places_of(found)] == [
        ("CENTRE HOSPITALIER DE PORT-LAVANDE", "hospital"),
        ("CENTRE HOSPITALIER UNIVERSITAIRE D'AQUILON", "hospital"),
    ]


def test_a_practice_is_known_by_its_mode_and_shown_once(tmp_path: Path):
    practice = {"Raison sociale site": "CABINET DE LA HALLE", "Code mode exercice": "L"}
    other = {**practice, "Code savoir-faire": "SM54"}
    import_people(people_file(tmp_path, activity(1, **practice), activity(1, **other)))
    found = published_by_rpps(RPPS(rpps(1)))
    assert found is not None
    (place,) = places_of(found)
    assert (place.name, place.kind, place.town) == ("CABINET DE LA HALLE", "practice", "AQUILON")


def test_ten_at_most_in_french_order(tmp_path: Path):
    import_people(
        people_file(tmp_path, *(activity(n, f"MÉ{letter}R") for n, letter in enumerate("KJIHGFEDCBA")))
    )
    found = search_professionals("me")
    assert found.too_many
    assert [row.name[-4:] for row in found.rows] == [f"MÉ{letter}R" for letter in "ABCDEFGHIJ"]


def test_those_who_bear_the_name_come_before_those_of_the_town(tmp_path: Path):
    town = {"Libellé commune (coord. structure)": "PARIS"}
    import_people(people_file(tmp_path, activity(1, "ABADIE", **town), activity(2, "PARIS")))
    assert names("paris") == ["Dr Camille PARIS", "Dr Camille ABADIE"]
    assert names("paris dermato") == ["Dr Camille PARIS", "Dr Camille ABADIE"]


@pytest.mark.parametrize("text", ["paris", "paris dermato"])
def test_even_where_the_town_has_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str):
    monkeypatch.setattr(searching, "MOST_CANDIDATES", 3)
    town = {"Libellé commune (coord. structure)": "PARIS"}
    lines = [activity(n, f"{letter}AUTRE", **town) for n, letter in enumerate("ABCDEF")]
    import_people(people_file(tmp_path, *lines, activity(9, "PARIS")))
    assert names(text)[0] == "Dr Camille PARIS"


def test_no_search_reads_a_whole_table(tmp_path: Path):
    import_people(write(tmp_path / "many.txt", professionals(2000)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE directory_publishedprofessional, directory_publishedactivity")
    for text in ("medecin", "medecin paris", "infirmier saint ch", "bon mar", "zzzz"):
        plans = statements_of(lambda text=text: search_professionals(text))
        assert plans
        assert not any("Seq Scan on directory" in plan for plan in plans), plans


@pytest.mark.parametrize("text", ["paris", "paris dermato", "chu paris", "paris chu dermato camille"])
def test_what_statistics_say_changes_the_way_and_not_the_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
):
    town = {"Libellé commune (coord. structure)": "PARIS"}
    lines = [activity(n, f"{letter}AUTRE", **town) for n, letter in enumerate("CABD")]
    import_people(people_file(tmp_path, *lines, activity(9, "PARIS"), activity(10, "AILLEURS")))
    answers = []
    for common in (0.0, 0.5, 2.0):
        monkeypatch.setattr(searching, "COMMON", common)
        answers.append(names(text))
    assert len(answers[0]) == 5
    assert answers == [answers[0]] * 3


def test_a_common_word_is_known_by_its_beginning_as_soon_as_the_import_is_done(tmp_path: Path):
    import_people(write(tmp_path / "many.txt", professionals(2000)))
    shares = searching._shares(["INFIRM", "ZZZ"])
    assert 0.3 < shares["INFIRM"] < 0.7
    assert "ZZZ" not in shares


def statements_of(search: Any) -> list[str]:
    """How PostgreSQL does each of the SELECTs of a search."""
    plans: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT"):
            with connection.connection.cursor() as cursor:
                plans.append("\n".join(row[0] for row in cursor.execute(f"EXPLAIN {sql}", params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        search()
    return plans


def test_the_directory_has_no_activity_of_nobody(tmp_path: Path):
    import_people(write(tmp_path / "many.txt", professionals(200)))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM directory_publishedactivity WHERE professional_id NOT IN "
            "(SELECT national_id FROM directory_publishedprofessional)"
        )
        assert cursor.fetchone() == (0,)
    assert PublishedProfessional.objects.count() > 100
