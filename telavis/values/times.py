"""Times of day as people type them, and the moment that a day and a time make."""

import re
from datetime import date, datetime, time, tzinfo

from telavis.values.dates import InvalidDate, parse_date
from telavis.values.french import time_words
from telavis.values.invalid import InvalidValue

_TIME = r"(?P<hour>\d{1,2})\s*(?:[hH:.]\s*(?P<minute>\d{2})?|(?P<glued>\d{2}))"
_ALONE = re.compile(_TIME, re.ASCII)
_AFTER_A_DAY = re.compile(
    r"(?P<day>.+?)[\s,]*(?:à|T|\s)\s*(?P<time>\d{1,2}\s*[hH:]\s*(?:\d{2})?)(?::\d{2})?", re.ASCII
)


class InvalidTime(InvalidValue):
    """The text is no time of day; its message says how to write one."""


def parse_time(text: str) -> time:
    """Read 14 h 30, 14h30, 14:30, 14.30, 1430 or 14 h."""
    found = _ALONE.fullmatch(" ".join(text.split()))
    if found is None:
        raise InvalidTime("Écrivez l’heure comme 14 h 30.")
    hour, minute = int(found["hour"]), int(found["minute"] or found["glued"] or 0)
    if hour > 23 or minute > 59:
        raise InvalidTime("Cette heure n’existe pas : écrivez-la entre 0 h et 23 h 59.")
    return time(hour, minute)


def parse_moment(text: str, zone: tzinfo, *, latest: date | None = None) -> datetime:
    """Read «2/3/2026 14 h 30», «2 mars 2026 à 14:30» or «2026-03-02T14:30», in that time zone."""
    found = _AFTER_A_DAY.fullmatch(" ".join(text.split()))
    if found is None:
        raise InvalidDate("Écrivez la date, puis l’heure, comme 02/03/2026 14 h 30.")
    return datetime.combine(parse_date(found["day"], latest=latest), parse_time(found["time"]), zone)


def time_of_day_words(when: time) -> str:
    """«14 h 30», «8 h»."""
    return time_words(datetime.combine(date.min, when))


def moment_words(when: datetime) -> str:
    """«02/03/2026 à 14 h 30», in the time zone that it carries."""
    return f"{when:%d/%m/%Y} à {time_words(when)}"
