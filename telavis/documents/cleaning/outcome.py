"""What the child process says when it has finished."""

from dataclasses import asdict, dataclass
from typing import Any

RENDITION = "rendition"
THUMBNAIL = "thumbnail"
"""Names of the files that the child leaves in its folder."""


@dataclass(frozen=True)
class Cleaned:
    """A safe rendition and its thumbnail were made; here is what they are."""

    rendition_type: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)
