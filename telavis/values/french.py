"""French typography and small words: spaces that never break a line wrongly, numbers, times, plurals, lists.

Sources: Imprimerie nationale, «Lexique des règles typographiques»; dates and times are shown in the time zone they carry.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

NARROW = "\u202f"
"""Narrow no-break space: before ; : ! ? inside « » and numbers, and in «14 h 02»."""
NO_BREAK = "\u00a0"
"""No-break space: between a number and what it counts."""

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

_SPACE = "[ \u00a0\u202f]"
_CORRECTIONS = [
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r'"([^"]*)"'), r"«\1»"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(rf"«{_SPACE}*"), f"«{NARROW}"),
    (re.compile(rf"{_SPACE}*»"), f"{NARROW}»"),
    (re.compile(rf"{_SPACE}+(?=[;:!?%€])"), NARROW),
    (re.compile(r"(?<=[^\W\d_])(?=[;:!?](?:\s|$))"), NARROW),
    (re.compile(rf"(?<=\d){_SPACE}?h{_SPACE}?(?=\d\d\b)"), f"{NARROW}h{NARROW}"),
    (re.compile(rf"(?<=\d){_SPACE}(?=\d{{3}}\b)"), NARROW),
]


def typographic(text: str) -> str:
    """Put right the quotes, apostrophes and spaces of a sentence or label; doing it twice changes nothing.

    «Qu'est-ce que c'est ?» gets its ’ and its narrow space; addresses such as https://x/?a:b stay as they are.
    """
    for mistake, correction in _CORRECTIONS:
        text = mistake.sub(correction, text)
    return text


_BREAKABLE = re.compile(r"(?<=\S) +(?=[;:!?%€»])|(?<=«) +(?=\S)")


def unbroken(text: str) -> str:
    """What somebody typed, without a line that could begin with «:» or end with « «»: the same signs but for those spaces."""
    return _BREAKABLE.sub(lambda found: NARROW * len(found[0]), text)


def number(value: float | Decimal, decimals: int = 0) -> str:
    """1234567 → «1 234 567», (12.5, 1) → «12,5», -3 → «−3»."""
    written = f"{value:,.{decimals}f}".replace(",", NARROW).replace(".", ",")
    return written.replace("-", "−")


def plural(count: int, singular: str, many: str | None = None) -> str:
    """A number and its noun: «0 demande», «1 demande», «2 demandes»; ("cheval", "chevaux") for the unusual ones."""
    noun = singular if abs(count) < 2 else many or f"{singular}s"
    return f"{number(count)}{NO_BREAK}{noun}"


def join_words(words: Sequence[str], last: str = "et") -> str:
    """["a", "b", "c"] → «a, b et c»; `last` may be «ou»."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def time_words(when: datetime) -> str:
    """«14 h 02», «8 h», in the time zone that `when` carries."""
    minutes = f"{NARROW}{when.minute:02d}" if when.minute else ""
    return f"{when.hour}{NARROW}h{minutes}"


def date_words(day: date) -> str:
    """«1er mars 1950», «2 mars 1950»."""
    return f"{_day_and_month(day)} {day.year}"


def moment(when: datetime, now: datetime) -> str:
    """When something happened, as people say it: «à l’instant», «il y a 3 h», «hier à 14 h 02», «le 2 mars à 8 h».

    Both are read in the time zone that `now` carries: the reader's.
    """
    # In UTC, since Python's subtraction inside one time zone forgets the change of hour.
    elapsed = now.astimezone(UTC) - when.astimezone(UTC)
    when = when.astimezone(now.tzinfo)
    if abs(elapsed) < timedelta(minutes=1):
        return "à l’instant"
    if elapsed < timedelta(0):
        return _on_the_day(when, now)
    if elapsed < timedelta(hours=1):
        return f"il y a {elapsed // timedelta(minutes=1)}{NO_BREAK}min"
    if elapsed < timedelta(days=1):
        return f"il y a {elapsed // timedelta(hours=1)}{NO_BREAK}h"
    return _on_the_day(when, now)


def at_moment(when: datetime, now: datetime) -> str:
    """What follows «Enregistré»: «à 14 h 02» on the same day, else the day too: «hier à 14 h 02»."""
    when = when.astimezone(now.tzinfo)
    return f"à {time_words(when)}" if when.date() == now.date() else _on_the_day(when, now)


def _on_the_day(when: datetime, now: datetime) -> str:
    days = (now.date() - when.date()).days
    named = {1: "hier", 0: "aujourd’hui", -1: "demain"}
    if days in named:
        return f"{named[days]} à {time_words(when)}"
    if when.year == now.year:
        return f"le {_day_and_month(when)} à {time_words(when)}"
    return f"le {date_words(when)}"


def _day_and_month(day: date) -> str:
    return f"{'1er' if day.day == 1 else day.day}{NO_BREAK}{MONTHS[day.month - 1]}"
