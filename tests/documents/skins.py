"""Pictures that look like skin with a lesion, as a telephone takes them: sharp or shaken, dark or burnt; nobody's."""

import random

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

SIZE = (1600, 1200)


def skin(
    rng: random.Random, size: tuple[int, int] = SIZE, place: tuple[float, float] = (0.5, 0.5)
) -> Image.Image:
    """Pores, hairs, and a lesion with an uneven edge, lit from one side."""
    chance = np.random.default_rng(rng.randrange(2**32))
    width, height = size
    tone = np.array([rng.randrange(150, 215), rng.randrange(110, 160), rng.randrange(90, 135)])
    light = np.linspace(0.92, 1.06, width)[None, :, None]
    pores = chance.normal(0, 7, (height, width, 1))
    picture = Image.fromarray(np.clip(tone * light + pores, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    across, down, radius = place[0] * width, place[1] * height, min(size) / 6
    edge = [radius * (1 + 0.18 * chance.standard_normal()) for _ in range(40)]
    turns = [2 * np.pi * rank / len(edge) for rank in range(len(edge))]
    outline = [(across + r * np.cos(a), down + r * np.sin(a)) for r, a in zip(edge, turns, strict=True)]
    draw.polygon(outline, fill=(95, 58, 45))
    for _ in range(60):
        left, top = rng.randrange(width), rng.randrange(height)
        draw.line(
            (left, top, left + rng.randrange(-80, 80), top + rng.randrange(20, 90)),
            fill=(60, 45, 38),
            width=2,
        )
    return picture.filter(ImageFilter.GaussianBlur(0.8))


def shaken(picture: Image.Image, radius: float) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(radius))


def lit(picture: Image.Image, share: float) -> Image.Image:
    """More or less light than there should be."""
    return ImageEnhance.Brightness(picture).enhance(share)


def sheet(rng: random.Random, size: tuple[int, int] = SIZE) -> Image.Image:
    """A scanned page: white paper, lines of text."""
    page = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(page)
    for line in range(30):
        draw.text((80, 40 + 38 * line), f"Hémoglobine {rng.randrange(9, 16)} g/dL  12 - 16", fill="black")
    return page
