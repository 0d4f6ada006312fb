"""Images: really decoded, turned upright, brought to sRGB, written anew without anything else than the picture."""

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from telavis.documents.cleaning.binding import Binder
from telavis.documents.cleaning.colours import as_seen
from telavis.documents.cleaning.kinds import FileKind
from telavis.documents.cleaning.measures import measures_of
from telavis.documents.cleaning.outcome import RENDITION, THUMBNAIL, Cleaned, Page
from telavis.documents.cleaning.pieces import THUMBNAIL_QUALITY, Pieces, encoded, jpeg, smaller
from telavis.documents.limits import (
    MAX_PAGES,
    MAX_PIXELS,
    MAX_PIXELS_OF_PAGES,
    PAGES_WITH_THUMBNAIL,
    THUMBNAIL_SIDE,
    TILED_FROM,
)
from telavis.documents.refusals import FileRefused, Refusal

JPEG_QUALITY = 90
PACKING_OF_LARGE = 3
"""How hard a PNG is packed: half the time of the usual, a tenth more of bytes."""
_FLAT_MODES = frozenset(("1", "L", "LA", "P", "PA"))
_DECODERS = {FileKind.HEIC: "HEIF"}
"""Where Pillow has another name for the kind."""

# Beyond the limit Pillow only warns, up to twice: here the warning is a refusal.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

_TOO_LARGE = (Image.DecompressionBombWarning, Image.DecompressionBombError)
_BROKEN = (
    *(UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error),
    *(RuntimeError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError, OverflowError),
)


def clean_image(original: Path, folder: Path, kind: FileKind) -> Cleaned:
    """Write the rendition, the thumbnail and the pieces of an image; of several pages, a PDF."""
    if kind == FileKind.HEIC:
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
    with refusing(), Image.open(original, formats=[_DECODERS.get(kind, kind.name)]) as image:
        count = getattr(image, "n_frames", 1) if kind == FileKind.TIFF else 1
        return _pages(image, count, folder, kind) if count > 1 else _single(image, folder, kind)


@contextmanager
def refusing() -> Iterator[None]:
    """What decoders say of a file, in words of ours."""
    try:
        yield
    except _TOO_LARGE:
        raise FileRefused(Refusal.IMAGE_TOO_LARGE) from None
    except FileRefused:
        raise
    except _BROKEN:
        raise FileRefused(Refusal.IMAGE_BROKEN) from None


def _single(image: Image.Image, folder: Path, kind: FileKind) -> Cleaned:
    image.load()
    as_png = _keeps_every_point(image, kind)
    picture = as_seen(image)
    content, media_type = _written(picture, as_png=as_png)
    (folder / RENDITION).write_bytes(content)
    save_thumbnail(picture, folder)
    with Pieces(folder) as pieces:
        page = Page(1, *picture.size, pieces.add_views(picture, with_thumbnail=False))
    return Cleaned(
        original_type=kind.value,
        rendition_type=media_type,
        width=picture.width,
        height=picture.height,
        leaves=(page,),
        measures=measures_of(picture),
    )


def _pages(image: Image.Image, count: int, folder: Path, kind: FileKind) -> Cleaned:
    """Each page a picture of its own; the rendition, a PDF of all of them."""
    if count > MAX_PAGES:
        raise FileRefused(Refusal.TOO_MANY_PAGES)
    leaves, points = [], 0
    with Pieces(folder) as pieces, Binder(folder / RENDITION) as binder:
        for number in range(1, count + 1):
            image.seek(number - 1)
            points += _check_size(image)
            if points > MAX_PIXELS_OF_PAGES:
                raise FileRefused(Refusal.TOO_MANY_PAGES)
            image.load()
            as_png = _keeps_every_point(image, kind)
            picture = as_seen(image.copy())
            content, media_type = _written(picture, as_png=as_png)
            places = {"picture": pieces.add(content, media_type)}
            places |= pieces.add_views(picture, with_thumbnail=number <= PAGES_WITH_THUMBNAIL)
            binder.add(content, picture.size)
            leaves.append(Page(number, *picture.size, places))
            if number == 1:
                save_thumbnail(picture, folder)
    return Cleaned(
        original_type=kind.value, rendition_type=FileKind.PDF.value, pages=count, leaves=tuple(leaves)
    )


def _check_size(image: Image.Image) -> int:
    """Pillow looks at the size of the first page only."""
    points = image.width * image.height
    if points > MAX_PIXELS:
        raise FileRefused(Refusal.IMAGE_TOO_LARGE)
    return points


def _keeps_every_point(image: Image.Image, kind: FileKind) -> bool:
    """Whether it is written as PNG: what came without loss, except a coloured TIFF, which would be huge."""
    if kind == FileKind.TIFF:
        return image.mode in _FLAT_MODES or image.mode.startswith("I")
    return kind == FileKind.PNG


def _written(picture: Image.Image, *, as_png: bool) -> tuple[bytes, str]:
    if as_png:
        is_large = picture.width * picture.height > TILED_FROM
        return encoded(picture, "PNG", compress_level=PACKING_OF_LARGE if is_large else 6), "image/png"
    return jpeg(picture, JPEG_QUALITY), "image/jpeg"


def save_thumbnail(picture: Image.Image, folder: Path) -> None:
    (folder / THUMBNAIL).write_bytes(jpeg(smaller(picture, THUMBNAIL_SIDE), THUMBNAIL_QUALITY))
