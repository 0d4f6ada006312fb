"""What is drawn beside an answer: in the form, in the file and on paper by one template, which only repeats the words."""

from typing import Protocol


class Drawing(Protocol):
    """A figure of one answer."""

    @property
    def template(self) -> str:
        """The SVG under `templates/`, given the drawing itself as `drawing`."""

    @property
    def alt(self) -> str:
        """The same in words."""

    @property
    def caption(self) -> str:
        """What stands under it; empty where the answer says the same already."""

    @property
    def width(self) -> int:
        """On paper, in millimetres."""
