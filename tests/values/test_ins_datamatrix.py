"""The text of the INS datamatrix: vectors of its specification, scanners and keyboards of every kind."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telavis.values.birth_dates import BirthDate, Known
from telavis.values.ins import InsOid, MatriculeINS
from telavis.values.ins_datamatrix import GS, InsDatamatrix
from telavis.values.invalid import InvalidValue
from telavis.values.nir import NIR

TODAY = date(2026, 3, 10)
HEADER = "IS010000000000000000000000"
A = f"{HEADER}S1185057512345673S21.2.250.1.213.1.4.8{GS}S3ADA{GS}S4LOVELACE{GS}S5FS610-12-1815S799100"
B = (
    f"{HEADER}S1277010115400329S21.2.250.1.213.1.4.8{GS}S3SARAH-LOU ANNA{GS}S4GARCIA-HAMMADI{GS}"
    "S5FS621-01-1977"
)
C = (
    f"{HEADER}S1279035121518989S21.2.250.1.213.1.4.10S3DOMINIQUE MARIE-LOUISE{GS}S4PAT-TROIS{GS}"
    "S5FS628-03-1979S751215"
)
PAT_TROIS = InsDatamatrix(
    ins=MatriculeINS(NIR("279035121518989"), InsOid.TEST),
    given_names="DOMINIQUE MARIE-LOUISE",
    birth_name="PAT-TROIS",
    sex="F",
    born=BirthDate(date(1979, 3, 28)),
    birth_place_code="51215",
)


def read(text: str) -> InsDatamatrix:
    return InsDatamatrix.parse(text)


def azerty(text: str) -> str:
    """What a French keyboard types when an American scanner presses its keys."""
    return text.translate(str.maketrans("1234567890-.'<>QWAZM", "&é\"'(-è_çà):ù./AZQW?"))


def test_the_vectors_are_read():
    assert read(C) == PAT_TROIS
    sarah, ada = read(B), read(A)
    assert (sarah.birth_name, sarah.given_names, sarah.birth_place_code) == (
        "GARCIA-HAMMADI",
        "SARAH-LOU ANNA",
        "",
    )
    assert sarah.ins == MatriculeINS(NIR("277010115400329"), InsOid.NIR)
    assert (ada.given_names, ada.born.day, ada.birth_place_code) == ("ADA", date(1815, 12, 10), "99100")


@pytest.mark.parametrize("vector", [A, B, C], ids="ABC")
def test_the_vectors_are_written_byte_for_byte(vector: str):
    assert read(vector).text == vector


@pytest.mark.parametrize(
    "typed",
    [
        C.replace(GS, "<GS>"),
        C.replace(GS, "{gs}"),
        C.replace(GS, "\u241d"),
        C.replace(GS, "^]"),
        C.replace(GS, ""),
        f"  {C}\r\n",
        C.lower(),
        azerty(C),
        azerty(C.replace(GS, "<GS>")),
        azerty(C.replace(GS, "")),
        azerty(C).upper(),
    ],
)
def test_scanners_and_keyboards_are_forgiven(typed: str):
    assert read(typed) == PAT_TROIS


def test_fields_come_in_any_order():
    assert read(f"{HEADER}S628-03-1979S4PAT-TROIS{GS}S5FS3DOMINIQUE MARIE-LOUISE{GS}S751215"
                "S21.2.250.1.213.1.4.10S1279035121518989") == PAT_TROIS  # fmt: skip


def test_a_name_that_ends_like_an_identifier_is_whole():
    text = f"{HEADER}S1279035121518989S21.2.250.1.213.1.4.10S3THOMASS4LUCASS5FS628-03-1979"
    assert (read(text).given_names, read(text).birth_name) == ("THOMAS", "LUCAS")


def test_a_name_of_a_hundred_letters_has_no_separator():
    long = InsDatamatrix(
        ins=PAT_TROIS.ins, given_names="A" * 100, birth_name="B" * 100, sex="F", born=PAT_TROIS.born
    )
    assert GS not in long.text
    assert read(long.text) == long


def test_an_incomplete_date_is_read_as_such():
    assert read(C.replace("28-03-1979", "00-00-1979")).born == BirthDate(date(1979, 12, 31), Known.YEAR)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "n’est pas un datamatrix INS"),
        ("DC04FR", "n’est pas un datamatrix INS"),
        ("IS02" + C[4:], "version"),
        (HEADER, "incomplet"),
        (C[:60], "incomplet"),
        (C[:40], "coupé"),
        (C.replace("S751215", "S75"), "coupé"),
        (C.replace("S5F", "S5X"), "ni F ni M"),
        (C.replace("S5F", "S9F"), "champ inconnu|trop long|existe pas"),
        (C + "S5F", "deux fois"),
        (C.replace("518989", "518988"), "clé"),
        (C.replace("PAT-TROIS", "PAT_TROIS"), "existe pas"),
        (C.replace("28-03", "31-02"), "existe pas"),
    ],
)
def test_what_is_not_whole_says_what_to_do(typed: str, sentence: str):
    with pytest.raises(InvalidValue, match=sentence):
        read(typed)


names = st.from_regex(r"[A-Z]{1,12}([ '-][A-Z]{1,12}){0,2}", fullmatch=True)


@given(
    names,
    names,
    st.sampled_from(InsOid),
    st.dates(date(1900, 1, 1), TODAY),
    st.sampled_from(["", "2A004", "99100"]),
)
def test_what_is_written_is_read_again_on_any_keyboard(
    birth_name: str, given_names: str, oid: InsOid, day: date, place: str
):
    written = InsDatamatrix(
        ins=MatriculeINS(NIR("279035121518989"), oid),
        given_names=given_names,
        birth_name=birth_name,
        sex="M",
        born=BirthDate(day),
        birth_place_code=place,
    )
    assert read(written.text) == written
    assert read(azerty(written.text)) == written
