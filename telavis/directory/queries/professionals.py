"""Finding somebody of the national directory, by number or by the words of their name, town and specialty."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import QuerySet

from telavis.directory.models import (
    PublishedActivity,
    PublishedEstablishment,
    PublishedMailbox,
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
_AFTER_ALL = "\U0010ffff"
_ORDER = ("sort_key", "national_id")


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


def mailboxes_of(national_id: str) -> list[str]:
    """The secure addresses under which somebody is reached today."""
    boxes = PublishedMailbox.objects.filter(national_id=national_id, left_on__isnull=True)
    return list(boxes.order_by("address").values_list("address", flat=True).distinct())


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


def matching(words: list[str]) -> QuerySet[PublishedProfessional]:
    """Present in the directory, with a word that begins with each of these."""
    sought = " & ".join(f"'{word}':*" for word in words)
    query = SearchQuery(sought, config="simple", search_type="raw")
    return PublishedProfessional.objects.filter(words=query, left_on__isnull=True)


def candidates(words: list[str]) -> QuerySet[PublishedProfessional]:
    """Whoever matches, in no order: an order would make PostgreSQL walk all the names instead of the words."""
    return matching(words)[: MOST_CANDIDATES + 1]


def named(word: str, words: list[str]) -> QuerySet[PublishedProfessional]:
    """Whoever matches and whose family name begins with this word, in order."""
    return matching(words).filter(sort_key__gte=word, sort_key__lt=word + _AFTER_ALL).order_by(*_ORDER)


def _search(words: list[str]) -> list[PublishedProfessional]:
    """Eleven at most, those who bear one of the words as their name before those who are found by another word."""
    if len(words) == 1:
        borne = list(named(words[0], words)[: MOST_PROFESSIONALS + 1])
        if len(borne) > MOST_PROFESSIONALS:
            return borne
    found = list(candidates(words))
    if len(found) > MOST_CANDIDATES:
        borne = [each for word in words for each in named(word, words)[: MOST_PROFESSIONALS + 1]]
        found = list({each.pk: each for each in [*borne, *found]}.values())
    beginnings = tuple(words)
    return sorted(found, key=lambda each: (not each.sort_key.startswith(beginnings), each.sort_key, each.pk))[
        : MOST_PROFESSIONALS + 1
    ]


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
