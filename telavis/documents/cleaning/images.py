"""Images: really decoded, turned upright, brought to sRGB, written anew without anything else than the picture."""

import struct
import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from telavis.documents.cleaning.kinds import FileKind
from telavis.documents.cleaning.outcome import RENDITION, THUMBNAIL, Cleaned
from telavis.documents.limits import MAX_PIXELS, THUMBNAIL_SIDE
from telavis.documents.refusals import FileRefused, Refusal

JPEG_QUALITY = 90
THUMBNAIL_QUALITY = 82
PAPER = "white"

# Beyond the limit Pillow only warns, up to twice: here the warning is a refusal.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)

_TOO_LARGE = (Image.DecompressionBombWarning, Image.DecompressionBombError)
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error)
_BAD_TAGS = (OSError, ValueError, SyntaxError, TypeError, KeyError, ZeroDivisionError, struct.error)


def clean_image(original: Path, folder: Path, kind: FileKind) -> Cleaned:
    """Write the rendition and the thumbnail of a JPEG or PNG."""
    try:
        picture = _decode(original, kind)
    except _TOO_LARGE:
        raise FileRefused(Refusal.IMAGE_TOO_LARGE) from None
    except _BROKEN:
        raise FileRefused(Refusal.IMAGE_BROKEN) from None
    if kind == FileKind.PNG:
        picture.save(folder / RENDITION, "PNG")
    else:
        # 4:4:4: the reds of a skin keep their edges.
        picture.save(folder / RENDITION, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    save_thumbnail(picture, folder)
    return Cleaned(rendition_type=kind.value, width=picture.width, height=picture.height)


def save_thumbnail(picture: Image.Image, folder: Path) -> None:
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    small.convert("RGB").save(folder / THUMBNAIL, "JPEG", quality=THUMBNAIL_QUALITY)


def _decode(original: Path, kind: FileKind) -> Image.Image:
    with Image.open(original, formats=[kind.name]) as image:
        image.load()
        return _without_anything_else(_in_srgb(upright(image), image.info.get("icc_profile")))


def upright(image: Image.Image) -> Image.Image:
    """The picture as its camera held it; damaged tags are no reason to refuse a good picture."""
    try:
        return ImageOps.exif_transpose(image)
    except _BAD_TAGS:
        return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    image = _opaque(image)
    if profile:
        try:
            return _converted(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return image.convert("RGB")
    return image.convert("RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    if image.mode not in ("RGB", "CMYK", "L"):
        image = image.convert("RGB")
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return converted or image.convert("RGB")


def _opaque(image: Image.Image) -> Image.Image:
    """Eight bits a colour, on white paper where it is transparent."""
    if image.mode.startswith("I"):
        # Pillow cuts 16-bit greys off at 255 instead of scaling them.
        return image.point(lambda grey: grey * (1 / 256)).convert("L")
    if not image.has_transparency_data:
        return image
    layer = image.convert("RGBA")
    paper = Image.new("RGBA", layer.size, PAPER)
    return Image.alpha_composite(paper, layer).convert("RGB")


def _without_anything_else(image: Image.Image) -> Image.Image:
    """Pillow writes back what it finds in `info`: EXIF, comments, profile, place."""
    image.info.clear()
    return image
