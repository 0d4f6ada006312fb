"""A line of a CSV file says what it says, and computes nothing."""

import csv
import io

import pytest

from telavis.values.spreadsheets import csv_lines


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("x")', "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1"]
)
def test_no_cell_becomes_a_formula(cell: str):
    written = "".join(csv_lines([[cell, "après"]])).removeprefix("\ufeff")
    (row,) = csv.reader(io.StringIO(written, newline=""), delimiter=";")
    assert row == [f"'{cell}", "après"]


def test_words_stay_as_they_are():
    written = "".join(csv_lines([["Élodie", 'dit « ; » et "oui"', "2 = 2"]]))
    assert written == '\ufeffÉlodie;"dit « ; » et ""oui""";2 = 2\r\n'
