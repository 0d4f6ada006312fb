"""The forms of a person's names that the search compares, derived from the traits and kept by the database row."""

from dataclasses import dataclass

from telavis.patients.traits import Traits
from telavis.values.names import tokens
from telavis.values.phonetics import phonetic_code


@dataclass(frozen=True)
class NameKeys:
    """One kind of name, last or given: its words, and how they sound."""

    words: list[str]
    sounds: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.words)


def glued(name: str) -> str:
    """All the words of a name in one: «de La Tour» → DELATOUR, «St-Clair» → SAINTCLAIR; "" if it has no letter."""
    return max(tokens(name), key=len, default="")


def sounds_of(name: str) -> list[str]:
    """The sounds of a name and of each of its words. The name as typed comes too: only it has its cedilla."""
    heard = {phonetic_code(form) for form in (name, *tokens(name))}
    return sorted(heard - {""})


def last_name_keys(traits: Traits) -> NameKeys:
    return _keys_of([traits.birth_name, traits.used_name])


def given_name_keys(traits: Traits) -> NameKeys:
    """First names are a list parted by spaces; each may be compound: «Jean-Pierre Marie»."""
    return _keys_of([*traits.given_names.split(" "), traits.used_given_name])


def _keys_of(names: list[str]) -> NameKeys:
    words = {word for name in names for word in tokens(name)}
    sounds = {sound for name in names for sound in sounds_of(name)}
    return NameKeys(sorted(words), sorted(sounds))
