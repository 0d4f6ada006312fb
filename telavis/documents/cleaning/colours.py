"""Any picture that Pillow decodes, brought to eight bits of sRGB, upright, on white paper where it is transparent."""

import struct
from io import BytesIO

from PIL import Image, ImageChops, ImageCms, ImageOps

PAPER = "white"
TWELVE_BITS = 4095
_WHITE_IS_ZERO, _PHOTOMETRIC = 0, 262
_BAD_TAGS = (OSError, ValueError, SyntaxError, TypeError, KeyError, ZeroDivisionError, struct.error)


def as_seen(image: Image.Image) -> Image.Image:
    """The picture as its maker saw it; nothing but the picture is kept."""
    profile = image.info.get("icc_profile")
    white_is_zero = _is_white_zero(image)
    image = in_srgb(upright(image), profile, white_is_zero=white_is_zero)
    image.info.clear()
    return image


def upright(image: Image.Image) -> Image.Image:
    """The picture as its camera held it; damaged tags are no reason to refuse a good picture."""
    try:
        return ImageOps.exif_transpose(image)
    except _BAD_TAGS:
        return image


def in_srgb(image: Image.Image, profile: bytes | None, *, white_is_zero: bool = False) -> Image.Image:
    image = _on_paper(_eight_bits(image, white_is_zero=white_is_zero))
    if profile:
        try:
            return _converted(image, profile)
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            return image.convert("RGB")
    return _from_lab(image) if image.mode == "LAB" else image.convert("RGB")


def _is_white_zero(image: Image.Image) -> bool:
    tags = getattr(image, "tag_v2", None) or {}
    return image.mode.startswith("I;16") and tags.get(_PHOTOMETRIC) == _WHITE_IS_ZERO


def _eight_bits(image: Image.Image, *, white_is_zero: bool) -> Image.Image:
    if image.mode.startswith("I"):
        # Pillow cuts 16-bit greys off at 255 instead of scaling them; scanners write twelve bits into sixteen.
        darkest, brightest = image.getextrema()
        full = TWELVE_BITS if 255 < int(brightest) <= TWELVE_BITS and int(darkest) >= 0 else 65_535  # type: ignore[arg-type]
        image = image.point(lambda grey: grey * (1 / ((full + 1) / 256))).convert("L")
        return ImageChops.invert(image) if white_is_zero else image
    if image.mode == "F":
        darkest, brightest = image.getextrema()
        scale = 255 / ((brightest - darkest) or 1)  # type: ignore[operator]
        return image.point(lambda grey: grey * scale + -darkest * scale).convert("L")  # type: ignore[operator]
    return image


def _on_paper(image: Image.Image) -> Image.Image:
    if not image.has_transparency_data:
        return image
    layer = image.convert("RGBA")
    paper = Image.new("RGB", layer.size, PAPER)
    paper.paste(layer, mask=layer.getchannel("A"))
    return paper


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    if image.mode not in ("RGB", "CMYK", "L", "LAB"):
        image = image.convert("RGB")
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return converted or image.convert("RGB")


def _from_lab(image: Image.Image) -> Image.Image:
    lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
    converted = ImageCms.profileToProfile(image, lab, srgb, outputMode="RGB")
    return converted or image.convert("L").convert("RGB")
