"""Reading a part of what a store keeps, without the rest: from a file, or from an S3 object by its ranges."""

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, Storage

from telavis.gateways.sealed_files import Source

NOT_THERE = ("NoSuchKey", "404")


def source_of(storage: Storage, key: str) -> Source:
    if isinstance(storage, FileSystemStorage):
        return FilePart(Path(storage.path(key)))
    return ObjectPart(storage, key)


class FilePart:
    """Of a file on disk."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb", buffering=0)
        self.size = path.stat().st_size

    def read_at(self, offset: int, count: int) -> bytes:
        self._file.seek(offset)
        parts = []
        while count and (part := self._file.read(count)):
            parts.append(part)
            count -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        self._file.close()


class ObjectPart:
    """Of an S3 object: each part is one question, and the first answer tells the size of the whole."""

    def __init__(self, storage: Any, key: str) -> None:
        self._object = storage.bucket.Object(key)
        self.key, self.size = key, 0

    def read_at(self, offset: int, count: int) -> bytes:
        from botocore.exceptions import (
            ClientError,
        )  # a part of half a second of imports, for those who use it

        try:
            answer = self._object.get(Range=f"bytes={offset}-{offset + count - 1}")
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in NOT_THERE:
                raise FileNotFoundError(self.key) from None
            raise
        self.size = int(answer["ContentRange"].rsplit("/", maxsplit=1)[-1])
        with answer["Body"] as body:
            return bytes(body.read())

    def close(self) -> None:
        """Nothing is held between two parts."""
