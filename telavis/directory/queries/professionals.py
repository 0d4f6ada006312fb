"""Finding somebody of the national directory, by number or by the words of their name, town and specialty."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from telavis.directory.models import (
    PublishedActivity,
    PublishedEstablishment,
    PublishedProfessional,
)
from telavis.directory.places import Place
from telavis.directory.queries.indexes import by_index_only
from telavis.values.names import normalise
from telavis.values.professions import profession_label, specialty_label, title_of
from telavis.values.rpps import RPPS

SHORTEST_WORD = 2
MOST_PROFESSIONALS = 10
MOST_CANDIDATES = 1000
COMMON = 0.02
"""The share from which on a word is common: thirty thousand people."""
_AFTER_ALL = "\U0010ffff"
_ORDER = ("sort_key", "national_id")
_STATISTICS = """
SELECT word, sum(frequency) FROM pg_stats,
     unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (element, frequency),
     unnest(%s::text[]) AS word
WHERE schemaname = current_schema() AND tablename = %s AND attname = 'words' AND starts_with(element, word)
GROUP BY word
"""


@dataclass(frozen=True)
class FoundProfessional:
    """One answer: who, what they do, and where."""

    national_id: str
    name: str
    specialty: str
    workplaces: list[str]


@dataclass(frozen=True)
class ProfessionalSearch:
    rows: list[FoundProfessional]
    too_many: bool


def published_by_rpps(rpps: RPPS) -> PublishedProfessional | None:
    """What the national directory says of this number, also of somebody who has left it (`left_on`)."""
    return PublishedProfessional.objects.filter(pk=rpps.national_id).first()


def places_of(professional: PublishedProfessional) -> list[Place]:
    """Where they work, each place once, in the order of names; the FINESS register knows more of those that it has."""
    activities = PublishedActivity.objects.filter(professional=professional).exclude(structure_name="")
    published = [Place.published_with(activity) for activity in activities.order_by("structure_name", "town")]
    numbers = [place.finess for place in published if place.finess]
    sites = PublishedEstablishment.objects.filter(pk__in=numbers, left_on__isnull=True)
    registered = {site.finess: Place.published(site) for site in sites}
    places = [registered.get(place.finess, place) for place in published]
    return list({place.key: place for place in places}.values())


def search_professionals(text: str) -> ProfessionalSearch:
    """Those whose name, town, place of work or specialty begin with these words.

    Whoever bears one of them as a name comes first («martin» before a nurse of Saint-Martin), then French order.
    """
    words = normalise(text).split()
    if not any(len(word) >= SHORTEST_WORD for word in words):
        return ProfessionalSearch([], too_many=False)
    with by_index_only():
        found = _search(words)
        rows = _described(found[:MOST_PROFESSIONALS])
    return ProfessionalSearch(rows, too_many=len(found) > MOST_PROFESSIONALS)


def matching(words: list[str], shares: dict[str, float]) -> QuerySet[PublishedProfessional]:
    """Present in the directory, with a word that begins with each of these.

    The index is asked for the rarest word, and for others that are rare. A common one («médecin», «paris») has a list of
    a hundred thousand there: it is looked at in the rows that the others have found.
    """
    rarest, *others = sorted(words, key=lambda word: shares.get(word, 0))
    rare = [rarest, *(word for word in others if shares.get(word, 0) <= COMMON)]
    common = [word for word in others if word not in rare]
    return _present().filter(_with_all(rare), *(_looked_at(_with_all([word])) for word in common))


def candidates(words: list[str], shares: dict[str, float]) -> QuerySet[PublishedProfessional]:
    """Whoever matches, in no order: an order would make PostgreSQL walk all the names instead of the words."""
    return matching(words, shares)[: MOST_CANDIDATES + 1]


def in_order(words: list[str], *, named: str = "") -> QuerySet[PublishedProfessional]:
    """The first eleven along the names, perhaps along those that begin so: soon found where many match."""
    walked = _present().filter(
        _looked_at(_with_all(words)), sort_key__gte=named, sort_key__lt=named + _AFTER_ALL
    )
    return walked.order_by(*_ORDER)[: MOST_PROFESSIONALS + 1]


def _search(words: list[str]) -> list[PublishedProfessional]:
    """Eleven at most, those who bear one of the words as their name before those who are found by another word."""
    shares = _shares(words)
    if len(words) == 1:
        borne = _keys(in_order(words, named=words[0]))
        if len(borne) > MOST_PROFESSIONALS:
            return _in_this_order(borne)
        if shares.get(words[0], 0) > COMMON:
            return _in_this_order(_first([*borne, *_keys(in_order(words))], words))
    found = _keys(candidates(words, shares))
    if len(found) > MOST_CANDIDATES:
        found += [each for word in words for each in _keys(in_order(words, named=word))]
    return _in_this_order(_first(found, words))


def _shares(words: list[str]) -> dict[str, float]:
    """The share of all professionals that has a word which begins so, as PostgreSQL's statistics know it; rare ones are
    not in them.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATISTICS, [[word.lower() for word in words], PublishedProfessional._meta.db_table])
        return {word.upper(): share for word, share in cursor.fetchall()}


def _keys(found: QuerySet[PublishedProfessional]) -> list[tuple[str, str]]:
    return list(found.values_list(*_ORDER))


def _first(found: list[tuple[str, str]], words: list[str]) -> list[tuple[str, str]]:
    beginnings = tuple(words)
    return sorted(set(found), key=lambda each: (not each[0].startswith(beginnings), each))[
        : MOST_PROFESSIONALS + 1
    ]


def _in_this_order(found: list[tuple[str, str]]) -> list[PublishedProfessional]:
    """The whole rows of the few that are shown."""
    rows = PublishedProfessional.objects.defer("words").in_bulk([national_id for _, national_id in found])
    return [rows[national_id] for _, national_id in found]


def _present() -> QuerySet[PublishedProfessional]:
    return PublishedProfessional.objects.filter(left_on__isnull=True)


def _with_all(words: list[str]) -> Q:
    sought = " & ".join(f"'{word}':*" for word in words)
    return Q(words=SearchQuery(sought, config="simple", search_type="raw"))


def _looked_at(condition: Q) -> Case:
    """The same condition, in words that no index is searched for."""
    return Case(
        When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
    )


def _described(found: list[PublishedProfessional]) -> list[FoundProfessional]:
    places: dict[str, list[str]] = {each.pk: [] for each in found}
    for activity in PublishedActivity.objects.filter(professional__in=list(places)).order_by(
        "structure_name"
    ):
        place = str(activity)
        if place and place not in places[activity.professional_id]:
            places[activity.professional_id].append(place)
    return [
        FoundProfessional(
            national_id=each.pk,
            name=" ".join(filter(None, (title_of(each.profession), each.given_name, each.family_name))),
            specialty=specialty_label(each.profession, each.specialty) or profession_label(each.profession),
            workplaces=places[each.pk],
        )
        for each in found
    ]
