"""How far two names of a person are the same: forgiving on accents, hyphens and small words, strict on letters."""

from enum import IntEnum

from rapidfuzz.distance import DamerauLevenshtein

from telavis.values.names import normalise, tokens

SHORTEST_TO_FORGIVE = 5
"""Letters from which one slip of the keyboard is forgiven: «Roux» and «Roué» are two families."""


class Likeness(IntEnum):
    DIFFERENT = 0
    CLOSE = 1
    """One letter of difference, or one name of a double name."""
    SAME = 2


def likeness(typed: str, known: str) -> Likeness:
    """«d’Arbois» and «D ARBOIS» are the same, «Martin» is close to «Martin-Dubois», «Roux» is not «Leroux»."""
    one, other = normalise(typed).replace(" ", ""), normalise(known).replace(" ", "")
    if not one or not other:
        return Likeness.DIFFERENT
    if one == other:
        return Likeness.SAME
    if _words(typed) <= _words(known) or _words(known) <= _words(typed):
        return Likeness.CLOSE
    is_slip = (
        DamerauLevenshtein.distance(one, other) == 1 and min(len(one), len(other)) >= SHORTEST_TO_FORGIVE
    )
    return Likeness.CLOSE if is_slip else Likeness.DIFFERENT


def _words(name: str) -> set[str]:
    """The words of a name, without the form that glues them all."""
    whole = normalise(name).split()
    return tokens(name) & set(whole) or set(whole)
