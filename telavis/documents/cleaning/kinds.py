"""What a file is, by its first bytes; its name and what the browser says of it are not asked."""

from enum import StrEnum

import filetype

HEAD = 8192
"""Bytes that are enough to tell."""
_PDF_MARK_WITHIN = 1024


class FileKind(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"


def kind_of(head: bytes) -> FileKind | None:
    """The kind that the first bytes announce; whether it keeps its word, only decoding tells."""
    guess = filetype.guess(head)
    if guess is not None:
        return FileKind(guess.mime) if guess.mime in list(FileKind) else None
    # Readers accept a PDF that begins with a little rubbish, and some scanners write one.
    return FileKind.PDF if b"%PDF-" in head[:_PDF_MARK_WITHIN] else None
