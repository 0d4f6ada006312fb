"""`evaluate_search` loads a population apart, measures, and leaves nothing behind."""

import json
from dataclasses import replace
from io import StringIO
from itertools import islice
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from telavis.cli import search_evaluation, search_population
from telavis.cli.importing import ProgressLine
from telavis.cli.search_evaluation import Query, evaluate
from telavis.patients import actions
from telavis.patients.models import Patient
from telavis.values.keys import new_key
from tests.patients import people
from tests.patients.factories import JEANNE, SOMEBODY, patient


def test_a_population_is_searched_in_a_schema_apart(transactional_db: None, tmp_path: Path):
    population, queries, told = tmp_path / "people.tsv", tmp_path / "queries.jsonl", StringIO()
    with people.POPULATION.open(encoding="utf-8") as lines:
        first = list(islice(lines, 5))
    population.write_text("".join(first), encoding="utf-8")
    queries.write_text("\n".join(_query_for(line) for line in first), encoding="utf-8")
    call_command("evaluate_search", population=population, queries=queries, json=True, workers=1, stdout=told)
    figures = json.loads(told.getvalue())
    assert figures["classes"]["exact"]["recall@1"]["value"] == 1
    assert set(figures["by number"]) == {"p50 ms", "p95 ms", "p99 ms", "max ms"}
    assert not Patient.objects.exists()
    assert not search_population.loaded(population)


def test_a_population_that_was_kept_is_asked_again_unless_it_is_another(
    transactional_db: None, tmp_path: Path
):
    population = tmp_path / "people.tsv"
    population.write_text(people.POPULATION.read_text(encoding="utf-8").split("\n")[0], encoding="utf-8")
    kept = search_population.load(population, ProgressLine(StringIO()), workers=1)
    try:
        assert search_population.loaded(population) == kept
        assert "recall@10" in _table_of_names_only(population, tmp_path / "queries.jsonl")
        assert search_population.loaded(population) == kept
        assert not search_population.loaded(population.rename(tmp_path / "others.tsv"))
        (tmp_path / "others.tsv").rename(population)
        with connection.cursor() as cursor:  # as a server leaves it that was cut short
            cursor.execute(f"TRUNCATE {search_population.SCHEMA}.patients_patient")
        assert not search_population.loaded(population)
    finally:
        search_population.drop()


@pytest.mark.django_db
def test_a_name_of_which_a_slip_left_one_letter_is_not_found_since_the_page_asks_for_more():
    person = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    whole = Query("typed", person.pk.int, "Durand", "Jeanne", JEANNE.birth_date)
    cut = replace(whole, last="D")
    assert _found([whole, whole, cut, cut], with_date=False) == 0.5
    assert _found([whole, whole, cut, cut], with_date=True) == 1


@pytest.mark.django_db
def test_namesakes_whom_nothing_typed_tells_apart_are_counted():
    """Of two born on the 2nd and on the 3rd, the 4th was typed: one of them stands second, whoever is meant."""
    born = [JEANNE.birth_date.replace(day=day) for day in (2, 3)]
    namesakes = [patient(birth_date=day, billing_nir=JEANNE.billing_nir) for day in born]
    typed = JEANNE.birth_date.replace(day=4)
    wanted = [Query("digit", each.pk.int, JEANNE.birth_name, "Jeanne", typed) for each in namesakes]
    clear = Query("clear", namesakes[1].pk.int, JEANNE.birth_name, "Jeanne", born[1])
    counted = evaluate([*wanted, clear], with_date=True)["classes"]
    assert [counted[kind]["behind a namesake as likely"] for kind in ("digit", "clear")] == [1, 0]
    assert counted["digit"]["recall@1"]["value"] == 0.5


@pytest.mark.django_db
def test_a_population_whose_loading_was_stopped_is_not_taken_for_whole():
    search_population.drop()
    search_population._make_tables()
    assert not search_population.loaded(people.POPULATION)


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("evaluate_search", population=tmp_path / "none.tsv", queries=people.QUERIES)


def _found(wanted: list[Query], *, with_date: bool) -> float:
    share: float = evaluate(wanted, with_date=with_date)["all"]["recall@10"]["value"]
    return share


def _table_of_names_only(population: Path, queries: Path) -> str:
    """Of those who are loaded already, as a person reads it."""
    query = _query_for(population.read_text(encoding="utf-8"))
    queries.write_text("\n".join([query] * 5), encoding="utf-8")
    told, options = StringIO(), {"reuse": True, "without_dates": True}
    call_command("evaluate_search", population=population, queries=queries, stdout=told, **options)
    assert "par numéro" in told.getvalue()
    return told.getvalue()


def _query_for(line: str) -> str:
    number, _, birth_name, _, given_names, _, birth_date, _ = line.split("\t")
    typed = {"last": birth_name, "first": given_names.split(" ")[0], "dob": birth_date}
    return json.dumps({"cls": "exact", "id": int(number), **typed})


@pytest.mark.django_db
@pytest.mark.parametrize(("bound", "slow"), [(0.0, 4), (3600.0, 0)])
def test_a_slow_query_is_asked_again_so_that_a_busy_machine_is_known_from_a_slow_search(
    monkeypatch: pytest.MonkeyPatch, bound: float, slow: int
):
    monkeypatch.setattr(search_evaluation, "SLOW", bound)
    person = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    query = Query("typed", person.pk.int, "Durand", "Jeanne", JEANNE.birth_date)
    figures = evaluate([query] * 4, with_date=True)["all"]
    assert (figures["above 50 ms"], figures["above 50 ms each time"]) == (slow, slow)
