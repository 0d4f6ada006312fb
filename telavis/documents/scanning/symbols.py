"""Finding a datamatrix on a picture taken by hand: the picture as it is, then brighter, sharper, smaller, turned."""

from collections.abc import Iterator
from io import BytesIO
from itertools import takewhile
from time import process_time

from PIL import Image, ImageFilter, ImageOps
from zxingcpp import BarcodeFormat, BarcodeFormats, Binarizer, read_barcodes

from telavis.documents.cleaning.colours import upright

LONGEST_SIDE = 2400
"""The symbol of a page has fifty modules at most: more points only cost time."""
MOST_SECONDS = 1.5
"""Of the processor, after which no further attempt is begun: a web process waits, and a good picture takes a tenth."""
LEAST_CONTRAST = 8
"""Levels of grey between the lightest and the darkest spot: with fewer, nothing is printed there."""
SPOT = 8
_BINARIZERS = (Binarizer.LocalAverage, Binarizer.GlobalHistogram)
_FORMATS = BarcodeFormats(BarcodeFormat.DataMatrix)
_TURNS = (15, -15)


def texts_in(photo: bytes, decoder: str) -> list[str] | None:
    """The texts of its symbols, none when there is none, None when it is no picture."""
    try:
        with Image.open(BytesIO(photo), formats=[decoder]) as image:
            image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            image.load()
            picture = upright(image).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if _is_blank(picture):
        return []
    began = process_time()
    for attempt in takewhile(lambda _: process_time() - began < MOST_SECONDS, _attempts(picture)):
        for binarizer in _BINARIZERS:
            found = read_barcodes(attempt, formats=_FORMATS, binarizer=binarizer)
            if found:
                return sorted({symbol.bytes.decode("latin-1") for symbol in found})
    return []


def _is_blank(picture: Image.Image) -> bool:
    """Spots of some points, so that the grain of a photograph is no contrast."""
    greys = picture.reduce(SPOT).tobytes()
    return max(greys) - min(greys) < LEAST_CONTRAST


def _attempts(picture: Image.Image) -> Iterator[Image.Image]:
    """What has read something that those before had not (decision 29)."""
    yield picture
    clear = ImageOps.autocontrast(picture, cutoff=1)
    yield clear
    sharp = clear.filter(ImageFilter.UnsharpMask(radius=4, percent=300, threshold=0))
    yield sharp
    for share in (0.5, 1.5):
        size = (max(1, int(picture.width * share)), max(1, int(picture.height * share)))
        if max(size) <= LONGEST_SIDE:
            yield clear.resize(size, Image.Resampling.LANCZOS)
    for angle in _TURNS:
        yield sharp.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
