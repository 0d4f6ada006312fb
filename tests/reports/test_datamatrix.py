"""The INS datamatrix on the first page of a report."""

from dataclasses import replace

import pypdfium2
import pytest
from zxingcpp import BarcodeFormat, read_barcodes

from telavis.reports.canonical import canonical_json
from telavis.reports.datamatrix import modules
from telavis.reports.render import make_pdf
from tests.reports import examples

TEXT = (
    "IS010000000000000000000000S1279035121518989S21.2.250.1.213.1.4.10S3DOMINIQUE MARIE-LOUISE\x1d"
    "S4PAT-TROIS\x1dS5FS628-03-1979S751215"
)
OFFICE_SCANNER = 150 / 72
"""150 points an inch."""


LONG_TEXT = TEXT.replace("MARIE-LOUISE", "MARIE-LOUISE ANNE-CHARLOTTE ELISABETH JOSEPHINE VICTOIRE")
HALF_A_MILLIMETRE = 0.5 / 25.4 * 150


@pytest.mark.parametrize("text", [TEXT, LONG_TEXT])
def test_a_scanner_reads_on_paper_what_the_identity_says(text: str):
    report, files = examples.with_photographs()
    qualified = replace(report, patient=replace(report.patient, datamatrix=text))
    with pypdfium2.PdfDocument(make_pdf(qualified, files).content) as document:
        first = document[0].render(scale=OFFICE_SCANNER).to_pil()
        assert "INS à scanner" in document[0].get_textpage().get_text_range()
    (symbol,) = read_barcodes(first, formats=BarcodeFormat.DataMatrix)
    assert symbol.bytes == text.encode()
    drawn = symbol.position.top_right.x - symbol.position.top_left.x
    assert drawn == pytest.approx(len(modules(text)) * HALF_A_MILLIMETRE, rel=0.05)


def test_any_other_identity_has_no_symbol_and_the_same_fingerprint():
    report, files = examples.with_photographs()
    with pypdfium2.PdfDocument(make_pdf(report, files).content) as document:
        assert "INS à scanner" not in document[0].get_textpage().get_text_range()
    qualified = replace(report, patient=replace(report.patient, datamatrix=TEXT))
    assert canonical_json(qualified) == canonical_json(report)
