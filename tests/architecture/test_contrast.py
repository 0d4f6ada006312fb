"""Text, edges and icons stand out from what is behind them, in light and in dark."""

import math
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TOKENS = Path("telavis/static/css/tokens.css")
DEFINITION = re.compile(r"--(?P<name>[a-z-]+): (?P<value>(?:light-dark\(oklch|oklch).*);")
OKLCH = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")

TEXT = 4.5
EDGE = 3.0
GROUNDS = ("paper", "raised", "sunken")
MEANINGS = ("accent", "info", "good", "wait", "alert")

PAIRS = [
    *[(ink, ground, TEXT) for ground in GROUNDS for ink in ("ink", "ink-soft", "accent-strong", *MEANINGS)],
    *[(meaning, f"{meaning}-soft", TEXT) for meaning in MEANINGS],
    *[(ink, f"{meaning}-soft", TEXT) for meaning in MEANINGS for ink in ("ink", "ink-soft")],
    *[(meaning, "accent-soft", TEXT) for meaning in MEANINGS],
    ("accent-strong", "accent-soft", TEXT),
    ("accent-ink", "accent", TEXT),
    ("accent-ink", "accent-strong", TEXT),
    ("paper", "ink", TEXT),
    ("picture-ink", "picture-ground", TEXT),
    *[("edge", ground, EDGE) for ground in GROUNDS],
]


def colours() -> Iterator[tuple[str, list[tuple[float, float, float]]]]:
    for found in DEFINITION.finditer(TOKENS.read_text(encoding="utf-8")):
        values = [tuple(map(float, each)) for each in OKLCH.findall(found["value"])]
        if values:
            yield found["name"], [values[0], values[-1]]  # type: ignore[list-item]


def luminance(colour: tuple[float, float, float]) -> float:
    """Relative luminance (WCAG 2) of an OKLCH colour, cut to what a screen can show."""
    lightness, chroma, hue = colour
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return sum(
        share * min(max(light, 0), 1)
        for share, light in zip((0.2126, 0.7152, 0.0722), (red, green, blue), strict=True)
    )


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("theme", "index"), [("light", 0), ("dark", 1)])
def test_every_pair_of_colours_that_meet_has_enough_contrast(theme: str, index: int) -> None:
    named = dict(colours())
    weak = [
        f"{front} on {ground}: {contrast(named[front][index], named[ground][index]):.2f} < {least}"
        for front, ground, least in PAIRS
        if contrast(named[front][index], named[ground][index]) < least
    ]
    assert weak == []


def test_black_on_white_is_the_known_twenty_one() -> None:
    assert contrast((0, 0, 0), (1, 0, 0)) == pytest.approx(21, abs=0.01)
