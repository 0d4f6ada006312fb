"""From a report and its files to one PDF, in PDF/A-3a and PDF/UA-1 mode, by a typst compiler kept in each thread."""

import json
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.utils import timezone

from telavis.reports.canonical import canonical_json, fingerprint
from telavis.reports.content import Enclosure, Files, Report
from telavis.reports.drawable import FONTS, drawable
from telavis.reports.words import page_of
from telavis.values.french import unbroken

TEMPLATE = Path(__file__).parent / "template.typ"
STANDARDS = ["a-3a", "ua-1"]
_kept = threading.local()


@dataclass(frozen=True)
class Pdf:
    """A finished document. `sha256` is the fingerprint of the canonical JSON, not of the PDF's bytes."""

    file_name: str
    content: bytes
    sha256: str


def make_pdf(report: Report, files: Files, *, zone: tzinfo | None = None) -> Pdf:
    canonical = canonical_json(report)
    sha256 = fingerprint(canonical)
    enclosures = (_exact_content(report, canonical), *files.enclosures)
    page = page_of(report, sha256=sha256, enclosures=enclosures, zone=zone or timezone.get_current_timezone())
    with tempfile.TemporaryDirectory(prefix="telavis-report-") as folder:
        for name, content in _written(files, enclosures):
            (Path(folder) / name).write_bytes(content)
        drawn = _compile(page, folder=folder, made_at=int(report.made_at.timestamp()))
    return Pdf(file_name=f"{report.reference}.pdf", content=drawn, sha256=sha256)


def _exact_content(report: Report, canonical: bytes) -> Enclosure:
    return Enclosure(
        name=f"{report.reference}.json",
        content=canonical,
        mime_type="application/json",
        relationship="data",
        description="Contenu exact, dont ce document porte l’empreinte",
    )


def _written(files: Files, enclosures: tuple[Enclosure, ...]) -> Iterator[tuple[str, bytes]]:
    yield from files.pictures.items()
    yield from ((each.name, each.content) for each in enclosures)


def _compile(page: dict[str, Any], *, folder: str, made_at: int) -> bytes:
    pdf = _compiler().compile(
        _template(),
        format="pdf",
        root=folder,
        sys_inputs={"report": json.dumps(_drawable(page), ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=made_at,
    )
    return bytes(pdf)


def _compiler() -> Any:
    """A compiler serves one thread at a time («Already borrowed»): each thread keeps its own, with the same fonts."""
    if not hasattr(_kept, "compiler"):
        _kept.compiler = typst.Compiler(_template(), root=FONTS, font_paths=_fonts())
    return _kept.compiler


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return drawable(unbroken(value))
    if isinstance(value, dict):
        return {key: _drawable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(each) for each in value]
    return value
