"""Birth dates typed wrongly, or not wholly known: what a slip of the hand makes of one, and what two have in common."""

from datetime import date
from enum import IntEnum

OLDEST_YEAR = 1890


class DateHow(IntEnum):
    """From the surest to the least sure."""

    NOT_TYPED = 0
    SAME = 1
    SWAPPED = 2
    ONE_DIGIT = 3
    SAME_YEAR = 4
    """One of the two is 31 December, which stands for a year of which nobody knows more (`values/birth_dates.py`)."""
    TWO_DIGITS = 5
    OTHER = 6


def compare_dates(typed: date | None, stored: date) -> DateHow:
    """(12/03/1954, 03/12/1954) day and month swapped · (12/03/1954, 12/08/1954) one digit · two neighbours swapped too."""
    if typed is None:
        return DateHow.NOT_TYPED
    if typed == stored:
        return DateHow.SAME
    if (typed.year, typed.month, typed.day) == (stored.year, stored.day, stored.month):
        return DateHow.SWAPPED
    one, other = f"{typed:%Y%m%d}", f"{stored:%Y%m%d}"
    places = [place for place in range(len(one)) if one[place] != other[place]]
    if len(places) == 1 or _are_neighbours_swapped(one, other, places):
        return DateHow.ONE_DIGIT
    if typed.year == stored.year and last_of_year(typed) in (typed, stored):
        return DateHow.SAME_YEAR
    return DateHow.TWO_DIGITS if len(places) == 2 else DateHow.OTHER


def last_of_year(day: date) -> date:
    """The date of whoever was born that year, when nobody knows more."""
    return day.replace(month=12, day=31)


def one_slip_away(typed: date, *, latest: date) -> list[date]:
    """Every date that one wrong digit, two neighbours swapped, or day and month swapped may have made this one of."""
    digits = f"{typed:%Y%m%d}"
    found = {digits[:4] + digits[6:] + digits[4:6]}
    for place in range(1, len(digits)):
        found |= {digits[:place] + digit + digits[place + 1 :] for digit in "0123456789"}
        found.add(digits[: place - 1] + digits[place] + digits[place - 1] + digits[place + 1 :])
    dates = {day for text in found if (day := _read(text)) and day.year >= OLDEST_YEAR and day <= latest}
    return sorted(dates - {typed})


def _are_neighbours_swapped(one: str, other: str, places: list[int]) -> bool:
    if len(places) != 2 or places[1] - places[0] != 1:
        return False
    first, second = places
    return one[first] == other[second] and one[second] == other[first]


def _read(text: str) -> date | None:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
