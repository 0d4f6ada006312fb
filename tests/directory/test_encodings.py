"""An extraction is read in whatever encoding its publisher chose that month."""

from pathlib import Path

import pytest

from telavis.directory.extractions.files import Encoding, FaultyFile, SourceFile, detect_encoding


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (Encoding.UTF8, "Lefèvre, Œuvrard"),
        (Encoding.UTF8, "plain letters"),
        (Encoding.UTF8_BOM, "Lefèvre"),
        (Encoding.WINDOWS, "Lefèvre, Œuvrard, l’hôpital"),
        (Encoding.WINDOWS, "Lefèvre"),
        (Encoding.LATIN9, "Lefèvre, Œuvrard"),
    ],
)
def test_the_encoding_is_found_and_the_text_read(tmp_path: Path, encoding: Encoding, text: str):
    path = tmp_path / "file"
    path.write_text(f"first\n{text}\n", encoding=encoding.value)
    source = SourceFile.open(path)
    assert source.encoding == encoding
    assert [line for _, line in source.lines()] == ["first", text]


def test_a_few_spoilt_bytes_do_not_change_the_encoding_of_a_file(tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes("é".encode() * 100 + b"\xe9")
    assert detect_encoding(path) == Encoding.UTF8


def test_a_letter_that_stands_across_two_blocks_is_one_letter(tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes(b"a" * ((1 << 20) - 1) + "é".encode())
    assert detect_encoding(path) == Encoding.UTF8


def test_a_file_cut_inside_a_letter_keeps_its_encoding(tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes("ééé".encode()[:-1])
    assert detect_encoding(path) == Encoding.UTF8


def test_signs_that_unicode_takes_for_ends_of_lines_are_none_here(tmp_path: Path):
    path = tmp_path / "file"
    path.write_text("a\u2028b\x85c\r\nd", encoding="utf-8", newline="")
    assert [line for _, line in SourceFile.open(path).lines()] == ["a\u2028b\x85c", "d"]


def test_a_file_that_is_not_there_is_said_in_french(tmp_path: Path):
    with pytest.raises(FaultyFile, match="ne peut pas être lu"):
        SourceFile.open(tmp_path / "nothing")
