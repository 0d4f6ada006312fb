"""The form of a text that the fonts of the report can draw, with nothing lost in silence.

PDF/A forbids a sign without a glyph and the private use area, and a text that turns the direction of what surrounds it
could show something else than what is stored: each such sign is drawn as its code, «[U+65E5]». The exact text stays in
the joined JSON.
"""

import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"

_LINES = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n\n", "\t": " ", "\v": "\n", "\f": "\n"}
_SILENT = frozenset("\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f")
"""No glyph needed: line ends, soft hyphen, joiners, marks of direction, variation selectors."""

_NEVER = {"Cc", "Cf", "Co", "Cs"}
_PLACEHOLDERS = frozenset({0xFFFC, 0xFFFD})


@cache
def _glyphs() -> frozenset[int]:
    """The code points that every text may use: those of the upright fonts, read once per process."""
    covered: set[int] = set()
    for path in sorted(FONTS.glob("*Regular.ttf")):
        with TTFont(path, lazy=True) as font:
            covered |= font.getBestCmap().keys()
    return (
        frozenset(code for code in covered if unicodedata.category(chr(code)) not in _NEVER) - _PLACEHOLDERS
    )


def drawable(text: str) -> str:
    for found, written in _LINES.items():
        text = text.replace(found, written)
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(map(_sign, unicodedata.normalize("NFC", text)))


def _sign(sign: str) -> str:
    if sign in _SILENT or ord(sign) in _glyphs():
        return sign
    return f"[U+{ord(sign):04X}]"
