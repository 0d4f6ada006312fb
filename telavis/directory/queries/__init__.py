"""Finding in the directory; `colleagues` knows who works here, the others know what the State publishes."""

from telavis.directory.queries.colleagues import (
    Colleague,
    ColleagueSearch,
    filters_of,
    search_colleagues,
    search_organizations,
    search_roles,
    search_services,
)
from telavis.directory.queries.departures import accounts_to_review
from telavis.directory.queries.establishments import search_establishments
from telavis.directory.queries.professionals import (
    places_of,
    published_by_rpps,
    search_professionals,
)

__all__ = [
    "Colleague",
    "ColleagueSearch",
    "accounts_to_review",
    "filters_of",
    "places_of",
    "published_by_rpps",
    "search_colleagues",
    "search_establishments",
    "search_organizations",
    "search_professionals",
    "search_roles",
    "search_services",
]
