"""What is said of a form that cannot be used: each fault with its item, in words for the one who wrote the form."""

from dataclasses import dataclass

from telavis.values.french import typographic

WHOLE_FORM = ""
"""Stands for a linkId where a fault is nobody's in particular."""
TOLD_MAX = 50
"""A file of five thousand faults is told by its first ones."""


@dataclass(frozen=True)
class Fault:
    """Why one item cannot be used; `link_id` is empty for the form as a whole."""

    link_id: str
    sentence: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "sentence", typographic(self.sentence))

    def __str__(self) -> str:
        return typographic(f"« {self.link_id} » : {self.sentence}") if self.link_id else self.sentence


class InvalidDefinition(ValueError):
    """The form cannot be used, for at least one reason."""

    def __init__(self, link_id: str, sentence: str, *more: Fault) -> None:
        self.faults = (Fault(link_id, sentence), *more)[:TOLD_MAX]
        super().__init__("\n".join(map(str, self.faults)))

    @classmethod
    def of(cls, faults: list[Fault]) -> "InvalidDefinition":
        first, *more = faults
        return cls(first.link_id, first.sentence, *more)
