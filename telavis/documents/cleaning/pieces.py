"""The pictures of the pages, one after the other in one file: views, tiles, thumbnails, each found by its place."""

from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

from PIL import Image

from telavis.documents.cleaning.outcome import PIECES
from telavis.documents.limits import THUMBNAIL_SIDE, TILE_SIDE, TILED_FROM, VIEW_SIDE

THUMBNAIL_QUALITY = 82
VIEW_QUALITY = 88
TILE_QUALITY = 90


class Pieces:
    """The file of the pieces while it is written."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / PIECES).open("wb")

    def __enter__(self) -> "Pieces":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, content: bytes, media_type: str) -> dict[str, Any]:
        """Where it begins, how long it is, what it is."""
        start = self._file.tell()
        self._file.write(content)
        return {"start": start, "size": len(content), "type": media_type}

    def add_views(self, picture: Image.Image, *, with_thumbnail: bool) -> dict[str, Any]:
        """What a viewer shows before the picture itself: a thumbnail, a view, tiles; what a small one needs none of."""
        pieces: dict[str, Any] = {}
        if with_thumbnail:
            pieces["thumbnail"] = self.add(
                jpeg(smaller(picture, THUMBNAIL_SIDE), THUMBNAIL_QUALITY), "image/jpeg"
            )
        if max(picture.size) > VIEW_SIDE:
            pieces["view"] = self.add(jpeg(smaller(picture, VIEW_SIDE), VIEW_QUALITY), "image/jpeg")
        if picture.width * picture.height > TILED_FROM:
            pieces["tiles"] = self._add_tiles(picture)
        return pieces

    def _add_tiles(self, picture: Image.Image) -> dict[str, Any]:
        """The largest level first, each next one half of it; the tiles of a level lie row by row."""
        levels = []
        while max(picture.size) > VIEW_SIDE:
            levels.append(self._add_level(picture))
            picture = picture.reduce(2)
        return {"side": TILE_SIDE, "type": "image/jpeg", "levels": levels}

    def _add_level(self, picture: Image.Image) -> dict[str, Any]:
        start, sizes = self._file.tell(), []
        for top in range(0, picture.height, TILE_SIDE):
            for left in range(0, picture.width, TILE_SIDE):
                right, bottom = min(left + TILE_SIDE, picture.width), min(top + TILE_SIDE, picture.height)
                tile = jpeg(picture.crop((left, top, right, bottom)), TILE_QUALITY)
                sizes.append(self.add(tile, "image/jpeg")["size"])
        return {"width": picture.width, "height": picture.height, "start": start, "sizes": sizes}


def smaller(picture: Image.Image, side: int) -> Image.Image:
    """At most `side` points each way."""
    small = picture.copy() if max(picture.size) <= side else _shrunk(picture, side)
    return small if small.mode in ("RGB", "L") else small.convert("RGB")


def _shrunk(picture: Image.Image, side: int) -> Image.Image:
    share = side / max(picture.size)
    size = max(1, round(picture.width * share)), max(1, round(picture.height * share))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def jpeg(picture: Image.Image, quality: int) -> bytes:
    # 4:4:4: the reds of a skin keep their edges.
    return encoded(picture, "JPEG", quality=quality, subsampling=0)


def encoded(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """The bytes of the picture, with nothing that Pillow found beside it in the original."""
    picture.info.clear()
    written = BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()
