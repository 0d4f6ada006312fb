"""What an expert draws over a picture, apart from it: arrows, circles, words, measures, in pixels of the picture."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from xml.sax.saxutils import escape

from telavis.values.french import NARROW

MOST_MARKS = 30
LONGEST_TEXT = 80
PIXELS_MAX = 200_000
SCALES = (1e-4, 100.0)
"""Millimetres that a pixel may be: from a microscope to a whole room."""


class MarkKind(StrEnum):
    ARROW = "arrow"
    CIRCLE = "circle"
    TEXT = "text"
    MEASURE = "measure"


class BadMarks(ValueError):
    """What came is no set of marks; nothing that a page sends looks like it."""


@dataclass(frozen=True)
class Mark:
    """From (x1, y1) to (x2, y2): the point of an arrow is the second end; the ends of a circle are those of a diameter."""

    kind: MarkKind
    x1: float
    y1: float
    x2: float
    y2: float
    text: str = ""

    @property
    def length(self) -> float:
        """In pixels."""
        return math.dist((self.x1, self.y1), (self.x2, self.y2))


def marks_from_json(found: Any) -> tuple[Mark, ...]:
    """Raises BadMarks."""
    if not isinstance(found, list) or len(found) > MOST_MARKS:
        raise BadMarks("a list of marks, thirty at most")
    return tuple(map(_mark, found))


def marks_to_json(marks: Iterable[Mark]) -> list[dict[str, Any]]:
    return [
        {"kind": mark.kind.value, **{name: round(getattr(mark, name), 1) for name in ENDS}}
        | ({"text": mark.text} if mark.text else {})
        for mark in marks
    ]


def scale_from_json(found: Any) -> float | None:
    """Millimetres in a pixel; nothing when nobody has said. Raises BadMarks."""
    return None if found is None else _number(found, *SCALES)


def length_in_words(mark: Mark, scale: float | None) -> str:
    """«12,4 mm», or «345 px» of a picture whose scale nobody knows."""
    if scale is None:
        return f"{mark.length:.0f}{NARROW}px"
    return f"{mark.length * scale:.1f}{NARROW}mm".replace(".", ",")


def in_words(marks: Iterable[Mark], scale: float | None) -> str:
    """«cercle, mesure 12,4 mm, « bord net »», for those who do not see them."""
    return ", ".join(_in_words(mark, scale) for mark in marks)


def _in_words(mark: Mark, scale: float | None) -> str:
    if mark.kind is MarkKind.TEXT:
        return f"«{NARROW}{mark.text}{NARROW}»"
    if mark.kind is MarkKind.MEASURE:
        return f"mesure {length_in_words(mark, scale)}"
    return "flèche" if mark.kind is MarkKind.ARROW else "cercle"


ENDS = ("x1", "y1", "x2", "y2")


def _mark(found: Any) -> Mark:
    if not isinstance(found, Mapping) or found.get("kind") not in set(MarkKind):
        raise BadMarks("an arrow, a circle, words or a measure")
    x1, y1, x2, y2 = (_number(found.get(name), -PIXELS_MAX, PIXELS_MAX) for name in ENDS)
    text = found.get("text", "")
    if not isinstance(text, str) or len(text) > LONGEST_TEXT or not text.isprintable():
        raise BadMarks("one short line of words")
    return Mark(MarkKind(found["kind"]), x1, y1, x2, y2, text.strip())


def _number(found: Any, least: float, most: float) -> float:
    if not isinstance(found, int | float) or isinstance(found, bool) or not least <= found <= most:
        raise BadMarks("a number that a picture may hold")
    return float(found)


# --- drawn, for paper ---

LINE, HALO = "#ffd400", "#000000"
THICKNESS = 1 / 220
"""Of the longer side: seen on a sheet as on a screen."""


def svg_of(marks: Iterable[Mark], scale: float | None, *, width: int, height: int) -> str:
    """Laid over the picture, pixel on pixel; yellow with a dark edge, seen on any skin."""
    unit = max(width, height) * THICKNESS
    drawn = "".join(_drawn(mark, scale, unit) for mark in marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f"{drawn}</svg>"
    )


def _drawn(mark: Mark, scale: float | None, unit: float) -> str:
    if mark.kind is MarkKind.TEXT:
        return _words(mark.text, mark.x1 + 2 * unit, mark.y1, unit)
    if mark.kind is MarkKind.CIRCLE:
        shape = f'<circle cx="{(mark.x1 + mark.x2) / 2:.1f}" cy="{(mark.y1 + mark.y2) / 2:.1f}" r="{mark.length / 2:.1f}"'
        return _twice(shape, unit)
    line = f"M{mark.x1:.1f} {mark.y1:.1f}L{mark.x2:.1f} {mark.y2:.1f}"
    if mark.kind is MarkKind.ARROW:
        return _twice(f'<path d="{line}{_point(mark, 6 * unit)}"', unit)
    measured = _words(length_in_words(mark, scale), mark.x2 + 2 * unit, mark.y2, unit)
    return _twice(f'<path d="{line}{_stops(mark, 3 * unit)}"', unit) + measured


def _twice(shape: str, unit: float) -> str:
    return "".join(
        f'{shape} fill="none" stroke="{colour}" stroke-width="{width:.1f}" stroke-linecap="round"/>'
        for colour, width in ((HALO, 2 * unit), (LINE, unit))
    )


def _words(text: str, x: float, y: float, unit: float) -> str:
    size, said = 8 * unit, escape(text)
    at = f'x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" font-family="Source Sans 3" font-weight="600"'
    halo = f'<text {at} fill="none" stroke="{HALO}" stroke-width="{unit:.1f}" stroke-linejoin="round">{said}</text>'
    return f'{halo}<text {at} fill="{LINE}">{said}</text>'


def _point(mark: Mark, size: float) -> str:
    angle = math.atan2(mark.y1 - mark.y2, mark.x1 - mark.x2)
    return "".join(
        f"M{mark.x2:.1f} {mark.y2:.1f}L{mark.x2 + size * math.cos(angle + turn):.1f} "
        f"{mark.y2 + size * math.sin(angle + turn):.1f}"
        for turn in (-0.45, 0.45)
    )


def _stops(mark: Mark, size: float) -> str:
    """The two short lines across the ends of a measure."""
    across = math.atan2(mark.y2 - mark.y1, mark.x2 - mark.x1) + math.pi / 2
    dx, dy = size * math.cos(across), size * math.sin(across)
    return "".join(
        f"M{x - dx:.1f} {y - dy:.1f}L{x + dx:.1f} {y + dy:.1f}"
        for x, y in ((mark.x1, mark.y1), (mark.x2, mark.y2))
    )
