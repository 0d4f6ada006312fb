"""Whether a PDF is a laboratory's result, and of which day: only the date leaves the child, never a word of the text."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2

PAGES_READ = 5
LONGEST_TEXT = 200_000
_LABORATORY = re.compile(
    r"laboratoire|biologie médicale|hémogramme|créatinine|hémoglobine|leucocytes|ionogramme|mmol/l|g/dl|valeurs? de référence",
    re.IGNORECASE,
)
_ENOUGH_WORDS = 2
_SAMPLED = re.compile(
    r"(?:prélevé|prélèvement|reçu|enregistré|édité|demande|dossier|date)[^\n]{0,40}?(\d{2})[/.](\d{2})[/.](\d{4})",
    re.IGNORECASE,
)
_BORN = re.compile(r"naiss|\bnée?\b", re.IGNORECASE)


def dates_in(pdf: Path) -> dict[str, Any]:
    """`dated`: the day that a laboratory's result says, the latest if there are several."""
    text = _text(pdf)
    if len({word.lower() for word in _LABORATORY.findall(text)}) < _ENOUGH_WORDS:
        return {}
    found = [each for each in _SAMPLED.finditer(text) if not _BORN.search(each[0])]
    days = [day for each in found if (day := _day(*each.groups()))]
    return {"laboratory": True, "dated": max(days).isoformat()} if days else {"laboratory": True}


def _text(pdf: Path) -> str:
    try:
        with pypdfium2.PdfDocument(pdf) as document:
            pages = [_words(document, number) for number in range(min(len(document), PAGES_READ))]
            return "\n".join(pages)[:LONGEST_TEXT]
    except (pypdfium2.PdfiumError, UnicodeError, ValueError):
        return ""


def _words(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text = page.get_textpage()
    words = str(text.get_text_bounded())
    text.close()
    page.close()
    return words


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
