"""The pieces of an upload, read as the one file that they are."""

import hashlib
import io
from typing import IO, Any, cast

from django.core.files import File

from telavis.documents.keeping import opened
from telavis.documents.models import Upload, UploadPiece


class Joined(io.RawIOBase):
    """Reads one piece after the other, once, and takes the fingerprint of the whole on the way."""

    def __init__(self, upload: Upload) -> None:
        self._upload, self._pieces = upload, iter(list(upload.pieces.all()))
        self._left = memoryview(b"")
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Whoever keeps a file begins at its beginning, where this one is."""
        if (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation
        return 0

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        while not self._left and (piece := next(self._pieces, None)):
            self._left = memoryview(self._content_of(piece))
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self.digest.update(self._left[:count])
        self._left = self._left[count:]
        return count

    def _content_of(self, piece: UploadPiece) -> bytes:
        with opened(self._upload, piece.key) as file:
            return bytes(file.read())


def as_file(joined: Joined, upload: Upload) -> "File[Any]":
    file: File[Any] = File(cast("IO[bytes]", joined), name="upload")
    file.size = upload.length
    return file
