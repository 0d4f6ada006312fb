"""Pictures at the size of the page: large ones are reduced, so that a document of twenty photographs can be sent."""

import io

from PIL import Image

LONGEST_SIDE = 1800
"""Points along the longer side: 600 to the inch at the width at which pictures are drawn."""


class NoPicture(Exception):
    """These bytes are no picture: what was stored has been damaged since it was checked."""


def for_print(content: bytes) -> bytes:
    """The picture as it is, or smaller; `NoPicture` when it cannot be drawn."""
    try:
        return _reduced(content)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:  # what Pillow raises
        raise NoPicture from error


def _reduced(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        if max(picture.size) <= LONGEST_SIDE:
            return content
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        reduced = picture.convert("RGB")
    reduced.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    written = io.BytesIO()
    reduced.save(written, "JPEG", quality=88)
    return written.getvalue()
