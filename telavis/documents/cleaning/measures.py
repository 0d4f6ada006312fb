"""What a picture says of itself: how sharp, how bright, how large, what it resembles. Figures only; `advice` judges."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

LOOKED_AT = 1024
"""Longest side at which sharpness is measured: grain goes away, and telephones become comparable."""
PATCHES = 4
"""The picture is looked at in 4 × 4 parts: what matters may be sharp before a blurred ground."""
BURNT, BLACK = 250, 8
MIDDLE_GREY, DARKEST = 128, 16
"""The same edges differ less in the dark: sharpness is told as if the picture were of middle grey."""
_HASH_WIDTH, _HASH_HEIGHT = 17, 16
_BRIGHTNESS = np.array([0.299, 0.587, 0.114], dtype=np.float32)


def measures_of(picture: Image.Image) -> dict[str, Any]:
    small = picture.convert("RGB")
    small.thumbnail((LOOKED_AT, LOOKED_AT), Image.Resampling.LANCZOS)
    colours = np.asarray(small, dtype=np.float32)
    grey = colours @ _BRIGHTNESS
    burnt, brightness = grey >= BURNT, float(grey.mean())
    return {
        "sharpness": round(_sharpness(grey) * (MIDDLE_GREY / max(brightness, DARKEST)) ** 2, 1),
        "brightness": round(brightness, 1),
        "burnt": round(float(_middle(burnt).mean()), 3),
        "black": round(float((grey <= BLACK).mean()), 3),
        "colour": round(_colour(colours, ~burnt), 1),
        "likeness": likeness(picture),
    }


def likeness(picture: Image.Image) -> str:
    """256 bits that stay nearly the same when a picture is resized or compressed: is each point darker than its neighbour?"""
    small = picture.convert("L").resize((_HASH_WIDTH, _HASH_HEIGHT), Image.Resampling.BOX)
    grey = np.asarray(small, dtype=np.int16)
    bits = (grey[:, 1:] > grey[:, :-1]).flatten()
    return np.packbits(bits).tobytes().hex()


def _sharpness(grey: NDArray[np.float32]) -> float:
    """The variance of the Laplacian in the sharpest part."""
    if min(grey.shape) < 3 * PATCHES:
        return 0.0
    middle = grey[1:-1, 1:-1]
    edges = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * middle
    rows = np.array_split(edges, PATCHES, axis=0)
    return max(float(part.var()) for row in rows for part in np.array_split(row, PATCHES, axis=1))


def _middle(shown: NDArray[np.bool_]) -> NDArray[np.bool_]:
    down, across = shown.shape[0] // 4, shown.shape[1] // 4
    return shown[down : shown.shape[0] - down, across : shown.shape[1] - across]


def _colour(colours: NDArray[np.float32], kept: NDArray[np.bool_]) -> float:
    """How far from grey, on average, what is not burnt."""
    if not kept.any():
        return 0.0
    spread = colours.max(axis=2) - colours.min(axis=2)
    return float(spread[kept].mean())
