"""Times of day and moments, as people type them."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from telavis.values.invalid import InvalidValue
from telavis.values.times import moment_words, parse_moment, parse_time, time_of_day_words

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14 h 30", time(14, 30)),
        ("14h30", time(14, 30)),
        ("14\u202fh\u202f30", time(14, 30)),
        ("14:30", time(14, 30)),
        ("14.30", time(14, 30)),
        ("1430", time(14, 30)),
        ("14 h", time(14, 0)),
        ("8H05", time(8, 5)),
        ("0 h 00", time(0, 0)),
        ("23:59", time(23, 59)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, read: time):
    assert parse_time(typed) == read


@pytest.mark.parametrize(
    "typed", ["", "14", "midi", "24 h", "12:60", "14 h 3", "14 h 30 m", "-1 h", "2 h 3O"]
)
def test_what_is_no_time_says_how_to_write_one(typed: str):
    with pytest.raises(InvalidValue, match="heure"):
        parse_time(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "02/03/2026 14 h 30",
        "2/3/2026 14:30",
        "2 mars 2026 à 14h30",
        "2026-03-02T14:30",
        "2026-03-02T14:30:00",
    ],
)
def test_a_moment_is_a_day_and_a_time(typed: str):
    assert parse_moment(typed, PARIS) == datetime(2026, 3, 2, 14, 30, tzinfo=PARIS)


def test_a_moment_keeps_the_time_of_its_season():
    assert parse_moment("02/07/2026 14 h", PARIS).isoformat() == "2026-07-02T14:00:00+02:00"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("02/03/2026", "puis l’heure"),
        ("14 h 30", "puis l’heure"),
        ("hier 14 h 30", "jour, mois et année"),
        ("02/03/2026 25 h", "n’existe pas"),
        ("03/03/2026 8 h", "dans l’avenir"),
    ],
)
def test_what_is_no_moment_says_what_lacks(typed: str, why: str):
    with pytest.raises(InvalidValue, match=why):
        parse_moment(typed, PARIS, latest=date(2026, 3, 2))


def test_they_are_said_in_french():
    assert time_of_day_words(time(14, 5)) == "14\u202fh\u202f05"
    assert time_of_day_words(time(8)) == "8\u202fh"
    assert moment_words(datetime(2026, 3, 2, 14, 30, tzinfo=PARIS)) == "02/03/2026 à 14\u202fh\u202f30"
