"""A population of the trial kit (benchmarks/patient_search) in a schema of its own, with the tables and indexes of the house.

Rows go in by COPY before the indexes are made; keys are computed in processes beside.
"""

import json
import multiprocessing
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

from django.db import connection
from psycopg import sql

from telavis.cli.importing import ProgressLine
from telavis.patients.dictionary import MARKS_VERSION, marks_of, uses_of_words
from telavis.patients.search_keys import current_version, keys_of_person, normalised
from telavis.values.birth_dates import Known

SCHEMA = "search_trial"
TABLES = ("patients_patient", "patients_identityversion", "patients_nameword")
PATIENT_COLUMNS = (
    "id", "current_id", "billing_nir", "birth_date", "search_last", "search_given", "search_keys",
    "search_keys_version", "sort_key", "ins_oid", "ins_matricule",
)  # fmt: skip
VERSION_COLUMNS = (
    "id", "patient_id", "number", "status", "birth_name", "used_name", "given_names", "first_given_name",
    "used_given_name", "sex",
    "birth_date", "birth_date_known", "birth_place_code", "birth_place_label", "billing_nir",
)  # fmt: skip
WORD_COLUMNS = ("word", "is_last", "is_given", "marks", "version")
CHUNK = 10_000
Uses = dict[str, tuple[bool, bool]]
Load = dict[str, Any]


@contextmanager
def in_the_trial() -> Iterator[None]:
    """Statements without a schema find the trial's tables first."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET search_path = {SCHEMA}, public")
        try:
            yield
        finally:
            cursor.execute("SET search_path TO DEFAULT")


def drop() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def loaded(population: Path) -> Load | None:
    """What was told of loading this very file by the rules of today, to its end; nothing otherwise.

    A server that was cut short empties tables without a journal: somebody must be there still.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT obj_description(oid, 'pg_namespace') FROM pg_namespace WHERE nspname = %s", [SCHEMA]
        )
        told = cursor.fetchone()
        if not (told and told[0]):
            return None
        cursor.execute(f"SELECT EXISTS (SELECT FROM {SCHEMA}.patients_patient)")  # noqa: S608 our own words
        is_there = cursor.fetchone()[0]
    known: Load = json.loads(told[0])
    return known if is_there and known["of"] == _what_is_loaded(population) else None


def load(population: Path, progress: ProgressLine, workers: int) -> Load:
    """The whole file: how many people it was, and how long it took."""
    started = perf_counter()
    indexes = _make_tables()
    size, read, people = population.stat().st_size, 0, 0
    words: Uses = {}
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        for rows in pool.imap(_rows_of, _chunks(population)):
            _copy("patients_identityversion", VERSION_COLUMNS, rows.versions)
            _copy("patients_patient", PATIENT_COLUMNS, rows.patients)
            _add_uses(words, rows.words)
            people, read = people + rows.count, read + rows.size
            progress(read / size, people)
        for text in pool.imap(_words_of, _cut(sorted(words.items()))):
            _copy("patients_nameword", WORD_COLUMNS, text)
    _finish(indexes)
    told: Load = {
        "of": _what_is_loaded(population),
        "people": people,
        "loaded in s": round(perf_counter() - started),
    }
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("COMMENT ON SCHEMA {} IS {}").format(sql.Identifier(SCHEMA), json.dumps(told)))
    return told


def _what_is_loaded(population: Path) -> list[Any]:
    """The file, and the rules by which its people and words are found."""
    return [population.name, population.stat().st_size, current_version(), MARKS_VERSION]


def uuid_of(number: int) -> UUID:
    """A person's key, from their number in the file."""
    return UUID(int=number)


def _make_tables() -> list[str]:
    """Empty tables like the house's, without their indexes: those are returned, to be made at the end."""
    drop()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for table in TABLES:
            cursor.execute(f"CREATE UNLOGGED TABLE {SCHEMA}.{table} (LIKE public.{table})")
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = %s AND is_nullable = 'NO'",
            [SCHEMA],
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {SCHEMA}.{table} ALTER COLUMN "{column}" DROP NOT NULL')
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)",
            [list(TABLES)],
        )
        return [index.replace(" ON public.", f" ON {SCHEMA}.") for (index,) in cursor.fetchall()]


def _finish(indexes: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for index in indexes:
            cursor.execute(index)
        for table in TABLES:
            cursor.execute(f"VACUUM ANALYZE {SCHEMA}.{table}")
        cursor.execute("RESET maintenance_work_mem")


def _copy(table: str, columns: Iterable[str], text: str) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {SCHEMA}.{table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        copy.write(text)


class _Rows:
    """What a worker makes of some lines."""

    def __init__(self) -> None:
        self.patients = self.versions = ""
        self.words: Uses = {}
        self.count = self.size = 0


def _rows_of(lines: list[str]) -> _Rows:
    rows, patients, versions, names = _Rows(), StringIO(), StringIO(), []
    for line in lines:
        number, nir, birth_name, used_name, given_names, sex, birth_date, place = line.rstrip("\n").split(
            "\t"
        )
        last, given = normalised(birth_name, used_name), normalised(*given_names.split(" "))
        names.append((last, given))
        keys = "{" + ",".join(map(str, keys_of_person(last, given))) + "}"
        pk = uuid_of(int(number))
        patient = (pk, pk, nir, birth_date, last, given, keys, current_version(), last, "", "")
        version = (
            pk, pk, 1, "PROV", birth_name, used_name, given_names,
            given_names.split(" ")[0], "", sex, birth_date, Known.WHOLE, place, f"Code {place}", nir,
        )  # fmt: skip
        patients.write("\t".join(map(str, patient)) + "\n")
        versions.write("\t".join(map(str, version)) + "\n")
        rows.size += len(line.encode())
    rows.patients, rows.versions, rows.count = patients.getvalue(), versions.getvalue(), len(lines)
    rows.words = uses_of_words(names)
    return rows


def _words_of(words: list[tuple[str, tuple[bool, bool]]]) -> str:
    lines = (
        f"{word}\t{is_last}\t{is_given}\t{{{','.join(map(str, marks_of(word)))}}}\t{MARKS_VERSION}\n"
        for word, (is_last, is_given) in words
    )
    return "".join(lines)


def _add_uses(words: Uses, more: Uses) -> None:
    for word, (is_last, is_given) in more.items():
        before = words.get(word, (False, False))
        words[word] = (before[0] or is_last, before[1] or is_given)


def _chunks(population: Path) -> Iterator[list[str]]:
    with population.open(encoding="utf-8") as lines:
        while chunk := list(islice(lines, CHUNK)):
            yield chunk


def _cut(items: list[tuple[str, tuple[bool, bool]]]) -> Iterator[list[tuple[str, tuple[bool, bool]]]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
