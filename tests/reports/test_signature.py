"""A signature is the act of a named professional, and is called nothing more. docs/domain/report.md."""

import re

import pytest

from telavis.environment import BASE_DIR
from telavis.reports.content import Files
from telavis.reports.render import make_pdf
from tests.reports import examples
from tests.reports.reading import body_of, squashed

CALLED_SO = re.compile(
    r"signatures?\s+(électronique|numérique|qualifiée|avancée)|signée?s?\s+électroniquement", re.I
)
DENIED = "n’estpasunesignatureélectronique"


@pytest.mark.parametrize("name", ["plain", "corrected"])
def test_it_names_the_professional_with_their_number_and_the_moment(name: str):
    report = examples.all_cases()[name][0]
    assert report.answer is not None
    read = squashed(body_of(make_pdf(report, Files()).content))
    who = report.answer.signed_by
    act = re.search(
        squashed(f"Avis rédigé et validé par {who.name}, RPPS {who.rpps}, le ") + r"(.{10,40}?)\.", read
    )
    assert act, "one sentence: who, with which number, when"
    assert str(report.answer.signed_at.year) in act[1]
    assert re.search(r"à\d{1,2}h", act[1])
    assert "après s’être authentifié".replace(" ", "") in read


@pytest.mark.parametrize("name", ["plain", "corrected", "unanswered", "in-error"])
def test_a_report_calls_it_no_electronic_signature(name: str):
    read = squashed(body_of(make_pdf(examples.all_cases()[name][0], Files()).content))
    assert read.count("signatureélectronique") == read.count(DENIED) == (name != "unanswered")


def test_no_page_and_no_message_calls_it_an_electronic_signature():
    texts = [path for kind in ("*.html", "*.txt", "*.py") for path in (BASE_DIR / "telavis").rglob(kind)]
    called = {
        f"{path.relative_to(BASE_DIR)}: {found[0]}"
        for path in texts
        for found in CALLED_SO.finditer(path.read_text(encoding="utf-8"))
    }
    assert called == {"telavis/reports/words.py: signature électronique"}, "where it is said that it is none"
