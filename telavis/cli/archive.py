"""A backup is one tar file: what it holds (with fingerprints), the database, the documents."""

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg.conninfo import make_conninfo

from telavis.gateways import postgres_programs

FORMAT = 1
MANIFEST, DATABASE, DOCUMENTS = "manifest.json", "database.dump", "documents"
SCRIPT = "database.sql"
EMPTY_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC"


class ArchiveError(Exception):
    """The backup cannot be made or used; the message says why."""


def back_up(target: Path, *, now: datetime) -> dict[str, Any]:
    """Database first, documents after: documents are only ever added, so none that the database names is missing."""
    unfinished = target.with_suffix(".unfinished")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        manifest = _write(unfinished, now=now)
        check(unfinished)
        unfinished.rename(target)
    except OSError as error:
        raise ArchiveError(
            f"The backup could not be written ({error.strerror}); nothing is left of it."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return manifest


def _write(unfinished: Path, *, now: datetime) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="telavis-backup-", dir=unfinished.parent) as work:
        dump = Path(work) / DATABASE
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", f"--dbname={_conninfo()}")
        files = {DATABASE: dump, **_documents()}
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "migrations": _applied_migrations(),
            "files": {name: _fingerprint_of(path) for name, path in files.items()},
        }
        ours_only = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(ours_only, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as archive:
                _add_text(archive, MANIFEST, json.dumps(manifest, indent=1), now=now)
                for name, path in files.items():
                    archive.add(path, arcname=name, recursive=False)
            file.flush()
            os.fsync(file.fileno())
    return manifest


def check(path: Path) -> dict[str, Any]:
    """Read the whole backup and compare every fingerprint; the manifest, if all is there and whole."""
    try:
        with tarfile.open(path, "r:") as archive:
            manifest: dict[str, Any] = json.load(_content(archive, MANIFEST))
            if not _is_manifest(manifest):
                raise ArchiveError(f"{path} is not a backup of Télavis that this version can read.")
            found = {member.name: member for member in archive if member.isfile() and member.name != MANIFEST}
            if found.keys() != manifest["files"].keys():
                raise ArchiveError(f"{path} is not a whole backup of Télavis.")
            for name, member in found.items():
                if _fingerprint(_content(archive, member)) != manifest["files"][name]:
                    raise ArchiveError(f"{path} is damaged: {name} is not what was put in.")
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ArchiveError(f"{path} cannot be read as a backup of Télavis ({why}).") from error
    return manifest


def _is_manifest(read: Any) -> bool:
    return (
        isinstance(read, dict)
        and read.get("format") == FORMAT
        and isinstance(read.get("made_at"), str)
        and isinstance(read.get("files"), dict)
        and DATABASE in read["files"]
        and all(name == DATABASE or _is_document(name) for name in read["files"])
    )


def _is_document(name: str) -> bool:
    first, *others = PurePosixPath(name).parts
    return first == DOCUMENTS and bool(others) and ".." not in others


def restore(path: Path) -> dict[str, Any]:
    """Put database and documents back as they were: both, or neither."""
    manifest = check(path)
    _refuse_newer(manifest)
    _refuse_company()
    documents = Path(settings.MEDIA_ROOT)
    try:
        documents.parent.mkdir(parents=True, exist_ok=True)
        # beside the documents, so that they change places in an instant
        with tempfile.TemporaryDirectory(prefix="telavis-restore-", dir=documents.parent) as name:
            work = Path(name)
            _unpack(path, manifest, work)
            _postgres("pg_restore", "--no-owner", f"--file={work / SCRIPT}", str(work / DATABASE))
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
                shutil.copyfileobj(_content(archive, name), file)


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
    _postgres("psql", *once, f"--command={EMPTY_SCHEMA}", f"--file={script}", f"--dbname={_conninfo()}")


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


def _applied_migrations() -> list[str]:
    return sorted(f"{room}.{name}" for room, name in MigrationRecorder(connection).applied_migrations())


def _refuse_company() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        (others,) = cursor.fetchone()
    if others:
        raise ArchiveError("Télavis is running on this database: stop it, then restore.")


def _documents() -> dict[str, Path]:
    """Documents on disk; those of an object store are kept by the object store."""
    root = Path(settings.MEDIA_ROOT)
    return {
        f"{DOCUMENTS}/{path.relative_to(root)}": path for path in sorted(root.rglob("*")) if path.is_file()
    }


def _conninfo() -> str:
    """Where the database is, without the password, which every user of the machine could read in the list of processes."""
    known = connection.settings_dict
    words = {"dbname": known["NAME"], "user": known["USER"], "host": known["HOST"], "port": known["PORT"]}
    return make_conninfo(**{name: word for name, word in words.items() if word}, **known.get("OPTIONS", {}))


def _postgres(program: str, *words: str) -> None:
    password = connection.settings_dict["PASSWORD"]
    environ = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(  # noqa: S603 PostgreSQL's own program
        [str(postgres_programs.find(program)), *words],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ArchiveError(f"{program} failed ({_first_error(done)}); everything is as before.")


def _first_error(done: subprocess.CompletedProcess[str]) -> str:
    """One line: those that follow may quote what the rows hold."""
    lines = done.stderr.strip().splitlines() or [f"it was ended by signal {-done.returncode}"]
    line = next((each for each in lines if "ERROR" in each or "error" in each), lines[0])
    return re.sub(r"^.*?(ERROR|error): +", "", line)


def _add_text(archive: tarfile.TarFile, name: str, text: str, *, now: datetime) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(content), int(now.timestamp()), 0o600
    archive.addfile(member, io.BytesIO(content))


def _content(archive: tarfile.TarFile, member: str | tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(member)
    if content is None:
        raise ArchiveError(f"The backup holds {member} as something that is not a file.")
    return content


def _fingerprint_of(path: Path) -> str:
    with path.open("rb") as file:
        return _fingerprint(file)


def _fingerprint(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
