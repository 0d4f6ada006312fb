"""Puts a backup back: database and documents, both or neither."""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from telavis.accounts.models import OneTimeCode, OpenSession, PasskeyQuestion
from telavis.cli import postgres
from telavis.cli.archive import DATABASE, DOCUMENTS, ArchiveError, check, content_of
from telavis.gateways import key_ring

SCRIPT = "database.sql"
EMPTY_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC"

WAYS_IN = (OpenSession, OneTimeCode, PasskeyQuestion)
"""What was open when the backup was made may have been closed since: everybody signs in again."""


def restore(path: Path, *, without_keys: bool = False) -> dict[str, Any]:
    """Put database and documents back as they were: both, or neither."""
    manifest = check(path)
    _refuse_newer(manifest)
    if not without_keys:
        _refuse_unopenable(manifest)
    _refuse_company()
    documents = Path(settings.MEDIA_ROOT)
    try:
        documents.parent.mkdir(parents=True, exist_ok=True)
        # beside the documents, so that they change places in an instant
        with tempfile.TemporaryDirectory(prefix="telavis-restore-", dir=documents.parent) as name:
            work = Path(name)
            _unpack(path, manifest, work)
            postgres.run("pg_restore", "--no-owner", f"--file={work / SCRIPT}", str(work / DATABASE))
            with _in_place(work / DOCUMENTS, documents, work / "former"):
                _run_script(work / SCRIPT)
    except OSError as error:
        raise ArchiveError(
            f"The restore could not be done ({error.strerror}); everything is as before."
        ) from error
    return manifest


def _unpack(path: Path, manifest: dict[str, Any], work: Path) -> None:
    (work / DOCUMENTS).mkdir(mode=0o700)
    with tarfile.open(path, "r:") as archive:
        for name in manifest["files"]:
            place = work / name
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                shutil.copyfileobj(content_of(archive, name), file)


@contextmanager
def _in_place(fresh: Path, documents: Path, former: Path) -> Iterator[None]:
    """The documents of the backup take the place of the others, which come back if what follows fails."""
    had_some = documents.exists()
    if had_some:
        documents.rename(former)
    try:
        fresh.rename(documents)
        yield
    except BaseException:
        if documents.exists():
            documents.rename(fresh)
        if had_some:
            former.rename(documents)
        raise


def _run_script(script: Path) -> None:
    connection.close()
    once = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--quiet", "--no-psqlrc")
    postgres.run(
        *("psql", *once, f"--command={EMPTY_SCHEMA}", f"--file={script}"),
        *(f"--command={_emptied(each._meta.db_table)}" for each in WAYS_IN),
        f"--dbname={postgres.conninfo()}",
    )


def _emptied(table: str) -> str:
    """The script leaves no search path behind it, and an older version may not have this table."""
    delete = f"DELETE FROM public.{table}"  # noqa: S608 a table of our own
    return f"DO $$ BEGIN IF to_regclass('public.{table}') IS NOT NULL THEN {delete}; END IF; END $$"


def _refuse_newer(manifest: dict[str, Any]) -> None:
    """What this program has no migration for, it could neither use nor bring up to date."""
    known = MigrationLoader(None).disk_migrations
    rooms = {room for room, _ in known}
    for line in manifest.get("migrations", []):
        room, _, name = line.partition(".")
        if room in rooms and (room, name) not in known:
            raise ArchiveError(
                f"The backup was made by a later version of Télavis ({line}): install that one first."
            )


def _refuse_unopenable(manifest: dict[str, Any]) -> None:
    """The keys are not in the backup: whoever has it alone reads no document."""
    missing = sorted(set(manifest.get("document_keys", [])) - set(key_ring.known_ids()))
    if missing:
        raise ArchiveError(
            f"The documents of this backup need the key {', '.join(missing)}, which is not in DOCUMENTS_KEYS nor in"
            " the data folder: put it there (docs/operations/document-keys.md), or give --without-document-keys to"
            " have everything but the documents."
        )


def _refuse_company() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        (others,) = cursor.fetchone()
    if others:
        raise ArchiveError("Télavis is running on this database: stop it, then restore.")
