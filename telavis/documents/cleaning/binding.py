"""The pages of a TIFF and the frames of a DICOM file, bound into one PDF that any reader opens."""

import struct
from pathlib import Path
from types import TracebackType
from typing import Any

from pikepdf import Dictionary, Name, Object, Pdf

LONGEST_SIDE = 842
"""Points of the long side of A4: each page is that high or wide, whatever its picture."""
_PNG_HEAD = 8
_COLOURS = {0: (Name.DeviceGray, 1), 2: (Name.DeviceRGB, 3)}


class Binder:
    """A PDF while it is written; the bytes of each picture go into it as they are, decoded by no one.

    Without a target nothing is bound: a single picture needs no PDF.
    """

    def __init__(self, target: Path | None) -> None:
        self._target, self._pdf = target, Pdf.new()

    def __enter__(self) -> "Binder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None and self._target:
            self._pdf.save(self._target)
        self._pdf.close()

    def add(self, content: bytes, size: tuple[int, int]) -> None:
        """A page that holds this JPEG or PNG (eight bits, grey or RGB, not interlaced)."""
        if self._target is None:
            return
        width, height = size
        drawn = self._png(content) if content.startswith(b"\x89PNG") else self._jpeg(content, width, height)
        share = LONGEST_SIDE / max(width, height)
        across, down = max(width * share, 3), max(height * share, 3)
        page = self._pdf.add_blank_page(page_size=(across, down))
        page.Resources = Dictionary(XObject=Dictionary(Picture=drawn))
        page.Contents = self._pdf.make_stream(f"q {across:.2f} 0 0 {down:.2f} 0 0 cm /Picture Do Q".encode())

    def _jpeg(self, content: bytes, width: int, height: int) -> Object:
        return self._pdf.make_stream(
            content, **_picture(width, height, Name.DeviceRGB), Filter=Name.DCTDecode
        )

    def _png(self, content: bytes) -> Object:
        """PDF knows the way in which PNG packs its points."""
        header, packed = _chunks(content)
        width, height, _, colour = struct.unpack(">IIBB", header[:10])
        space, channels = _COLOURS[colour]
        how = Dictionary(Predictor=15, Colors=channels, BitsPerComponent=8, Columns=width)
        return self._pdf.make_stream(
            packed, **_picture(width, height, space), Filter=Name.FlateDecode, DecodeParms=how
        )


def _picture(width: int, height: int, space: Name) -> dict[str, Any]:
    return {
        "Type": Name.XObject,
        "Subtype": Name.Image,
        "Width": width,
        "Height": height,
        "ColorSpace": space,
        "BitsPerComponent": 8,
    }


def _chunks(content: bytes) -> tuple[bytes, bytes]:
    """The header of a PNG that we wrote, and its packed points."""
    place, header, packed = _PNG_HEAD, b"", []
    while place < len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        data = content[place + 8 : place + 8 + length]
        if kind == b"IHDR":
            header = data
        elif kind == b"IDAT":
            packed.append(data)
        place += length + 12
    return header, b"".join(packed)
