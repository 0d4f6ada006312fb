"""DICOM: each frame decoded and drawn as its window says, with the header that names nobody beside it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.errors import InvalidDicomError
from pydicom.pixels.processing import apply_color_lut
from pydicom.pixels.utils import iter_pixels

from telavis.documents.cleaning import extended_jpeg
from telavis.documents.cleaning.binding import Binder
from telavis.documents.cleaning.colours import in_srgb
from telavis.documents.cleaning.dicom_header import header_of
from telavis.documents.cleaning.grey_levels import Greys, inner_datasets
from telavis.documents.cleaning.images import save_thumbnail
from telavis.documents.cleaning.kinds import FileKind
from telavis.documents.cleaning.outcome import RENDITION, Cleaned, Page
from telavis.documents.cleaning.pieces import Pieces, encoded
from telavis.documents.limits import MAX_PAGES, MAX_PIXELS, MAX_PIXELS_OF_PAGES, PAGES_WITH_THUMBNAIL
from telavis.documents.refusals import FileRefused, Refusal

PACKING = 3
"""How hard a PNG is packed: a third of the time of the usual, a tenth more of bytes."""
SAMPLES = 8
"""Frames looked at for the range of greys, where the file tells no window: a film must not flicker."""
_PICTURES = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")

Frame = NDArray[Any]

# A name written against the rules is no reason to refuse a good picture.
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE


def clean_dicom(original: Path, folder: Path) -> Cleaned:
    """Write the frames of a DICOM file: one as PNG, several as a PDF of PNGs, each also as a piece."""
    try:
        dataset = pydicom.dcmread(original)
        return _clean(dataset, original, folder)
    except (FileRefused, MemoryError, ImportError):
        raise
    except NotImplementedError:
        raise FileRefused(Refusal.DICOM_UNKNOWN) from None
    except (
        InvalidDicomError,
        Exception,
    ):  # a parser of a thousand corners: whatever it stumbles over is the file's
        raise FileRefused(Refusal.DICOM_BROKEN) from None


def _clean(dataset: Dataset, original: Path, folder: Path) -> Cleaned:
    count = _count(dataset)
    greys = Greys(dataset, [frame for _, frame in _frames(original, dataset, _samples(count))])
    pages, picture = [], None
    with Pieces(folder) as pieces, Binder(folder / RENDITION if count > 1 else None) as binder:
        for number, frame in enumerate((each for _, each in _frames(original, dataset, range(count))), 1):
            picture = _drawn(dataset, greys, frame, number - 1)
            content = encoded(picture, "PNG", compress_level=PACKING)
            places = {"picture": pieces.add(content, "image/png")} if count > 1 else {}
            places |= pieces.add_views(picture, with_thumbnail=1 < count <= PAGES_WITH_THUMBNAIL)
            if deep := greys.deep(frame, number - 1):
                places["deep"] = pieces.add(encoded(deep.picture, "PNG", compress_level=PACKING), "image/png")
                places["deep"] |= deep.scale
            pages.append(Page(number, *picture.size, places))
            binder.add(content, picture.size)
            if number == count // 2 + 1:
                save_thumbnail(picture, folder)
    if picture is None or len(pages) != count:
        raise FileRefused(Refusal.DICOM_BROKEN)
    if count == 1:
        (folder / RENDITION).write_bytes(content)
    return _said(dataset, pages, picture)


def _said(dataset: Dataset, pages: list[Page], picture: Image.Image) -> Cleaned:
    count = len(pages)
    return Cleaned(
        original_type=FileKind.DICOM.value,
        rendition_type="image/png" if count == 1 else FileKind.PDF.value,
        width=picture.width if count == 1 else None,
        height=picture.height if count == 1 else None,
        pages=count if count > 1 else None,
        leaves=tuple(pages),
        header=header_of(dataset, *inner_datasets(dataset, 0)),
    )


def _count(dataset: Dataset) -> int:
    """How many frames, refusing before they are decoded what has none, or too many points."""
    if not any(name in dataset for name in _PICTURES):
        raise FileRefused(Refusal.DICOM_WITHOUT_PICTURE)
    syntax = dataset.file_meta.TransferSyntaxUID
    if syntax.name.startswith(("MPEG", "HEVC", "Fragmentable MPEG", "SMPTE", "JPIP")):
        raise FileRefused(Refusal.DICOM_UNKNOWN)
    count, points = int(dataset.get("NumberOfFrames") or 1), int(dataset.Rows) * int(dataset.Columns)
    if points > MAX_PIXELS:
        raise FileRefused(Refusal.IMAGE_TOO_LARGE)
    if count > MAX_PAGES or count * points > MAX_PIXELS_OF_PAGES:
        raise FileRefused(Refusal.TOO_MANY_PAGES)
    if count < 1 or points < 1:
        raise FileRefused(Refusal.DICOM_BROKEN)
    return count


def _samples(count: int) -> list[int]:
    return sorted({round(rank * (count - 1) / SAMPLES) for rank in range(SAMPLES + 1)})


def _frames(original: Path, dataset: Dataset, wanted: range | list[int]) -> Iterator[tuple[int, Frame]]:
    """One after the other, so that a film never stands in the memory as a whole."""
    if extended_jpeg.is_needed(dataset):
        decoded = extended_jpeg.frames(original, dataset)
        yield from ((index, decoded[index]) for index in wanted)
        return
    yield from zip(wanted, iter_pixels(dataset, indices=list(wanted)), strict=True)


def _drawn(dataset: Dataset, greys: Greys, frame: Frame, index: int) -> Image.Image:
    """As the machine's own screen showed it: window, palette or colour."""
    if dataset.PhotometricInterpretation == "PALETTE COLOR":
        frame = apply_color_lut(frame, dataset)
    if frame.ndim == 2:
        return Image.fromarray(greys.drawn(frame, index)).convert("L")
    if frame.dtype.itemsize > 1:
        frame = (frame >> 8).astype(np.uint8)
    return in_srgb(Image.fromarray(frame.astype(np.uint8), "RGB"), dataset.get("ICCProfile"))
