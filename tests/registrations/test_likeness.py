"""Names that are the same, close, or of other people."""

import pytest

from telavis.registrations.likeness import Likeness, likeness


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("dubois", "DUBOIS"), ("Lefèvre", "LEFEVRE"), ("d'Arbois", "D ARBOIS"), ("Le Goff", "LE-GOFF"),
        ("Jean Noël", "Jean-Noël"), ("Weiß", "WEISS"),
    ],
)  # fmt: skip
def test_accents_hyphens_and_capitals_do_not_count(typed: str, known: str):
    assert likeness(typed, known) == Likeness.SAME


@pytest.mark.parametrize(
    ("typed", "known"), [("Martin", "MARTIN-DUBOIS"), ("Martin Dubois", "Dubois"), ("Duboi", "Dubois")]
)
def test_one_name_of_two_or_one_slip_is_close(typed: str, known: str):
    assert likeness(typed, known) == Likeness.CLOSE


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Roux", "Leroux"),
        ("Roux", "Roué"),
        ("Petit", "Dubois"),
        ("", "Dubois"),
        ("Dubois", ""),
        ("de", "d’Arbois"),
    ],
)
def test_other_names_are_other_people(typed: str, known: str):
    assert likeness(typed, known) == Likeness.DIFFERENT
