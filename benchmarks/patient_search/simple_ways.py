"""What simple ways find on the same people with the same queries: `python -m benchmarks.patient_search.simple_ways FILE.jsonl`."""

import json
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

import django

django.setup()

from django.db import connection  # noqa: E402

from telavis.cli.search_evaluation import percentiles, read_queries, share  # noqa: E402
from telavis.cli.search_population import SCHEMA, uuid_of  # noqa: E402
from telavis.values.names import normalise  # noqa: E402

TABLE = f"{SCHEMA}.simple"
PREPARE = f"""
    CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;
    CREATE UNLOGGED TABLE {TABLE} AS
        SELECT id, birth_date, split_part(search_last, '|', 1) AS last, split_part(search_given, '|', 1) AS given
        FROM {SCHEMA}.patients_patient;
    CREATE INDEX ON {TABLE} (birth_date);
    CREATE INDEX ON {TABLE} (soundex(last), soundex(given));
    CREATE INDEX ON {TABLE} (dmetaphone(last), dmetaphone(given));
    CREATE INDEX ON {TABLE} USING gin ((last || ' ' || given) gin_trgm_ops);
    ANALYZE {TABLE};
"""  # noqa: S608 our own words
NEAREST = "similarity(last || ' ' || given, %(name)s) DESC"
WAYS = {
    "Soundex": "soundex(last) = soundex(%(last)s) AND soundex(given) = soundex(%(given)s)"
    f" ORDER BY (birth_date = %(day)s) DESC, {NEAREST}",
    "Double Metaphone": "dmetaphone(last) = dmetaphone(%(last)s) AND dmetaphone(given) = dmetaphone(%(given)s)"
    f" ORDER BY (birth_date = %(day)s) DESC, {NEAREST}",
    "pg_trgm": f"(last || ' ' || given) %% %(name)s ORDER BY (birth_date = %(day)s) DESC, {NEAREST}",
    "birth-date block by trigram": f"birth_date = %(day)s ORDER BY {NEAREST}",
}


def main(path: Path) -> None:
    wanted = read_queries(path)
    figures = {}
    with connection.cursor() as cursor:
        cursor.execute(PREPARE)
        for way, condition in WAYS.items():
            found, times = 0, []
            for query in wanted:
                last, given = normalise(query.last), normalise(query.given)
                typed: dict[str, str | date] = {
                    "last": last,
                    "given": given,
                    "name": f"{last} {given}",
                    "day": query.birth_date,
                }
                started = perf_counter()
                cursor.execute(f"SELECT id FROM {TABLE} WHERE {condition} LIMIT 10", typed)  # noqa: S608 our own words
                found += (uuid_of(query.person),) in cursor.fetchall()
                times.append(perf_counter() - started)
            figures[way] = {"recall@10": share(found, len(wanted)), **percentiles(times)}
    print(json.dumps(figures))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
