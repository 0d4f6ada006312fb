"""Telephone numbers of France, overseas and abroad."""

import pytest

from telavis.values.phones import InvalidPhone, Phone


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 39 98 12 34", "+33639981234"),
        ("06.12.34.56.78", "+33612345678"),
        ("0033 5 36 49 12 34", "+33536491234"),
        ("+33 (0)5 36 49 12 34", "+33536491234"),
        ("0262 90 12 34", "+262262901234"),
        ("0692 12 34 56", "+262692123456"),
        ("0269 61 12 34", "+262269611234"),
        ("0639 69 12 34", "+262639691234"),
        ("0690 35 12 34", "+590690351234"),
        ("0696 20 12 34", "+596696201234"),
        ("0694 20 12 34", "+594694201234"),
        ("0508 41 12 34", "+508411234"),
        ("+687 26 12 34", "+687261234"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_numbers_are_kept_in_e164(typed, kept):
    assert Phone.parse(typed) == kept
    assert Phone.parse(kept) == kept


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("+33639981234", "06 39 98 12 34"),
        ("+262692123456", "0692 12 34 56"),
        ("+32470123456", "+32 470 12 34 56"),
    ],
)
def test_numbers_are_shown_as_they_are_dialled_from_france(kept, shown):
    assert Phone(kept).display == shown.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("kept", "mobile"),
    [("+33639981234", True), ("+33612345678", True), ("+262692123456", True), ("+33536491234", False)],
)
def test_only_a_mobile_number_receives_an_sms(kept, mobile):
    assert Phone(kept).is_mobile is mobile


def test_a_masked_number_shows_its_two_last_digits_only():
    assert Phone.parse("06 39 98 12 34").masked == "•• •• •• •• 34".replace(" ", "\u00a0")


@pytest.mark.parametrize("typed", ["", "36 24", "05 36 49 12", "0700000001", "appelez-moi", "+", "1" * 40])
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(InvalidPhone, match="05 56 00 00 00"):
        Phone.parse(typed)
