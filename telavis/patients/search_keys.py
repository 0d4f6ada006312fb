"""What the search reads of a person's names: the normalised names, and keys by which an index finds them.

A key is the hash of two words, one of the last names and one of the first names, in alphabetical order, so that swapped
names meet too; and the hash of each word of the last names alone. Nothing of how words sound or are misspelt is here: that
is kept once for each word, in the dictionary of names (`patients/dictionary.py`).
"""

from collections.abc import Callable, Iterable
from hashlib import blake2b
from itertools import chain

from telavis.patients.traits import Traits
from telavis.values.names import tokens, words_of

BETWEEN_NAMES = "|"
"""Between two names of one person: «LE GALL|PETIT», «JEAN PIERRE|MARIE»."""
MOST_GIVEN_NAMES = 3

Words = Callable[[str], set[str]]
WORDS_BY_VERSION: dict[int, Words] = {1: tokens}
"""How each version cuts names into words. A version stays here as long as rows carry its keys: they are found meanwhile."""


def current_version() -> int:
    return max(WORDS_BY_VERSION)


def normalised_last(traits: Traits) -> str:
    """Birth name, then used name: «Le Gall», «Petit» → LE GALL|PETIT."""
    return normalised(traits.birth_name, traits.used_name)


def normalised_given(traits: Traits) -> str:
    """Each first name, compound ones in several words: «Jean-Pierre Marie» → JEAN PIERRE|MARIE."""
    return normalised(*traits.given_names.split(" "), traits.used_given_name)


def keys_of_person(last: str, given: str, version: int | None = None) -> list[int]:
    """The keys that a row keeps, of its normalised names."""
    words = WORDS_BY_VERSION[version or current_version()]
    last_words = words_of_names(last, words)
    given_words = words_of_names(BETWEEN_NAMES.join(given.split(BETWEEN_NAMES)[:MOST_GIVEN_NAMES]), words)
    return sorted({*pair_keys(last_words, given_words), *map(key, last_words)})


def keys_of_search(last: str, given: str) -> list[int]:
    """The keys of a row that has these very words, by each version of the rules that rows may carry."""
    found: set[int] = set()
    for words in WORDS_BY_VERSION.values():
        last_words, given_words = words(last), words(given)
        found |= pair_keys(last_words, given_words) if given_words else set(map(key, last_words))
    return sorted(found)


def words_of_names(names: str, words: Words = tokens) -> set[str]:
    """The words of all the names of a normalised text."""
    return set(chain.from_iterable(map(words, names.split(BETWEEN_NAMES))))


def pair_keys(last_words: Iterable[str], given_words: Iterable[str]) -> set[int]:
    given_words = list(given_words)
    return {pair_key(last, given) for last in last_words for given in given_words}


def pair_key(one: str, other: str) -> int:
    """The same for («MARTIN», «JEAN») and («JEAN», «MARTIN»)."""
    return key(f"{one}+{other}" if one < other else f"{other}+{one}")


def key(text: str) -> int:
    """A signed number of 64 bits: two texts have the same one by chance once in many billions."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


def normalised(*names: str) -> str:
    """Several names of one person in one text, none twice."""
    each = (" ".join(words_of(name)) for name in names)
    return BETWEEN_NAMES.join(dict.fromkeys(filter(None, each)))
