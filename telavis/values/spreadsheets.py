"""Lines of a CSV file that a spreadsheet opens as text: no cell becomes a formula."""

import csv
from collections.abc import Iterable, Iterator

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """Gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def defused(text: str) -> str:
    """What would begin a formula, even after spaces, begins with an apostrophe instead, which spreadsheets do not show."""
    begins = text.lstrip(" \u00a0\u202f")
    return f"'{text}" if begins.startswith(BEGINS_A_FORMULA) else text


def csv_lines(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Semicolons and a mark of UTF-8, as French spreadsheets expect them; one line at a time."""
    writer = csv.writer(_Echo(), delimiter=";")
    yield "\ufeff"
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])
