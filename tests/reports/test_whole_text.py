"""Nothing that was written is missing on paper. docs/domain/report.md, rules 6 and 7."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from telavis.reports.content import Files, Line, Section
from telavis.reports.drawable import drawable
from telavis.reports.render import make_pdf
from tests.reports import examples
from tests.reports.reading import body_of, pages_of, squashed

NONE = Files()
NOT_SHOWN = {"key", "link_id", "sha256", "version_id", "picture", "enclosure", "specialty"}


def texts_in(value: Any) -> list[str]:
    """Every text of a report, but those that are not for eyes."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, each in value.items() if key not in NOT_SHOWN for text in texts_in(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in texts_in(each)]
    return []


@pytest.mark.parametrize("name", ["plain", "unanswered", "corrected", "in-error", "long", "photographs"])
def test_every_text_comes_out_whole(name: str) -> None:
    report, files = examples.all_cases()[name]
    read = squashed(body_of(make_pdf(report, files).content)).casefold()
    missing = [text for text in texts_in(asdict(report)) if squashed(drawable(text)).casefold() not in read]
    assert missing == []


def test_markup_of_people_is_drawn_as_they_typed_it_in_every_field() -> None:
    report = examples.hostile()
    typed = texts_in(asdict(report)).count(examples.HOSTILE)
    read = squashed(body_of(make_pdf(report, NONE).content))
    assert read.count(squashed(examples.HOSTILE)) >= typed


def test_no_line_begins_with_a_colon_that_was_typed_after_a_space() -> None:
    report, files = examples.all_cases()["plain"]
    answer = replace(report.answer, short_answer="À revoir : demain ?") if report.answer else None
    read = body_of(make_pdf(replace(report, answer=answer), files).content)
    assert "À revoir\u202f: demain\u202f?" in read


def test_a_value_in_a_narrow_column_is_not_broken_inside_its_unit() -> None:
    report, files = examples.all_cases()["plain"]
    names = ("Date", "Hb", "VGM", "GB", "PNN", "Lymphocytes", "Éosinophiles", "Plaquettes", "Réticulocytes")
    row = (
        "02/03/2026",
        "9,8 g/dL (98 g/L)",
        "101 fL",
        *(["12,5\u00a0G/L"] * 4),
        "1\u202f250,4\u00a0G/L",
        "120\u00a0G/L",
    )
    table = Line("t", "NFS", columns=names, rows=(row,))
    report = replace(report, sections=(Section("Biologie", (table,)),))
    assert body_of(make_pdf(report, files).content).count("G/L") == 6


def test_long_words_break_without_a_sign_of_their_own() -> None:
    read = squashed(body_of(make_pdf(examples.odd_texts(), NONE).content))
    assert read.count("anticonstitutionnellement" * 8) == 9


def test_signs_from_elsewhere_come_out() -> None:
    read = squashed(body_of(make_pdf(examples.odd_texts(), NONE).content))
    assert squashed(examples.FOREIGN) in read
    assert set(examples.RIGHT_TO_LEFT) <= set(read)
    assert "ŒUVRARD-D’ÉTÉNoëlle-Zoë" in read


def test_signs_that_no_font_draws_are_told_by_their_code() -> None:
    assert drawable(examples.UNDRAWABLE) == "[U+65E5][U+E000][U+0007][U+202E][U+D800][U+FFFD]"
    assert "[U+65E5][U+E000][U+0007][U+202E][U+D800][U+FFFD]" in squashed(
        body_of(make_pdf(examples.odd_texts(), NONE).content)
    )


def test_every_page_names_patient_and_reference() -> None:
    pages = pages_of(make_pdf(examples.long_one(), NONE).content)
    assert len(pages) >= 40
    for number, page in enumerate(pages, 1):
        assert "DURAND Jeanne" in page
        assert "TE-26-K7M4-9Q" in page
        assert f"page {number} sur {len(pages)}" in page


def test_every_page_of_a_file_in_error_says_so() -> None:
    for page in pages_of(make_pdf(examples.in_error(), NONE).content):
        assert "SAISIE PAR ERREUR" in page


def test_first_page_tells_patient_question_and_answer() -> None:
    report = examples.report()
    first = squashed(pages_of(make_pdf(report, NONE).content)[0])
    assert report.answer is not None
    for text in (
        report.patient.name,
        report.question,
        report.answer.short_answer,
        report.answer.signed_by.rpps,
    ):
        assert squashed(text) in first
