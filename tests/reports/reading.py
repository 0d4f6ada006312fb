"""Reading a PDF back: its words without running heads and feet, its structure, what it contains."""

import io
import re
import unicodedata

import pikepdf
import pypdfium2

MILLIMETRE = 72 / 25.4
BODY_TOP, BODY_BOTTOM = 297 - 25, 20


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, all of it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def body_of(pdf: bytes) -> str:
    """The text between running head and foot, one page after the other."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(
            page.get_textpage().get_text_bounded(bottom=BODY_BOTTOM * MILLIMETRE, top=BODY_TOP * MILLIMETRE)
            for page in document
        )


def squashed(text: str) -> str:
    """Without spaces, line ends and marks of direction: what remains must be there, wherever lines break."""
    return re.sub(r"[\s\u200b-\u200f\u202a-\u202e\ufe0f]", "", unicodedata.normalize("NFC", text))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))
