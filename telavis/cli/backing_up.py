"""Makes a backup: whole and checked, or none."""

import hashlib
import io
import json
import os
import tarfile
import tempfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from telavis.cli import postgres
from telavis.cli.archive import DATABASE, DOCUMENTS, FORMAT, MANIFEST, ArchiveError, check
from telavis.documents.queries import needed_keys

SEALED_SINCE = "documents.0003_documents_are_sealed"


def back_up(target: Path, *, now: datetime) -> dict[str, Any]:
    """Database first, documents after: of those that the database names, only what was erased meanwhile is missing."""
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
        postgres.run(
            "pg_dump", "--format=custom", "--no-owner", f"--file={dump}", f"--dbname={postgres.conninfo()}"
        )
        ours_only = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(ours_only, "wb") as file:
            with tarfile.open(fileobj=file, mode="w", dereference=True) as archive:
                applied = _applied_migrations()
                manifest = {
                    "format": FORMAT,
                    "made_at": now.isoformat(),
                    "migrations": applied,
                    "document_keys": needed_keys() if SEALED_SINCE in applied else [],
                    "files": _add_files(archive, {DATABASE: dump, **_documents()}),
                }
                _add_text(archive, MANIFEST, json.dumps(manifest, indent=1), now=now)
            file.flush()
            os.fsync(file.fileno())
    return manifest


def _applied_migrations() -> list[str]:
    return sorted(f"{room}.{name}" for room, name in MigrationRecorder(connection).applied_migrations())


def _documents() -> dict[str, Path]:
    """Documents on disk; those of an object store are kept by the object store."""
    root = Path(settings.MEDIA_ROOT)
    return {
        f"{DOCUMENTS}/{path.relative_to(root)}": path for path in sorted(root.rglob("*")) if path.is_file()
    }


def _add_files(archive: tarfile.TarFile, files: dict[str, Path]) -> dict[str, str]:
    """The fingerprint of what went in, read once; a document that was erased since it was listed stays away.

    A document of which the disk keeps another under a second name goes in whole, like all (`dereference`).
    """
    fingerprints = {}
    for name, path in files.items():
        with suppress(FileNotFoundError), path.open("rb") as file:
            content = _Hashing(file)
            archive.addfile(archive.gettarinfo(arcname=name, fileobj=file), content)
            fingerprints[name] = content.digest.hexdigest()
    return fingerprints


class _Hashing(io.RawIOBase):
    """A file whose fingerprint is taken while it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        block = self.file.read(size)
        self.digest.update(block)
        return block


def _add_text(archive: tarfile.TarFile, name: str, text: str, *, now: datetime) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = len(content), int(now.timestamp()), 0o600
    archive.addfile(member, io.BytesIO(content))
