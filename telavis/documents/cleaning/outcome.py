"""What the child process says when it has finished."""

from dataclasses import asdict, dataclass, field
from typing import Any

RENDITION = "rendition"
THUMBNAIL = "thumbnail"
PIECES = "pieces"
"""Names of the files that the child leaves in its folder."""


@dataclass(frozen=True)
class Page:
    """One page or frame; `pieces` tells where its pictures lie in the file of the pieces (decision 43)."""

    number: int
    width: int
    height: int
    pieces: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Cleaned:
    """A safe rendition and its thumbnail were made; here is what they are."""

    original_type: str
    rendition_type: str
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    leaves: tuple[Page, ...] = ()
    header: dict[str, Any] = field(default_factory=dict)
    """Of a DICOM file: what a reader needs, and nothing that names anybody."""
    measures: dict[str, Any] = field(default_factory=dict)
    """How sharp, how bright, how old: what the advice is drawn from."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, said: dict[str, Any]) -> "Cleaned":
        leaves = tuple(Page(**page) for page in said.pop("leaves", ()))
        return cls(leaves=leaves, **said)
