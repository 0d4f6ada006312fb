"""Figures beside the answers on paper: drawn with the same templates as on the pages, told in words, outside the fingerprint."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
from django.template.loader import render_to_string

from telavis.questionnaires.body import BodyMap, Place
from telavis.questionnaires.drawings import Drawing
from telavis.questionnaires.parts import Parts
from telavis.questionnaires.trends import Point, Trend
from telavis.reports.canonical import canonical_json
from telavis.reports.content import Drawn, Files, Line, Report, Section
from telavis.reports.render import make_pdf
from tests.reports import examples
from tests.reports.reading import body_of, opened, squashed

BED = Parts("Lit", Decimal(100), "%", (("Nécrose", Decimal(40)), ("Fibrine", Decimal(60))))
HEEL = BodyMap((Place("talon gauche", ("back-heel-left",), is_marked=True),))
RISING = Trend(
    "Créatinine",
    "µmol/L",
    (Point(date(2025, 1, 14), Decimal(126)), Point(date(2026, 1, 19), Decimal(148))),
)
ACCENT = (0x0B, 0x5A, 0x66)


def drawn(drawing: Drawing) -> Drawn:
    svg = render_to_string(drawing.template, {"drawing": drawing})
    return Drawn(svg, drawing.alt, drawing.caption, drawing.width)


def report_with(*drawings: Drawing) -> Report:
    lines = tuple(
        Line(f"l{n}", "Réponse", each.alt, drawings=(drawn(each),)) for n, each in enumerate(drawings)
    )
    return replace(examples.report(), sections=(Section("Figures", lines),))


def test_each_figure_is_drawn_and_has_words_for_those_who_do_not_see_it():
    pdf = make_pdf(report_with(BED, HEEL, RISING), Files()).content
    with opened(pdf) as document:
        figures = [
            str(each.Alt)
            for each in document.objects
            if hasattr(each, "get") and each.get("/S") == "/Figure" and "/Alt" in each
        ]
    assert {BED.alt, HEEL.alt, RISING.alt} <= set(figures)
    words = squashed(body_of(pdf))
    assert squashed("Nécrose 40 %, Fibrine 60 %") in words
    assert words.count(squashed("en hausse (+17\u202f%), 2 valeurs")) == 2, (
        "in the answer, and under the curve"
    )
    assert squashed("De face") in words


def test_what_is_marked_is_coloured_on_paper():
    def pixels(drawing: Drawing) -> int:
        with pypdfium2.PdfDocument(make_pdf(report_with(drawing), Files()).content) as document:
            pages = [page.render(scale=1).to_pil().convert("RGB") for page in document]
        return sum(list(page.get_flattened_data()).count(ACCENT) for page in pages)

    thigh = Place("cuisse gauche", ("back-thigh-left",), is_marked=True)
    assert pixels(replace(HEEL, places=(*HEEL.places, thigh))) > pixels(HEEL) > 0


def test_what_is_drawn_changes_no_fingerprint():
    with_figures = report_with(BED, RISING)
    (section,) = with_figures.sections
    without = tuple(replace(line, drawings=()) for line in section.lines)
    assert canonical_json(with_figures) == canonical_json(
        replace(with_figures, sections=(replace(section, lines=without),))
    )
    assert b"drawings" not in canonical_json(with_figures)
