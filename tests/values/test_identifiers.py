"""Numbers of professionals, establishments and insured persons: the vectors of the sources, and every single slip."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn as stdnum_luhn
from stdnum.fr import nir as stdnum_nir

from telavis.values.finess import Finess, InvalidFiness
from telavis.values.luhn import luhn_sum
from telavis.values.nir import NIR, InvalidNIR, computed_key
from telavis.values.rpps import RPPS, InvalidRPPS

digits = st.text("0123456789", min_size=1, max_size=20)
bodies = st.from_regex(r"[1-478][0-9]{4}([0-9]{2}|2A|2B)[0-9]{6}", fullmatch=True)


@given(digits)
def test_luhn_agrees_with_stdnum(number):
    assert luhn_sum(number) % 10 == stdnum_luhn.checksum(number)


def test_luhn_sum_of_the_worked_example():
    assert luhn_sum("10100997245") == 40


class TestRPPS:
    def test_a_right_number_is_read_with_its_spaces(self):
        assert RPPS.parse(" 10 100 997 245 ") == "10100997245"

    def test_a_wrong_key_is_refused_by_hand_but_accepted_from_a_directory(self):
        with pytest.raises(InvalidRPPS, match="clé"):
            RPPS.parse("10003461033")
        accepted = RPPS.accept("10003461033")
        assert not accepted.has_valid_key

    def test_the_national_identifier_is_the_number_after_an_8(self):
        assert RPPS.from_national_id("801234567897") == "01234567897"
        assert RPPS.parse("01234567897").national_id == "801234567897"

    def test_another_national_identifier_is_refused(self):
        with pytest.raises(InvalidRPPS, match="commencer par 8"):
            RPPS.from_national_id("0331234567")

    @pytest.mark.parametrize(
        ("typed", "word"), [("1010099724", "en a 10"), ("1010099724A", "chiffres"), ("", "chiffres")]
    )
    def test_a_wrong_shape_says_what_is_wrong(self, typed, word):
        with pytest.raises(InvalidRPPS, match=word):
            RPPS.parse(typed)

    @given(st.from_regex("[0-9]{10}", fullmatch=True), st.integers(0, 10), st.integers(1, 9))
    def test_every_wrong_digit_is_caught(self, body, place, shift):
        number = RPPS.with_key(body)
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        with pytest.raises(InvalidRPPS):
            RPPS.parse(wrong)


class TestFiness:
    @pytest.mark.parametrize("number", ["330781196", "750712184", "330000662"])
    def test_real_numbers_are_right(self, number):
        assert Finess.parse(number) == number
        assert Finess.with_key(number[:8]) == number

    def test_spaces_are_forgiven_and_the_department_read(self):
        assert Finess.parse("33 078 119 6").department == "33"

    def test_a_corsican_number_has_no_known_key(self):
        assert Finess.parse("2a0000014").department == "2A"

    @pytest.mark.parametrize(
        ("typed", "word"), [("330781197", "clé"), ("33078119", "en a 8"), ("33078119X", "chiffres")]
    )
    def test_a_wrong_number_says_what_is_wrong(self, typed, word):
        with pytest.raises(InvalidFiness, match=word):
            Finess.parse(typed)


class TestNIR:
    @pytest.mark.parametrize(
        ("body", "key"),
        [
            ("2790351215189", "89"),
            ("1090763220834", "89"),
            ("2090763220834", "39"),
            ("2090663220123", "55"),
            ("2360663220836", "56"),
            ("297022A020778", "78"),
            ("191022A116089", "74"),
            ("191022B116089", "04"),
            ("2550814168025", "38"),
        ],
    )
    def test_keys_of_the_sources(self, body, key):
        number = NIR.parse(body + key)
        assert (number.body, number.key) == (body, key)
        assert NIR.with_key(body) == number

    @given(bodies)
    def test_keys_agree_with_stdnum(self, body):
        assert computed_key(body) == stdnum_nir.calc_check_digits(body)
        assert stdnum_nir.validate(NIR.with_key(body)) == body + computed_key(body)

    @pytest.mark.parametrize("typed", ["2 97 02 2a 020 778 78", "2-97-02-2A-020-778-78", "297022A02077878"])
    def test_spaces_hyphens_and_small_letters_are_forgiven(self, typed):
        assert NIR.parse(typed) == "297022A02077878"

    def test_it_is_shown_in_groups_that_a_line_never_cuts(self):
        assert NIR.parse("297022A02077878").spaced == "2 97 02 2A 020 778 78".replace(" ", "\u00a0")

    @pytest.mark.parametrize("month", ["00", "20", "42", "50", "99"])
    def test_an_unusual_month_or_department_is_accepted(self, month):
        assert NIR.with_key(f"279{month}00215189")[3:5] == month

    @pytest.mark.parametrize(
        ("typed", "word"),
        [
            ("2790351215189", "manque la clé"),
            ("27903512151898", "en a 14"),
            ("279035121518988", "clé ne correspond pas"),
            ("579035121518989", "commence par"),
            ("279035C21518989", "2A ou 2B"),
            ("27903512151898A", "chiffres"),
            ("", "15 caractères"),
        ],
    )
    def test_a_wrong_number_says_what_is_wrong(self, typed, word):
        with pytest.raises(InvalidNIR, match=word):
            NIR.parse(typed)

    @given(bodies, st.integers(0, 14), st.integers(1, 9))
    def test_every_wrong_digit_is_caught(self, body, place, shift):
        number = NIR.with_key(body)
        if not number[place].isdigit():
            return
        wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
        with pytest.raises(InvalidNIR):
            NIR.parse(wrong)
