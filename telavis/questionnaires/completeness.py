"""How complete a form is, and why: a score that explains itself and holds nothing back."""

from collections.abc import Sequence
from dataclasses import dataclass

from telavis.values.french import NARROW, plural


@dataclass(frozen=True)
class MissingItem:
    """A mandatory item, shown, neither answered nor «non disponible»."""

    link_id: str
    label: str


@dataclass(frozen=True)
class UnavailableItem:
    """A mandatory item that cannot be answered, and why."""

    link_id: str
    label: str
    reason: str


@dataclass(frozen=True)
class Completeness:
    """Mandatory items that are shown: a reason why not counts as filled, and is told."""

    filled: int
    expected: int
    missing: tuple[MissingItem, ...] = ()
    unavailable: tuple[UnavailableItem, ...] = ()
    percent: int | None = None
    """Of the weights, where the form gives its items different ones."""

    @property
    def is_complete(self) -> bool:
        return self.filled == self.expected

    @property
    def score(self) -> str:
        """«8 réponses sur 11»; «8 réponses sur 11 (65 %)» where items weigh differently."""
        weighed = "" if self.percent is None else f" ({self.percent}{NARROW}%)"
        return f"{plural(self.filled, 'réponse')} sur {self.expected}{weighed}"

    @property
    def in_short(self) -> str:
        """«8 réponses sur 11, dont 1 non disponible»."""
        count = len(self.unavailable)
        told = f", dont {count} non disponible{'s' if count > 1 else ''}" if count else ""
        return f"{self.score}{told}"

    @property
    def in_words(self) -> str:
        """«8 réponses sur 11, dont 1 non disponible : créatinine (labo fermé) — manquent : poids ; taille»."""
        reasons = [f"{each.label} ({each.reason})" for each in self.unavailable]
        lacking = [each.label for each in self.missing]
        told = f"{self.in_short}{NARROW}: {_listed(reasons)}" if reasons else self.in_short
        if lacking:
            told += f" — {'manquent' if len(lacking) > 1 else 'manque'}{NARROW}: {_listed(lacking)}"
        return told


def _listed(words: Sequence[str]) -> str:
    return f"{NARROW}; ".join(words)


def completeness(
    settled: Sequence[int],
    expected: Sequence[int],
    *,
    missing: Sequence[MissingItem],
    unavailable: Sequence[UnavailableItem],
) -> Completeness:
    """From the weights of the items that are settled, and of all that are expected."""
    is_weighed = len(set(expected)) > 1
    percent = 100 * sum(settled) // sum(expected) if is_weighed else None
    return Completeness(len(settled), len(expected), tuple(missing), tuple(unavailable), percent)
