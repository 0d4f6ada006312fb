"""What PDF/A-3a and PDF/UA-1 ask and a program can read back. docs/domain/report.md, rules 12 to 15."""

import hashlib
from collections.abc import Iterator

import pikepdf
import pytest

from telavis.reports.render import Pdf, make_pdf
from tests.reports import examples
from tests.reports.drawn import small_pdf
from tests.reports.reading import opened

FORBIDDEN = ("/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/RichMedia")


@pytest.fixture(scope="module")
def made() -> Pdf:
    return make_pdf(*examples.with_photographs())


@pytest.fixture
def pdf(made: Pdf) -> Iterator[pikepdf.Pdf]:
    with opened(made.content) as document:
        yield document


def dictionaries(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary | pikepdf.Stream)]


def test_document_is_tagged_and_in_french(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang).lower().startswith("fr")
    assert "/StructTreeRoot" in pdf.Root
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_metadata_names_both_standards(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Téléexpertise TE-26-K7M4-9Q"
        assert metadata["dc:creator"] == ["Télavis"]


def test_document_carries_its_output_intent(pdf: pikepdf.Pdf) -> None:
    assert [str(intent.S) for intent in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]


def test_every_font_is_embedded(pdf: pikepdf.Pdf) -> None:
    descriptors = [each for each in dictionaries(pdf) if each.get("/Type") == "/FontDescriptor"]
    assert descriptors
    for descriptor in descriptors:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys())


def test_every_picture_has_words_for_those_who_do_not_see_it(pdf: pikepdf.Pdf) -> None:
    figures = [each for each in dictionaries(pdf) if each.get("/S") == "/Figure"]
    spoken = {str(each.Alt) for each in figures}
    assert {f"Document {n}\u202f: Mollet gauche, vue {n}" for n in range(1, 7)} <= spoken


def test_nothing_in_it_can_act(pdf: pikepdf.Pdf) -> None:
    for each in dictionaries(pdf):
        assert not set(FORBIDDEN) & set(each.keys())


def test_enclosures_say_how_they_relate(pdf: pikepdf.Pdf) -> None:
    associated = {str(each.UF): str(each.AFRelationship) for each in pdf.Root.AF}
    assert associated == {
        "TE-26-K7M4-9Q.json": "/Data",
        "reponses-fhir.json": "/Data",
        "07-compte-rendu.pdf": "/Supplement",
    }


def test_enclosures_come_out_as_they_went_in(pdf: pikepdf.Pdf, made: Pdf) -> None:
    exact = pdf.attachments["TE-26-K7M4-9Q.json"].get_file().read_bytes()
    assert hashlib.sha256(exact).hexdigest() == made.sha256
    assert pdf.attachments["07-compte-rendu.pdf"].get_file().read_bytes() == small_pdf()


def test_file_name_names_nobody(made: Pdf) -> None:
    assert made.file_name == "TE-26-K7M4-9Q.pdf"
