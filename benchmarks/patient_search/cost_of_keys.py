"""What the search costs who is created: rows inserted with keys and without, in turn; takes the file of some newcomers."""

import json
import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import fmean, median
from time import perf_counter
from typing import Any

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from telavis.cli.search_population import SCHEMA, in_the_trial  # noqa: E402
from telavis.patients.dictionary import learn  # noqa: E402
from telavis.patients.search_keys import keys_of_person, normalised  # noqa: E402
from telavis.values.keys import new_key  # noqa: E402

WARMING_UP = 200
WITH, WITHOUT = "with_keys", "without_keys"
INDEX_OF_KEYS = "patient_by_search_keys"
COLUMNS = "id, current_id, billing_nir, birth_date, search_last, search_given, sort_key, search_keys"


def main(newcomers: Path) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    with in_the_trial():
        for table in (WITH, WITHOUT):
            _make(table)
        for turn, line in enumerate(newcomers.read_text(encoding="utf-8").splitlines()):
            _, nir, birth_name, used_name, given_names, _, birth_date, _ = line.split("\t")
            last, given = normalised(birth_name, used_name), normalised(*given_names.split(" "))
            times["keys in Python"].append(_seconds(partial(keys_of_person, last, given)))
            keys = keys_of_person(last, given)
            row = [nir, birth_date, last, given, last]
            both = [(WITH, keys), (WITHOUT, [])]
            for table, kept in reversed(both) if turn % 2 else both:
                times[table].append(_seconds(partial(_insert, table, [new_key(), new_key(), *row, kept])))
            times["dictionary"].append(_seconds(partial(_learn, last, given)))
        _run(f"DROP TABLE {SCHEMA}.{WITH}, {SCHEMA}.{WITHOUT}")
    print(json.dumps({name: _figures(each[WARMING_UP:]) for name, each in times.items()}))


def _make(table: str) -> None:
    """The same people under the same indexes, but for the keys; logged, as in the house."""
    kept = "search_keys" if table == WITH else "'{}'"
    _run(f"CREATE TABLE {SCHEMA}.{table} (LIKE {SCHEMA}.patients_patient)")
    values = COLUMNS.replace("search_keys", kept)
    _run(f"INSERT INTO {SCHEMA}.{table} ({COLUMNS}) SELECT {values} FROM {SCHEMA}.patients_patient")  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = %s AND tablename = 'patients_patient'",
            [SCHEMA],
        )
        indexes = cursor.fetchall()
    for name, definition in indexes:
        if table == WITH or name != INDEX_OF_KEYS:
            _run(definition.replace(f" {name} ", " ").replace(".patients_patient ", f".{table} "))
    _run(f"VACUUM ANALYZE {SCHEMA}.{table}")


def _insert(table: str, values: list[Any]) -> None:
    marks = ", ".join(["%s"] * 7)
    _run(f"INSERT INTO {SCHEMA}.{table} ({COLUMNS}) VALUES ({marks}, %s::bigint[])", values)  # noqa: S608 our own words


@transaction.atomic
def _learn(last: str, given: str) -> None:
    learn([(last, given)])


def _run(statement: str, values: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _seconds(do: Callable[[], object]) -> float:
    started = perf_counter()
    do()
    return perf_counter() - started


def _figures(seconds: list[float]) -> dict[str, float]:
    return {"mean ms": round(fmean(seconds) * 1000, 3), "p50 ms": round(median(seconds) * 1000, 3)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
