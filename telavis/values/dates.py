"""Dates as people type them, and ages as they say them."""

import re
from datetime import date

from telavis.values.french import MONTHS, NO_BREAK, date_words, plural
from telavis.values.invalid import InvalidValue
from telavis.values.names import unaccented

_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_SEPARATED = re.compile(
    r"(?P<day>\d{1,2})\s*[/.\s-]\s*(?P<month>\d{1,2})\s*[/.\s-]\s*(?P<year>\d{4}|\d{2})", re.ASCII
)
_GLUED = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4}|\d{2})", re.ASCII)
_IN_WORDS = re.compile(
    r"(?P<day>\d{1,2})(?:\s*ER)?[\s-]*(?P<month>[A-Z]{3,9})\.?[\s-]*(?P<year>\d{4}|\d{2})", re.ASCII
)
_MONTH_NAMES = [unaccented(month) for month in MONTHS]
_OLDEST_AGE = 130


class InvalidDate(InvalidValue):
    """The text is no date that fits; its message tells the reader what to correct, or asks which one was meant."""


def parse_date(text: str, *, latest: date | None = None) -> date:
    """Read 2/3/1950, 02031950, 02.03.1950, 2 mars 1950, 1er déc. 1950 or 1950-03-02: always the day before the month.

    With `latest` (today, usually) a date after it is refused.
    """
    written = " ".join(unaccented(text).split())
    for shape in (_ISO, _SEPARATED, _GLUED, _IN_WORDS):
        found = shape.fullmatch(written)
        if found:
            day = _build(found["day"], found["month"], found["year"])
            break
    else:
        raise InvalidDate("Écrivez la date en jour, mois et année, comme 02/03/1950.")
    if latest is not None and day > latest:
        raise InvalidDate(f"Cette date, le {date_words(day)}, est dans l’avenir : vérifiez l’année.")
    return day


def parse_birth_date(text: str, *, today: date) -> date:
    """A date that may be somebody's birth: not to come, and not more than 130 years ago."""
    birth = parse_date(text, latest=today)
    check_age(birth, today)
    return birth


def check_age(birth: date, today: date) -> None:
    """Nobody is that old."""
    if today.year - birth.year > _OLDEST_AGE:
        raise InvalidDate(f"Cette date donne plus de {_OLDEST_AGE} ans : vérifiez l’année {birth.year}.")


def age_in_words(birth: date, on: date) -> str:
    """«71 ans», from two years on; «8 mois», «18 mois» from one month on; before that «12 jours»."""
    months = (on.year - birth.year) * 12 + on.month - birth.month - (on.day < birth.day)
    if months >= 24:
        return f"{months // 12}{NO_BREAK}ans"
    if months >= 1:
        return f"{months}{NO_BREAK}mois"
    return plural(max((on - birth).days, 0), "jour")


def _build(day: str, month: str, year: str) -> date:
    if len(year) == 2:
        raise InvalidDate(f"Écrivez l’année en quatre chiffres : est-ce 19{year} ou 20{year} ?")
    month_number = int(month) if month.isdigit() else month_named(month)
    if not 1 <= month_number <= 12:
        raise InvalidDate(
            f"Le mois {month} n’existe pas : écrivez le jour d’abord, puis le mois, comme 02/03/1950."
        )
    try:
        return date(int(year), month_number, int(day))
    except ValueError as impossible:
        raise InvalidDate(
            f"Le {int(day)} {MONTHS[month_number - 1]} {year} n’existe pas : vérifiez le jour."
        ) from impossible


def month_named(word: str) -> int:
    """«mars», «MARS», «févr», «dec»: any beginning of three letters or more that only one month has."""
    meant = [place for place, name in enumerate(_MONTH_NAMES, start=1) if name.startswith(word)]
    if len(meant) != 1:
        raise InvalidDate(
            f"Le mois « {word.lower()} » n’est pas reconnu : écrivez-le en chiffres, comme 02/03/1950."
        )
    return meant[0]
