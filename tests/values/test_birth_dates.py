"""Dates of birth of which a part is not known: read, completed by the rule, shown as such."""

from datetime import date

import pytest

from telavis.values.birth_dates import BirthDate, Known
from telavis.values.dates import InvalidDate

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("typed", "completed", "known"),
    [
        ("12/03/1954", date(1954, 3, 12), Known.WHOLE),
        ("12 mars 1954", date(1954, 3, 12), Known.WHOLE),
        ("12031954", date(1954, 3, 12), Known.WHOLE),
        ("00/03/1950", date(1950, 3, 1), Known.NO_DAY),
        ("00031950", date(1950, 3, 1), Known.NO_DAY),
        ("03/1950", date(1950, 3, 1), Known.NO_DAY),
        ("mars 1950", date(1950, 3, 1), Known.NO_DAY),
        ("1950-03-00", date(1950, 3, 1), Known.NO_DAY),
        ("12/00/1950", date(1950, 1, 12), Known.NO_MONTH),
        ("1950-00-12", date(1950, 1, 12), Known.NO_MONTH),
        ("00/00/1950", date(1950, 12, 31), Known.YEAR),
        ("00-00-1950", date(1950, 12, 31), Known.YEAR),
        ("1950-00-00", date(1950, 12, 31), Known.YEAR),
        ("00001950", date(1950, 12, 31), Known.YEAR),
        ("1950", date(1950, 12, 31), Known.YEAR),
        ("2026", date(2026, 12, 31), Known.YEAR),
        ("vers 1950", date(1950, 12, 31), Known.ABOUT),
        ("Environ 1950", date(1950, 12, 31), Known.ABOUT),
    ],
)
def test_what_is_not_known_is_completed_by_the_rule(typed: str, completed: date, known: Known):
    assert BirthDate.parse(typed, today=TODAY) == BirthDate(completed, known)


@pytest.mark.parametrize("typed", ["12/03/1954", "00/03/1950", "12/00/1950", "00/00/1950", "vers 1950"])
def test_what_was_typed_is_shown_again(typed: str):
    assert BirthDate.parse(typed, today=TODAY).typed == typed


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("00/13/1950", "Le mois 13 n’existe pas"),
        ("32/00/1950", "n’existe pas"),
        ("2027", "dans l’avenir"),
        ("04/2026", "dans l’avenir"),
        ("00/00/1850", "130 ans"),
        ("hier", "comme 02/03/1950"),
        ("00/00/50", "en quatre chiffres"),
        ("020350", "1950 ou 2050"),
        ("311250", "1950 ou 2050"),
    ],
)
def test_what_cannot_be_says_why(typed: str, sentence: str):
    with pytest.raises(InvalidDate, match=sentence):
        BirthDate.parse(typed, today=TODAY)


def test_a_date_that_the_rule_does_not_give_is_refused():
    with pytest.raises(InvalidDate):
        BirthDate(date(1950, 6, 1), Known.YEAR)
