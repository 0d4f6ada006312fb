"""Finding an establishment by its name, town or number, however it is abbreviated (`values/establishment_names.py`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add, and_, or_

from django.contrib.postgres.search import TrigramStrictWordSimilarity
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from telavis.directory.models import PublishedEstablishment
from telavis.directory.places import Place
from telavis.directory.queries.indexes import by_index_only
from telavis.values.establishment_names import name_key, typed_words
from telavis.values.finess import Finess, InvalidFiness

SHORTEST_WORD = 2
SAME_SPELLING = 0.4
"""Strict word similarity of two spellings of one word: MIMOZAS and MIMOSAS have 0.45."""
SHORTEST_SLIP = 4
"""Letters that a word needs before one of them may be wrong."""
MOST_ESTABLISHMENTS = 10
_ORDER = ("weight", "sort_key", "finess")


@dataclass(frozen=True)
class EstablishmentSearch:
    rows: list[Place]
    too_many: bool


def search_establishments(text: str) -> EstablishmentSearch:
    """Those whose name, town, postcode or FINESS have these words; misspelt ones only where there are no others."""
    words = _typed(text)
    if not any(len(word) >= SHORTEST_WORD for readings in words for word in readings):
        return EstablishmentSearch([], too_many=False)
    with by_index_only(spelling=SAME_SPELLING):
        found = list(with_words(words, name_key(text))[: MOST_ESTABLISHMENTS + 1])
        if not found and any(len(word) >= SHORTEST_SLIP for (word, *_) in words):
            found = list(with_slips(words)[: MOST_ESTABLISHMENTS + 1])
    return EstablishmentSearch(
        [Place.published(each) for each in found[:MOST_ESTABLISHMENTS]],
        too_many=len(found) > MOST_ESTABLISHMENTS,
    )


def with_words(words: list[tuple[str, ...]], key: str) -> QuerySet[PublishedEstablishment]:
    """Each word begins one of theirs. First the name itself, then whole words rather than beginnings («Pau» before
    «Pauillac»), names that begin so, hospitals, and French order.
    """
    return _present().filter(_all(map(_begun, words))).order_by(
        _count(Q(name_key=key)).desc(),
        reduce(add, (_count(_whole(readings)) for readings in words)).desc(),
        _count(Q(name_key__startswith=key)).desc(),
        *_ORDER,
    )  # fmt: skip


def with_slips(words: list[tuple[str, ...]]) -> QuerySet[PublishedEstablishment]:
    """Each long word is spelt like one of theirs, each short one begins one."""
    long = [word for (word, *_) in words if len(word) >= SHORTEST_SLIP]
    short = [readings for readings in words if len(readings[0]) < SHORTEST_SLIP]
    alike = [Q(search_text__trigram_strict_word_similar=word) for word in long]
    likeness = reduce(add, (TrigramStrictWordSimilarity(word, "search_text") for word in long))
    return _present().filter(_all([*alike, *map(_begun, short)])).order_by(likeness.desc(), *_ORDER)


def _typed(text: str) -> list[tuple[str, ...]]:
    """A number may be typed with spaces; everything else is words."""
    try:
        return [(Finess.accept(text),)]
    except InvalidFiness:
        return typed_words(text)


def _present() -> QuerySet[PublishedEstablishment]:
    return PublishedEstablishment.objects.filter(left_on__isnull=True)


def _begun(readings: tuple[str, ...]) -> Q:
    """A space stands before the first word too."""
    return reduce(or_, (Q(search_text__contains=f" {word}") for word in readings))


def _whole(readings: tuple[str, ...]) -> Q:
    return reduce(or_, (Q(search_text__contains=f" {word} ") for word in readings))


def _all(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions)


def _count(condition: Q) -> Case:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
