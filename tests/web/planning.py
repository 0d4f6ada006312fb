"""What a page asks the database, and whether any of it reads a large table from end to end."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.db import connection

OF_A_FEW_ROWS = {"audit_of_administration", "registration_to_decide_order"}
"""An index that holds a few rows of a large table may be walked from end to end."""

READ_ALL_FIRST = {"Sort", "Aggregate", "Hash"}
"""What comes below is read to its end, whatever limit stands above."""


def asked_by(act: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements that left for the database, savepoints apart."""
    executed: list[tuple[str, Any]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        executed.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        act()
    return [each for each in executed if not each[0].startswith(("SAVEPOINT", "RELEASE"))]


def make_reading_dear() -> None:
    """A few thousand rows in memory cost nothing: a table is made as dear to read as on a national server."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL seq_page_cost = 100")


def read_by_index() -> None:
    """As on a national server, where an index serves at all; for rows found by a bitmap, which `make_reading_dear` makes dear too.

    Each row read is dear instead: a requester who has asked for a tenth of a small table has asked for nothing of a large one.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL seq_page_cost = 1; SET LOCAL enable_seqscan = off; SET LOCAL cpu_tuple_cost = 1"
        )


def scanned(sql: str, params: Any, large: Collection[str]) -> list[str]:
    """The large tables that this statement reads from end to end."""
    plan = _plan(sql, params)
    return sorted(set(_read_whole(plan)) & set(large)) if plan else []


def indexes_of(sql: str, params: Any) -> set[str]:
    """The indexes that this statement is planned to read."""
    plan = _plan(sql, params)
    return set(_indexes(plan)) if plan else set()


def _plan(sql: str, params: Any) -> dict[str, Any]:
    """How PostgreSQL would do it; nothing for what is no reading or writing of rows."""
    if not sql.lstrip(" (\n").startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()[0]
    root: dict[str, Any] = plan["Plan"]
    return root


def _indexes(node: dict[str, Any]) -> Iterator[str]:
    if "Index Name" in node:
        yield node["Index Name"]
    for below in node.get("Plans", []):
        yield from _indexes(below)


def _read_whole(node: dict[str, Any], *, goes_on: bool = True) -> Iterator[str]:
    """Row after row, in the order of the table or of an index: nothing says which rows are wanted.

    Unless it stops (`goes_on` is false): the first rows of an index, in its order and without a choice among them.
    """
    kind = node["Node Type"]
    if node.get("Index Name") in OF_A_FEW_ROWS:
        return
    if kind == "Seq Scan":
        yield node["Relation Name"]
    if (
        kind in ("Index Scan", "Index Only Scan")
        and "Index Cond" not in node
        and (goes_on or "Filter" in node)
    ):
        yield node["Relation Name"]
    goes_on = kind != "Limit" and (goes_on or kind in READ_ALL_FIRST)
    for below in node.get("Plans", []):
        yield from _read_whole(below, goes_on=goes_on)
