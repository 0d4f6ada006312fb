"""A reference catches every wrong character and every exchange of neighbours, and forgives how it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telavis.values.references import ALPHABET, InvalidReference, Reference

references = st.builds(
    lambda year, seed: Reference.parse(_with_check(f"{year:02d}", seed)),
    st.integers(0, 99),
    st.text(ALPHABET, min_size=5, max_size=5),
)


def _with_check(year: str, body: str) -> str:
    right = []
    for last in ALPHABET:
        try:
            right.append(Reference.parse(year + body + last))
        except InvalidReference:
            continue
    assert len(right) == 1
    return right[0]


def test_the_example_of_our_documents_is_right():
    assert Reference.parse("TE-26-K7M4-9Q") == "TE-26-K7M4-9Q"


@pytest.mark.parametrize(
    "typed", ["te-26-k7m4-9q", " TE 26 K7M4 9Q ", "te26k7m49q", "26-K7M4-9Q", "TE–26–K7M4–9Q"]
)
def test_case_spaces_and_hyphens_are_forgiven(typed):
    assert Reference.parse(typed) == "TE-26-K7M4-9Q"


def test_a_new_reference_carries_its_year_and_reads_back():
    reference = Reference.new(2031)
    assert reference.startswith("TE-31-")
    assert Reference.parse(reference) == reference


def test_new_references_tell_no_order():
    drawn = [Reference.new(2026) for _ in range(200)]
    assert len(set(drawn)) > 195
    assert drawn != sorted(drawn)


@given(references, st.data())
def test_every_wrong_character_is_caught(reference, data):
    place = data.draw(st.sampled_from([3, 4, 6, 7, 8, 9, 11, 12]))
    wrong = data.draw(
        st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ").filter(lambda c: c != reference[place])
    )
    with pytest.raises(InvalidReference):
        Reference.parse(reference[:place] + wrong + reference[place + 1 :])


@given(references, st.integers(0, 8))
def test_every_exchange_of_neighbours_is_caught(reference, place):
    characters = list(reference.replace("-", ""))
    if characters[place] == characters[place + 1]:
        return
    characters[place], characters[place + 1] = characters[place + 1], characters[place]
    with pytest.raises(InvalidReference):
        Reference.parse("".join(characters))


@given(st.text(max_size=20))
def test_a_text_of_another_shape_is_refused_with_a_sentence(text):
    with pytest.raises(InvalidReference, match=r"s’écrit comme TE-26-K7M4-9Q\.$"):
        Reference.parse(f"{text}!")
