"""Honest files of every other format: telephones, scanners, radiology."""

import random
from collections.abc import Callable
from functools import partial
from io import BytesIO

import numpy as np
import pillow_heif
from PIL import Image, ImageCms

from telavis.documents.cleaning.kinds import FileKind
from tests.documents import dicoms, files

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
Maker = Callable[[random.Random], bytes]


def heic(rng: random.Random, mode: str = "RGB", **options: object) -> bytes:
    out = BytesIO()
    pillow_heif.from_pillow(files.picture(rng, mode)).save(out, quality=90, **options)
    return out.getvalue()


def heic_of_a_telephone(rng: random.Random) -> bytes:
    """With a place, a profile, and a tag that says how it was held."""
    exif = Image.Exif()
    exif[0x010E] = files.SECRET
    exif.get_ifd(0x8825).update(files.GPS)
    picture = files.picture(rng)
    picture.info["icc_profile"] = SRGB
    out = BytesIO()
    pillow_heif.from_pillow(picture).save(out, quality=90, exif=exif.tobytes())
    return out.getvalue()


def webp(rng: random.Random, mode: str = "RGB", **options: object) -> bytes:
    return files.saved(files.picture(rng, mode), "WEBP", **options)


def tiff(rng: random.Random, mode: str = "RGB", pages: int = 1, **options: object) -> bytes:
    others = [files.picture(rng, mode) for _ in range(pages - 1)]
    return files.saved(files.picture(rng, mode), "TIFF", save_all=pages > 1, append_images=others, **options)


def tiff_of_numbers(kind: str) -> bytes:
    """Grey from left to right, in whole numbers of 16 bits or 12, or in fractions."""
    line = {
        "16": np.linspace(0, 65535, 256).astype(np.uint16),
        "12": np.linspace(0, 4095, 256).astype(np.uint16),
        "F": np.linspace(-1, 1, 256).astype(np.float32),
    }[kind]
    return files.saved(Image.fromarray(np.tile(line, (16, 1))), "TIFF")


def dicom(syntax: object, bits: int = 12) -> Maker:
    return lambda _: dicoms.written(dicoms.dataset(dicoms.ramp(bits), bits=bits), syntax)  # type: ignore[arg-type]


def dicom_by_gdcm(syntax: str) -> Maker:
    return lambda _: dicoms.transcoded(dicoms.written(dicoms.dataset(dicoms.ramp())), syntax)


PHOTOS: dict[str, Maker] = {
    "iphone.heic": heic_of_a_telephone,
    "gris.heic": partial(heic, mode="L"),
    "transparente.heic": partial(heic, mode="RGBA"),
    "photo.webp": webp,
    "sans perte.webp": partial(webp, lossless=True),
    "transparente.webp": partial(webp, mode="RGBA"),
    "scan.tif": tiff,
    "fax.tif": partial(tiff, mode="1", compression="group4"),
    "lzw.tif": partial(tiff, compression="tiff_lzw"),
    "jpeg.tif": partial(tiff, compression="jpeg"),
    "deflate.tif": partial(tiff, mode="L", compression="tiff_deflate"),
    "cmjn.tif": partial(tiff, mode="CMYK"),
    "lab.tif": partial(tiff, mode="LAB"),
    "palette.tif": partial(tiff, mode="P"),
    "transparente.tif": partial(tiff, mode="RGBA"),
    "16 bits.tif": lambda _: tiff_of_numbers("16"),
    "12 bits.tif": lambda _: tiff_of_numbers("12"),
    "fractions.tif": lambda _: tiff_of_numbers("F"),
}
SEVERAL: dict[str, Maker] = {
    "trois pages.tif": partial(tiff, pages=3),
    "fax de trois pages.tif": partial(tiff, mode="1", pages=3, compression="group4"),
    "film": lambda _: dicoms.film(3),
    "film d’échographie": partial(dicoms.baseline_jpeg, frames=3),
}
DICOM: dict[str, Maker] = {
    **{syntax.name: dicom(syntax) for syntax in (*dicoms.NATIVE, *dicoms.PACKED)},
    **{syntax: dicom_by_gdcm(syntax) for syntax in dicoms.GDCM_SYNTAXES},
    "échographie": dicoms.baseline_jpeg,
    "16 bits": dicom(dicoms.RLELossless, bits=16),
    "8 bits": dicom(dicoms.ExplicitVRLittleEndian, bits=8),
}
KINDS = {
    ".heic": FileKind.HEIC,
    ".webp": FileKind.WEBP,
    ".tif": FileKind.TIFF,
}
