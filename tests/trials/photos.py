"""Photographs of an INS datamatrix, as a telephone held by hand takes them: turned, blurred, dim, askew."""

from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from telavis.reports.datamatrix import QUIET_ZONE, modules
from telavis.values.ins_datamatrix import InsDatamatrix

PAPER = (900, 700)
SYMBOL = 12
"""Points a module of the clean sheet."""


def sheet(symbol: InsDatamatrix) -> Image.Image:
    """The head of a printed page: some lines of text, and the symbol at the right."""
    page = Image.new("L", PAPER, 250)
    draw = ImageDraw.Draw(page)
    for line in range(12):
        draw.text((30, 40 + 45 * line), "Téléexpertise — PATIENT — né(e) le 28 mars 1979", fill=40)
    rows = modules(symbol.text)
    left, top = PAPER[0] - (len(rows) + 2 * QUIET_ZONE) * SYMBOL, 90
    draw.rectangle([left, top, left + (len(rows) + 4) * SYMBOL, top + (len(rows) + 4) * SYMBOL], fill=255)
    for down, row in enumerate(rows, QUIET_ZONE):
        for across, is_dark in enumerate(row, QUIET_ZONE):
            if is_dark:
                x, y = left + across * SYMBOL, top + down * SYMBOL
                draw.rectangle([x, y, x + SYMBOL - 1, y + SYMBOL - 1], fill=0)
    return page


def photograph(symbol: InsDatamatrix, chance: Random) -> bytes:
    """A JPEG of the sheet: any turn, a lean, a blur of up to a third of a module, little light, grain, compression."""
    page = sheet(symbol)
    lean = chance.uniform(-0.12, 0.12)
    picture = page.transform(
        page.size, Image.Transform.AFFINE, (1, lean, -lean * 350, 0, 1, 0), fillcolor=235
    )
    picture = picture.rotate(chance.uniform(0, 360), Image.Resampling.BICUBIC, expand=True, fillcolor=180)
    picture = picture.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, SYMBOL / 3)))
    picture = ImageEnhance.Contrast(picture).enhance(chance.uniform(0.35, 1.0))
    picture = ImageEnhance.Brightness(picture).enhance(chance.uniform(0.3, 1.1))
    grain = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    picture = Image.blend(picture, grain, chance.uniform(0.0, 0.06))
    written = BytesIO()
    picture.save(written, "JPEG", quality=chance.randint(55, 92))
    return written.getvalue()
