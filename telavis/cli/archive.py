"""A backup is one tar file: what it holds (with fingerprints), the database, the documents."""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from telavis.gateways import postgres_programs

FORMAT = 1
MANIFEST, DATABASE, DOCUMENTS = "manifest.json", "database.dump", "documents"
EMPTY_SCHEMA = "DROP SCHEMA public CASCADE; CREATE SCHEMA public AUTHORIZATION pg_database_owner; GRANT USAGE ON SCHEMA public TO PUBLIC"


class ArchiveError(Exception):
    """The backup cannot be made or used; the message says why."""


def back_up(target: Path, *, now: datetime) -> dict[str, Any]:
    """Database first, documents after: documents are only ever added, so none that the database names is missing."""
    unfinished = target.with_suffix(".unfinished")
    with tempfile.TemporaryDirectory(prefix="telavis-backup-", dir=target.parent) as work:
        dump = Path(work) / DATABASE
        _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", f"--dbname={_conninfo()}")
        files = {DATABASE: dump, **_documents()}
        manifest = {
            "format": FORMAT,
            "made_at": now.isoformat(),
            "files": {name: _fingerprint_of(path) for name, path in files.items()},
        }
        with tarfile.open(unfinished, "w") as archive:
            _add_text(archive, MANIFEST, json.dumps(manifest, indent=1), now=now)
            for name, path in files.items():
                archive.add(path, arcname=name, recursive=False)
    check(unfinished)
    unfinished.chmod(0o600)
    unfinished.rename(target)
    return manifest


def check(path: Path) -> dict[str, Any]:
    """Read the whole backup and compare every fingerprint; the manifest, if all is there and whole."""
    try:
        with tarfile.open(path) as archive:
            manifest: dict[str, Any] = json.load(_content(archive, MANIFEST))
            found = {member.name: member for member in archive if member.isfile() and member.name != MANIFEST}
            if manifest.get("format") != FORMAT or found.keys() != manifest["files"].keys():
                raise ArchiveError(f"{path} is not a whole backup of Télavis.")
            for name in found:
                if _fingerprint(_content(archive, name)) != manifest["files"][name]:
                    raise ArchiveError(f"{path} is damaged: {name} is not what was put in.")
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        raise ArchiveError(f"{path} cannot be read as a backup of Télavis ({error}).") from error
    return manifest


def restore(path: Path) -> dict[str, Any]:
    """Put database and documents back as they were; the database changes in one transaction, or not at all."""
    manifest = check(path)
    _refuse_company()
    documents = Path(settings.MEDIA_ROOT)
    fresh, former = documents.with_name("documents.restored"), documents.with_name("documents.former")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix="telavis-restore-", dir=documents.parent) as work:
        with tarfile.open(path) as archive:
            for name in manifest["files"]:
                place = Path(work) / DATABASE if name == DATABASE else fresh / _inside(name)
                place.parent.mkdir(parents=True, exist_ok=True)
                with place.open("wb") as file:
                    shutil.copyfileobj(_content(archive, name), file)
        _put_back(Path(work))
    if documents.exists():
        shutil.rmtree(former, ignore_errors=True)
        documents.rename(former)
    fresh.rename(documents)
    shutil.rmtree(former, ignore_errors=True)
    return manifest


def _put_back(work: Path) -> None:
    script = work / "database.sql"
    _postgres("pg_restore", "--no-owner", f"--file={script}", str(work / DATABASE))
    connection.close()
    once = ("--single-transaction", "--set=ON_ERROR_STOP=1", "--quiet", "--no-psqlrc")
    _postgres("psql", *once, f"--command={EMPTY_SCHEMA}", f"--file={script}", f"--dbname={_conninfo()}")


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


def _inside(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.parts[0] != DOCUMENTS or ".." in path.parts:
        raise ArchiveError(f"The backup holds {name}, which is not a document.")
    return path.relative_to(DOCUMENTS)


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
        raise ArchiveError(f"{program} failed: {done.stderr.strip()}")


def _add_text(archive: tarfile.TarFile, name: str, text: str, *, now: datetime) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(content), int(now.timestamp()), 0o600
    archive.addfile(member, io.BytesIO(content))


def _content(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    content = archive.extractfile(name)
    if content is None:
        raise ArchiveError(f"The backup holds {name} as something that is not a file.")
    return content


def _fingerprint_of(path: Path) -> str:
    with path.open("rb") as file:
        return _fingerprint(file)


def _fingerprint(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
