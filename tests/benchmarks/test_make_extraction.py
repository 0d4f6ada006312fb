"""The generator of public extractions: the same seed, the same files, in the real formats."""

from collections import Counter

from benchmarks.directory.make_extraction import (
    HEADER,
    MAILBOX_HEADER,
    mailboxes,
    next_day,
    professionals,
    sites,
)
from telavis.values.finess import Finess
from telavis.values.rpps import RPPS

ROWS = 500


def test_the_same_seed_makes_the_same_lines():
    assert list(professionals(ROWS, 1)) == list(professionals(ROWS, 1))
    assert list(professionals(ROWS, 1)) != list(professionals(ROWS, 2))
    assert list(sites(ROWS, 1)) == list(sites(ROWS, 1))


def test_every_line_has_the_columns_of_its_header():
    lines = list(professionals(ROWS))
    assert len(lines) == ROWS + 1
    assert {line.count("|") for line in lines} == {HEADER.count("|")}
    assert {line.count("|") for line in mailboxes(ROWS)} == {MAILBOX_HEADER.count("|")}


def test_numbers_are_well_formed_and_nobody_s():
    numbers = Counter(line.split("|")[1] for line in list(professionals(ROWS))[1:])
    assert all(RPPS.parse(number).startswith("99") for number in numbers)
    assert max(numbers.values()) > 1
    assert all(Finess.parse(line.split(";")[1]) for line in list(sites(ROWS))[1:])


def test_the_next_day_differs_a_little():
    first = list(professionals(20_000))
    later = list(next_day(first))
    gone = {line.split("|")[1] for line in first} - {line.split("|")[1] for line in later}
    come = {line.split("|")[1] for line in later} - {line.split("|")[1] for line in first}
    assert later[0] == HEADER
    assert 1 <= len(gone) <= 60
    assert 10 <= len(come) <= 20
    assert len(come) < len(set(later) - set(first)) < 400


def test_sites_come_before_their_places():
    sections = [line.split(";")[0] for line in sites(ROWS)]
    assert sections == ["finess", *["structureet"] * ROWS, *["geolocalisation"] * ROWS]
