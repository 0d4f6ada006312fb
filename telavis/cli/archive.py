"""A backup is one tar file: what it holds (with fingerprints), the database, the documents."""

import hashlib
import json
import tarfile
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = 1
MANIFEST, DATABASE, DOCUMENTS = "manifest.json", "database.dump", "documents"


class ArchiveError(Exception):
    """The backup cannot be made or used; the message says why."""


def check(path: Path) -> dict[str, Any]:
    """Read the whole backup and compare every fingerprint; the manifest, if all is there and whole."""
    try:
        with tarfile.open(path, "r:") as archive:
            manifest: dict[str, Any] = json.load(content_of(archive, MANIFEST))
            if not _is_manifest(manifest):
                raise ArchiveError(f"{path} is not a backup of Télavis that this version can read.")
            found = {member.name: member for member in archive if member.isfile() and member.name != MANIFEST}
            if found.keys() != manifest["files"].keys():
                raise ArchiveError(f"{path} is not a whole backup of Télavis.")
            for name, member in found.items():
                if fingerprint(content_of(archive, member)) != manifest["files"][name]:
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


def content_of(archive: tarfile.TarFile, member: str | tarfile.TarInfo) -> IO[bytes]:
    content = archive.extractfile(member)
    if content is None:
        raise ArchiveError(f"The backup holds {member} as something that is not a file.")
    return content


def fingerprint(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
