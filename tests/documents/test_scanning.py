"""A photograph is read in a child process; what is no photograph, or shows no symbol, gets a sentence."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image

from telavis.documents import scanning
from telavis.documents.scanning import symbols
from tests.trials.photos import photograph
from tests.trials.test_datamatrix import somebody


def picture(*, is_printed: bool = True) -> bytes:
    """Paper; with a dark corner, unless nothing is printed on it."""
    page, written = Image.new("RGB", (200, 150), "white"), BytesIO()
    if is_printed:
        page.paste("black", (0, 0, 50, 50))
    page.save(written, "PNG")
    return written.getvalue()


def test_the_symbol_of_a_photograph_is_read():
    chance = Random(7)
    symbol = somebody(chance)
    assert scanning.read_datamatrices(BytesIO(photograph(symbol, chance))) == [symbol.text]


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        (picture(), "Aucun datamatrix"),
        (b"GIF89a", "n’est pas une photo"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "n’est pas une photo"),
        (b"", "n’est pas une photo"),
    ],
)
def test_what_shows_no_symbol_gets_a_sentence(photo: bytes, sentence: str):
    with pytest.raises(scanning.UnreadablePhoto, match=sentence):
        scanning.read_datamatrices(BytesIO(photo))


def test_where_nothing_is_printed_no_symbol_is_looked_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr(symbols, "read_barcodes")
    assert symbols.texts_in(picture(is_printed=False), "PNG") == []


def test_a_photograph_that_is_too_heavy_is_not_even_read_to_its_end(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scanning, "MAX_FILE_SIZE", 10)
    photo = BytesIO(picture())
    with pytest.raises(scanning.UnreadablePhoto, match="trop lourde"):
        scanning.read_datamatrices(photo)
    assert photo.tell() == 11


def test_a_picture_without_a_symbol_is_given_up_before_the_page_waits_long(monkeypatch: pytest.MonkeyPatch):
    tried: list[object] = []
    monkeypatch.setattr(symbols, "read_barcodes", lambda *attempt, **options: tried.append(attempt))
    long_before = 1000.0  # of the processor, spent by the same process on other things
    monkeypatch.setattr(symbols, "process_time", lambda: long_before + symbols.MOST_SECONDS * len(tried) / 6)
    assert symbols.texts_in(picture(), "PNG") == []
    assert len(tried) == 6
