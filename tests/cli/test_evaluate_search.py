"""`evaluate_search` loads a population apart, measures, and leaves nothing behind."""

import json
from dataclasses import replace
from io import StringIO
from itertools import islice
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from telavis.cli import search_population
from telavis.cli.search_evaluation import Query, evaluate
from telavis.patients import actions
from telavis.patients.models import Patient
from telavis.values.keys import new_key
from tests.patients import people
from tests.patients.factories import JEANNE, SOMEBODY


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
    assert not search_population.is_loaded()


@pytest.mark.django_db
def test_a_name_of_which_a_slip_left_one_letter_is_not_found_since_the_page_asks_for_more():
    person = actions.create(JEANNE, creation_key=new_key(), by=SOMEBODY)
    whole = Query("typed", person.pk.int, "Durand", "Jeanne", JEANNE.birth_date)
    cut = replace(whole, last="D")
    assert _found([whole, whole, cut, cut], with_date=False) == 0.5
    assert _found([whole, whole, cut, cut], with_date=True) == 1


@pytest.mark.django_db
def test_a_population_whose_loading_was_stopped_is_not_taken_for_whole():
    search_population.drop()
    search_population._make_tables()
    assert not search_population.is_loaded()


@pytest.mark.django_db
def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(CommandError, match="n’existe pas"):
        call_command("evaluate_search", population=tmp_path / "none.tsv", queries=people.QUERIES)


def _found(wanted: list[Query], *, with_date: bool) -> float:
    share: float = evaluate(wanted, with_date=with_date)["all"]["recall@10"]["value"]
    return share


def _query_for(line: str) -> str:
    number, _, birth_name, _, given_names, _, birth_date, _ = line.split("\t")
    typed = {"last": birth_name, "first": given_names.split(" ")[0], "dob": birth_date}
    return json.dumps({"cls": "exact", "id": int(number), **typed})
