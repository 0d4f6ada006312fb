"""What the directory knows, in plain values: a professional by their number, establishments by their words."""

from dataclasses import dataclass

from telavis.directory.models import Organization, Practitioner, PractitionerRole
from telavis.directory.places import Place
from telavis.directory.queries import places_of, published_by_rpps, search_establishments
from telavis.values.names import normalise
from telavis.values.professions import title_of
from telavis.values.rpps import RPPS

MOST_ESTABLISHMENTS = 8
SHORTEST_SEARCH = 3
_TITLES = {"DR": "Dr", "PR": "Pr"}
"""Of the national directory; «M» and «MME» stand before no name here."""


@dataclass(frozen=True)
class Professional:
    """Somebody whom the directory knows, whether or not they have an account."""

    title: str
    family_name: str
    given_name: str
    profession: str
    specialty: str
    places: tuple[Place, ...]


def find_professional(rpps: str) -> Professional | None:
    """The holder of this number; an account of theirs changes nothing to the answer nor to its cost.

    The national directory is believed first; who has left it is no longer known, and goes to the queue.
    """
    published = published_by_rpps(RPPS(rpps))
    if published is None:
        return _known_here(rpps)
    if published.left_on:
        return None
    return Professional(
        title=_TITLES.get(published.title, title_of(published.profession)),
        family_name=published.family_name,
        given_name=published.given_name,
        profession=published.profession,
        specialty=published.specialty,
        places=tuple(places_of(published)),
    )


def _known_here(rpps: str) -> Professional | None:
    """Where no national directory was imported, and for those whom it does not know."""
    known = Practitioner.objects.filter(rpps=rpps).first()
    if known is None:
        return None
    roles = PractitionerRole.objects.current().filter(practitioner=known).select_related("organization")
    return Professional(
        title=known.title,
        family_name=known.family_name,
        given_name=known.given_name,
        profession=known.profession,
        specialty=known.specialty,
        places=tuple(Place.of(role.organization) for role in roles.order_by("organization__sort_key", "pk")),
    )


def find_establishments(text: str) -> list[Place]:
    """By name, town or FINESS, those that work here first; nothing for less than three signs."""
    digits = "".join(text.split()).upper()
    if len(digits) < SHORTEST_SEARCH:
        return []
    found = Organization.objects.filter(finess=digits) if len(digits) == 9 else Organization.objects.none()
    if not found:
        words = normalise(text).split()
        found = Organization.objects.all() if words else Organization.objects.none()
        for word in words:
            found = found.filter(search_text__contains=word)
    here = [Place.of(each) for each in found.order_by("sort_key", "pk")[:MOST_ESTABLISHMENTS]]
    known = {place.key for place in here}
    registered = [place for place in search_establishments(text).rows if place.key not in known]
    return [*here, *registered][:MOST_ESTABLISHMENTS]
