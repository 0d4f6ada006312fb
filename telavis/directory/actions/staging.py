"""A file copied beside the directory, compared with it as a whole, then merged in one transaction (docs/decisions/0014).

The staging tables are temporary: they end with the connection, so a killed import leaves nothing behind.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from telavis.directory.extractions.files import SourceFile
from telavis.directory.extractions.rows import Account, Progress, Row, quiet
from telavis.directory.models import DirectoryImport, ExtractionKind
from telavis.values.french import number

LARGEST_LOSS = 0.10
"""The share that may leave, or be refused, in one extraction: in a real one it is a few in a thousand."""
_LOCK = 0x7E1A_0015
_MEMORY = "64MB"
_TABLES = ("pg_temp.staged", "pg_temp.staged_whole", "pg_temp.difference")


class ImportRefused(Exception):
    """Nothing was changed; the message is a French sentence that says why."""


@dataclass(frozen=True)
class Plan:
    """How one kind of file becomes rows.

    `compare` fills `difference (key, change)` with what is «added», «changed» or «left»; `merge` applies it.
    """

    kind: ExtractionKind
    read: Callable[[SourceFile, Account, Progress], Iterator[Row]]
    staged: str
    columns: tuple[str, ...]
    known: str
    compare: str
    merge: tuple[str, ...]
    tables: tuple[str, ...]


@dataclass(frozen=True)
class Summary:
    """What one file brought."""

    kind: ExtractionKind
    source: SourceFile
    account: Account
    added: int
    changed: int
    left: int


def import_file(
    plan: Plan, source: SourceFile, *, accept_losses: bool = False, progress: Progress = quiet
) -> Summary:
    """Read, compare, then merge in one transaction; refused, or killed at any moment, it has changed nothing."""
    account = Account()
    with _workshop() as cursor:
        _stage(cursor, plan, plan.read(source, account, progress))
        progress(1.0, account.lines)
        cursor.execute(plan.compare)
        cursor.execute("SELECT change, count(*) FROM difference GROUP BY change")
        counts = dict(cursor.fetchall())
        summary = Summary(
            plan.kind, source, account, *(counts.get(change, 0) for change in ("added", "changed", "left"))
        )
        if not accept_losses:
            _check_losses(cursor, plan, summary)
        _merge(cursor, plan, summary)
        if counts:
            # searches choose their way by these statistics, and must not wait a minute for them
            cursor.execute(f"ANALYZE {', '.join(plan.tables)}")
    return summary


@contextmanager
def _workshop() -> Iterator[CursorWrapper]:
    """One import at a time; the lock and the staging tables end with the connection, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise ImportRefused("Un autre import de l’annuaire est en cours : attendez qu’il finisse.")
        cursor.execute("SELECT set_config('work_mem', %s, false)", [_MEMORY])
        try:
            yield cursor
        finally:
            if not cursor.connection.closed:
                cursor.execute(f"DROP TABLE IF EXISTS {', '.join(_TABLES)}")
                cursor.execute("RESET work_mem")
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _stage(cursor: CursorWrapper, plan: Plan, rows: Iterable[Row]) -> None:
    """A fault of the file or of the disk leaves no half-filled table."""
    with transaction.atomic():
        cursor.execute(f"CREATE TEMPORARY TABLE staged ({plan.staged})")
        cursor.execute("CREATE TEMPORARY TABLE difference (key text PRIMARY KEY, change text NOT NULL)")
        with cursor.copy(f"COPY staged ({', '.join(plan.columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute("ANALYZE staged")


def _check_losses(cursor: CursorWrapper, plan: Plan, summary: Summary) -> None:
    account = summary.account
    if account.refused > account.lines * LARGEST_LOSS:
        raise ImportRefused(
            f"{number(account.refused)} lignes sur {number(account.lines)} sont illisibles : ce fichier est abîmé. "
            "Rien n’a été changé. Pour l’appliquer quand même : --accept-losses."
        )
    cursor.execute(f"SELECT count(*) FROM {plan.known}")  # noqa: S608 a name of our own
    (known,) = cursor.fetchone()
    if summary.left > known * LARGEST_LOSS:
        raise ImportRefused(
            f"{number(summary.left)} des {number(known)} connus manquent dans ce fichier : il paraît tronqué. "
            "Rien n’a été changé. Pour l’appliquer quand même : --accept-losses."
        )


def _merge(cursor: CursorWrapper, plan: Plan, summary: Summary) -> None:
    words: dict[str, Any] = {"today": timezone.localdate()}
    with transaction.atomic():
        for statement in plan.merge:
            cursor.execute(statement, words)
        DirectoryImport.objects.create(
            kind=summary.kind,
            file_name=summary.source.name,
            encoding=summary.source.encoding.label,
            lines=summary.account.lines,
            added=summary.added,
            changed=summary.changed,
            left=summary.left,
            refused=summary.account.refused,
        )
