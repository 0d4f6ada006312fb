"""What a file is, by its first bytes; its name and what the browser says of it are not asked."""

from enum import StrEnum

import filetype

HEAD = 8192
"""Bytes that are enough to tell."""
_PDF_MARK_WITHIN = 1024
_DICOM_MARK = slice(128, 132)
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"))
_TIFF_MARKS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_PROGRAMS = (b"MZ", b"\x7fELF", b"PK\3\4", b"#!", b"%PDF", b"<")
"""What a DICOM file's first 128 bytes, free for anything, may not begin with."""


class FileKind(StrEnum):
    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    TIFF = "image/tiff"
    DICOM = "application/dicom"
    PDF = "application/pdf"


def kind_of(head: bytes) -> FileKind | None:
    """The kind that the first bytes announce; whether it keeps its word, only decoding tells."""
    if head[_DICOM_MARK] == b"DICM":
        return None if head.startswith(_PROGRAMS) else FileKind.DICOM
    if head.startswith(_TIFF_MARKS):
        return FileKind.TIFF
    if head[4:8] == b"ftyp":
        return FileKind.HEIC if _is_heic(head) else None
    guess = filetype.guess(head)
    if guess is not None:
        return FileKind(guess.mime) if guess.mime in list(FileKind) else None
    # Readers accept a PDF that begins with a little rubbish, and some scanners write one.
    return FileKind.PDF if b"%PDF-" in head[:_PDF_MARK_WITHIN] else None


def _is_heic(head: bytes) -> bool:
    """The main brand says it, or one of those that the file says to be readable as; AVIF shares the container."""
    length = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[place : place + 4] for place in range(16, min(length, 128), 4))}
    return bool(brands & _HEIC_BRANDS) and head[8:12] not in (b"avif", b"avis")
