"""What a visit wrote, in whatever table: PostgreSQL counts it for the transaction under way."""

from collections import Counter

from django.db import connection

ASKED = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
OF_THE_VISIT = {"accounts_opensession"}
"""The session of the browser says when it was last used, whoever comes."""


def rows_written(*, since: "Counter[str] | None" = None) -> "Counter[str]":
    """Rows added, changed or taken away, by table, even if it was then undone."""
    with connection.cursor() as cursor:
        cursor.execute(ASKED)
        counted = Counter(dict(cursor.fetchall()))
    return Counter(
        {name: n for name, n in (counted - (since or Counter())).items() if name not in OF_THE_VISIT}
    )
