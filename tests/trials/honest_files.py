"""Files as doctors send them, of every format and in every shape; each made from chance alone."""

from collections.abc import Callable
from random import Random

import pikepdf
from PIL import Image, ImageCms

from tests.documents import dicoms, files, formats

Maker = Callable[[Random], bytes]
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def photo(rng: Random) -> bytes:
    """A telephone's: any size, any way of holding it, with its place, its profile, its little copy."""
    width, height = rng.randrange(40, 1600), rng.randrange(40, 1600)
    picture = files.picture(rng).resize((width, height))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = rng.randrange(1, 9), "Telavis", files.SECRET
    exif.get_ifd(0x8825).update(files.GPS)
    return files.saved(
        picture,
        rng.choice(("JPEG", "JPEG", "WEBP", "PNG", "MPO")),
        exif=exif,
        icc_profile=rng.choice((_SRGB, None)),
        quality=rng.randrange(30, 100),
        **rng.choice(({}, {"progressive": True}, {"optimize": True}, {"subsampling": 0})),
    )


def heic(rng: Random) -> bytes:
    return rng.choice((formats.heic, formats.heic_of_a_telephone))(rng)


def turned(rng: Random) -> bytes:
    return files.jpeg_turned(rng, rng.randrange(1, 9))


def report(rng: Random) -> bytes:
    """A PDF: some pages, turned or not, old or new, protected against printing or not."""

    def lay(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            page.rotate(rng.choice((0, 90, 180, 270)), relative=False)
        document.docinfo["/Author"] = files.SECRET

    options = rng.choice(
        (
            {},
            {"linearize": True},
            {"object_stream_mode": pikepdf.ObjectStreamMode.generate},
            {"encryption": pikepdf.Encryption(owner="maître", user="")},
            {"force_version": "1.4"},
        )
    )
    return files.pdf(rng, lay, pages=rng.randrange(1, 9), **options)


def radiology(rng: Random) -> bytes:
    """Any syntax, any depth, one frame or several, with a window or without."""
    if rng.random() < 0.4:
        return formats.DICOM[rng.choice(list(formats.DICOM))](rng)
    frames, bits = rng.choice((1, 1, 2, 7)), rng.choice((8, 12, 16))
    side = rng.choice((32, 64, 200))
    made = dicoms.dataset(
        dicoms.ramp(bits, frames, side),
        rng.choice(("MONOCHROME1", "MONOCHROME2")),
        bits,
        Modality=rng.choice(("CT", "MR", "DX")),
    )
    if rng.random() < 0.5:
        made.WindowCenter, made.WindowWidth = rng.randrange(10, 2000), rng.randrange(1, 3000)
        made.RescaleSlope, made.RescaleIntercept = rng.choice((1, 0.5, 2)), rng.choice((0, -1024))
    natives = [syntax for syntax in dicoms.NATIVE if bits > 8 or syntax != dicoms.ExplicitVRBigEndian]
    return dicoms.written(made, rng.choice((*natives, *dicoms.PACKED)))


def scan(rng: Random) -> bytes:
    table = formats.PHOTOS | formats.SEVERAL
    return table[rng.choice([name for name in table if name.endswith(".tif")])](rng)


def other(rng: Random) -> bytes:
    table = files.HONEST | formats.PHOTOS | formats.SEVERAL
    return table[rng.choice(list(table))](rng)


HONEST: dict[str, tuple[int, Maker]] = {
    "photo": (30, photo),
    "heic": (10, heic),
    "turned": (8, turned),
    "report": (17, report),
    "radiology": (20, radiology),
    "scan": (8, scan),
    "other": (7, other),
}
"""How many of each in a hundred."""


def any_of(rng: Random) -> bytes:
    return chosen(rng, HONEST)[1]


def chosen(rng: Random, table: dict[str, tuple[int, Maker]]) -> tuple[str, bytes]:
    """One of the table, the frequent ones more often."""
    names = list(table)
    name = rng.choices(names, [table[each][0] for each in names])[0]
    return name, table[name][1](rng)
