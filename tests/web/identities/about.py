"""The pages of the identity desk about one thing, each with something to be about."""

from collections.abc import Callable
from uuid import UUID

from django.urls import reverse

from telavis.patients.models import LikelyDuplicate, Merge
from tests.patients.factories import patient


def a_pair() -> LikelyDuplicate:
    one, other = patient(), patient(birth_name="Durant")
    return LikelyDuplicate.objects.create(first=one, second=other, score=30, words="nom\u202f: phonétique")


def a_merge() -> Merge:
    one, other = patient(), patient(birth_name="Durant")
    return Merge.objects.create(survivor=one, absorbed=other, merged_by_label="Camille Vasseur")


ABOUT: dict[str, Callable[[], UUID]] = {
    **dict.fromkeys(
        (f"identities:{name}" for name in ("pair", "tell_apart", "examine_again", "merging", "merge")),
        lambda: a_pair().pk,
    ),
    **dict.fromkeys(
        (
            f"identities:{name}"
            for name in ("patient", "retrieve_ins", "beside", "compare", "correct", "record_correction")
        ),
        lambda: patient().pk,
    ),
    "identities:undo": lambda: a_merge().pk,
}
LISTS = tuple(f"identities:{name}" for name in ("queue", "apart", "merges", "search", "places"))
"""Pages about nothing in particular."""
SEARCHED = tuple(f"recherche-{name}" for name in ("last", "given", "birth_date", "number"))
TRAITS = tuple(
    f"identite-{name}"
    for name in (
        *("read", "birth_name", "used_name", "given_names", "first_given_name", "sex", "birth_date"),
        *("birth_place", "birth_place_text", "birth_place_pick", "number", "no_number_reason"),
        *("evidence_kind", "seen_on", "is_doubtful", "is_fictitious", "is_homonym"),
    )
)
FIELDS = {
    **dict.fromkeys(("identities:search", "identities:beside"), SEARCHED),
    "identities:compare": ("avec",),
    "identities:merge": ("reste", "seen"),
    "identities:retrieve_ins": ("etape", "reponse"),
    "identities:correct": (*TRAITS, "etape", "correction"),
    "identities:record_correction": ("correction",),
    "identities:places": ("identite-birth_place_text",),
    **dict.fromkeys((f"identities:{name}" for name in ("tell_apart", "examine_again", "undo")), ("unknown",)),
}
"""What each form reads."""
READ_ONLY = {*LISTS[:3], "identities:pair", "identities:merging", "identities:patient"}


def address_about(name: str) -> str:
    return reverse(name, args=[ABOUT[name]()] if name in ABOUT else [])
