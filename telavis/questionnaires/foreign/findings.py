"""What becomes of each element of a form of somebody else that this program does not show as it is written."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from telavis.values.french import typographic


class Fate(StrEnum):
    """In words for the one who imports."""

    OTHERWISE = "affiché autrement"
    IGNORED = "ignoré à l’affichage, conservé"
    REFUSED = "refusé"


@dataclass(frozen=True)
class Finding:
    """One element of one item; `link_id` is empty for the form as a whole."""

    link_id: str
    element: str
    fate: Fate
    sentence: str = ""


@dataclass(frozen=True)
class Told:
    """The same finding on several items."""

    element: str
    fate: Fate
    sentence: str
    link_ids: tuple[str, ...]

    def __str__(self) -> str:
        where = ", ".join(f"« {each} »" for each in self.link_ids if each)
        parts = (self.element, self.fate.value, self.sentence, where)
        return typographic(" : ".join(part for part in parts if part))


def together(findings: Iterable[Finding]) -> list[Told]:
    """One line for each thing to know, in the order of the file, the refused ones first."""
    items: dict[tuple[str, Fate, str], list[str]] = {}
    for each in findings:
        items.setdefault((each.element, each.fate, each.sentence), []).append(each.link_id)
    told = [Told(*known, tuple(dict.fromkeys(link_ids))) for known, link_ids in items.items()]
    return sorted(told, key=lambda each: list(Fate)[::-1].index(each.fate))
