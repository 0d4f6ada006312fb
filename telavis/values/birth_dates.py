"""Dates of birth of which the day, the month or the year is not known, completed by rule.

Rule of the national identity (RNIV, incomplete and lunar dates): no day → the first of the month; no month → January;
neither → 31 December; a year that is only estimated → 31 December of it. What was known is kept beside the completed date.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from telavis.values.dates import InvalidDate, check_age, month_named, parse_birth_date, parse_date
from telavis.values.names import unaccented

_UNKNOWN = "00"
_NO_DAY_NO_MONTH = re.compile(r"(?:00\s*[/.\s-]?\s*00\s*[/.\s-]?\s*)?(?P<year>\d{4})(?:-00-00)?", re.ASCII)
_NO_DAY = re.compile(
    r"(?:00\s*[/.\s-]\s*|00)?(?P<month>\d{1,2}|[A-Z]{3,9})\.?(?:\s*[/.\s-]\s*|(?=1[89]|20))(?P<year>\d{4})",
    re.ASCII,
)
"""Without a separator only before a year that it may be: «020350» is a day, a month and half a year."""
_NO_DAY_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-00)?", re.ASCII)
_NO_MONTH = re.compile(r"(?P<day>\d{1,2})\s*[/.\s-]\s*00\s*[/.\s-]\s*(?P<year>\d{4})", re.ASCII)
_NO_MONTH_ISO = re.compile(r"(?P<year>\d{4})-00-(?P<day>\d{2})", re.ASCII)
_ABOUT = re.compile(r"(?:VERS|ENVIRON|ENV\.?)\s*(?P<year>\d{4})", re.ASCII)


class Known(StrEnum):
    """What is known of a date of birth."""

    WHOLE = "whole"
    NO_DAY = "no_day"
    NO_MONTH = "no_month"
    YEAR = "year"
    ABOUT = "about"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Known.WHOLE: "date complète",
    Known.NO_DAY: "jour inconnu",
    Known.NO_MONTH: "mois inconnu",
    Known.YEAR: "jour et mois inconnus",
    Known.ABOUT: "année estimée",
}


@dataclass(frozen=True, slots=True)
class BirthDate:
    """A date completed by the rule, and what of it is known."""

    day: date
    known: Known = Known.WHOLE

    def __post_init__(self) -> None:
        if completed(self.day, self.known) != self.day:
            raise InvalidDate("Cette date n’est pas complétée selon la règle.")

    @classmethod
    def parse(cls, text: str, *, today: date | None) -> Self:
        """Read a date as people type it; «00/00/1950», «1950», «00/03/1950», «mars 1950», «12/00/1950», «vers 1950» too.

        With `today` it must be the birth of somebody who may live.
        """
        written = " ".join(unaccented(text).split())
        for known, shapes in _SHAPES.items():
            for shape in shapes:
                if found := shape.fullmatch(written):
                    parts = found.groupdict()
                    return cls(_completed(parts, known, today), known)
        return cls(parse_birth_date(text, today=today) if today else parse_date(text))

    @property
    def typed(self) -> str:
        """As one types it: «12/03/1954», «00/00/1950», «vers 1950»."""
        return {
            Known.WHOLE: f"{self.day:%d/%m/}{self.day.year:04d}",
            Known.NO_DAY: f"{_UNKNOWN}/{self.day:%m}/{self.day.year:04d}",
            Known.NO_MONTH: f"{self.day:%d}/{_UNKNOWN}/{self.day.year:04d}",
            Known.YEAR: f"{_UNKNOWN}/{_UNKNOWN}/{self.day.year:04d}",
            Known.ABOUT: f"vers {self.day.year:04d}",
        }[self.known]


_SHAPES = {
    Known.ABOUT: (_ABOUT,),
    Known.YEAR: (_NO_DAY_NO_MONTH,),
    Known.NO_MONTH: (_NO_MONTH, _NO_MONTH_ISO),
    Known.NO_DAY: (_NO_DAY, _NO_DAY_ISO),
}


def completed(day: date, known: Known) -> date:
    """The date that stands for what is known of this one."""
    match known:
        case Known.NO_DAY:
            return day.replace(day=1)
        case Known.NO_MONTH:
            return day.replace(month=1)
        case Known.YEAR | Known.ABOUT:
            return day.replace(month=12, day=31)
        case _:
            return day


def _completed(parts: dict[str, str], known: Known, today: date | None) -> date:
    year, month = int(parts["year"]), parts.get("month", "1")
    month_number = int(month) if month.isdigit() else month_named(month)
    if not 1 <= month_number <= 12:
        raise InvalidDate(f"Le mois {month} n’existe pas : si le mois est inconnu, écrivez 00.")
    try:
        day = completed(date(year, month_number, int(parts.get("day", "1"))), known)
    except ValueError as impossible:
        raise InvalidDate("Cette date n’existe pas : vérifiez le jour et l’année.") from impossible
    if today is None:
        return day
    if (year, month_number) > (today.year, today.month if known is Known.NO_DAY else 12):
        raise InvalidDate(f"Cette date est dans l’avenir : vérifiez l’année {year}.")
    check_age(day, today)
    return day
