"""Finding a patient, and seeing who looks alike."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from telavis.patients.candidates import MOST_ROWS, Search
from telavis.patients.models import LAST_NAME, IdentityVersion, Patient
from telavis.patients.reasons import SAME_NUMBER, passes, reason
from telavis.patients.resemblance import Likened, resemblance
from telavis.patients.terms import SearchTerms
from telavis.patients.traits import Traits
from telavis.values.dates import age_in_words
from telavis.values.names import display_name, glued
from telavis.values.nir import NIR

_SHOWN = [
    f"current__{name}"
    for name in ("patient", "birth_name", "first_given_name", "used_name", "sex", "birth_date")
] + ["current__birth_date_known", "current__birth_place_label"]
"""What a row of results is made of: of sixty columns, eight."""
MOST_FULLY_COMPARED = 30
"""People whose every trait is compared with those of somebody about to be created."""


@dataclass(frozen=True)
class PatientRow:
    """What a result shows: enough to recognise somebody, and no number."""

    id: UUID
    name: str
    used_name: str
    sex: str
    birth_date: date
    unknown_of_birth_date: str
    """«jour et mois inconnus», beside a date that was completed by rule."""
    age: str
    birth_place: str
    """Only when somebody else in the results has the same name, first name and birth date."""
    why: str
    """What matched, in words."""


@dataclass(frozen=True, slots=True)
class Similar:
    """Somebody whose traits say that they may be the same person."""

    row: UUID
    patient: UUID
    """Who stands for that row: itself, unless it was merged."""
    why: str


@dataclass(frozen=True)
class SearchResult:
    rows: list[PatientRow]
    too_many: bool


def search(terms: SearchTerms) -> SearchResult:
    """The ten nearest patients. Pages call `openings.search_patients`, which leaves the trace."""
    with _by_index_only():
        if terms.number and (holders := _holders(terms.number)):
            return _result([(pk, SAME_NUMBER) for pk in holders])
        found = Search(terms).run() if terms.has_a_name else []
        return _result([(each.row.id, reason(each, terms)) for each in found if passes(each, terms)])


def similar(traits: Traits) -> list[Similar]:
    """Who may already be this person, the likeliest first: the same number, names and date, or much of all traits.

    All of them, while ten at most are shown: whoever was not shown is not passed over.
    """
    mine = Likened.of(traits)
    searches = [mine.terms, replace(mine.terms, last=traits.used_name)] if traits.used_name else [mine.terms]
    with _by_index_only():
        found = set(_holders(traits.billing_nir) if traits.billing_nir else ())
        for terms in searches:
            found |= {each.row.id for each in Search(terms).run()[:MOST_FULLY_COMPARED]}
        people = Patient.objects.filter(pk__in=found).select_related("current")
        judged = [(each, resemblance(mine, Likened.of_version(each.own_identity))) for each in people]
    alike = [(who, each) for who, each in judged if each.same_number or each.is_likely or each.is_one_name]
    alike.sort(key=lambda found: (not found[1].same_number, -found[1].score, found[0].pk))
    return [Similar(who.pk, who.surviving_id, each.words) for who, each in alike]


def rows_of(found: list[Similar]) -> list[PatientRow]:
    """The first ten, as they are shown: with their birth places, since they are to be told apart."""
    with _by_index_only():
        return _result([(each.row, each.why) for each in found], with_birth_place=True).rows


def named(first: str, *others: str) -> QuerySet[Patient, UUID]:
    """Who has `first` in the last name and each other word in a name, and whoever was found to be the same person:
    who stands for them, and all for whom that one stands.

    A word of one or two letters begins the last name: too short to be looked for inside of all names.
    """
    where = "contains" if len(first) > 2 else "startswith"
    found = Patient.objects.alias(last_name=LAST_NAME).filter(**{f"last_name__{where}": first})
    for word in others:
        found = found.filter(Q(last_name__contains=word) | Q(search_given__contains=word))
    keys = found.values_list("pk", flat=True)
    # Said twice, because PostgreSQL reckons that every patient may have been merged.
    absorbed = Patient.objects.filter(merged_into__isnull=False)
    survivors = found.filter(merged_into__isnull=False).values_list("merged_into", flat=True)
    alike = [absorbed.filter(merged_into__in=of).values_list("pk", flat=True) for of in (keys, survivors)]
    return keys.union(survivors, *alike, all=True)


@contextmanager
def _by_index_only() -> Iterator[None]:
    """PostgreSQL sometimes believes that reading a whole large table is cheaper than an array index: forbid it.

    Nor does it compile what runs for a millisecond because it believes that hundreds of keys are a long work.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL jit TO DEFAULT")


def _holders(number: NIR) -> list[UUID]:
    """A child may have the number of a parent: several people, then."""
    holders = Patient.objects.filter(billing_nir=number).order_by("birth_date", "pk")
    return list(holders.values_list("pk", flat=True)[: MOST_ROWS + 1])


def _result(found: list[tuple[UUID, str]], *, with_birth_place: bool = False) -> SearchResult:
    """The first ten in their order, as they are read; the birth place when it alone tells two of them apart."""
    people, absorbed = _first_people(found)
    shown = people[:MOST_ROWS]
    named = Counter(_homonym_key(version) for version, _ in shown)
    today = timezone.localdate()
    rows = [
        PatientRow(
            id=version.patient_id,
            name=display_name(version.birth_name, version.first_given_name),
            used_name=version.told_used_name,
            sex=version.get_sex_display(),
            birth_date=version.birth_date,
            unknown_of_birth_date=version.unknown_of_birth_date,
            age=age_in_words(version.birth_date, today),
            birth_place=version.birth_place_label
            if with_birth_place or named[_homonym_key(version)] > 1
            else "",
            why=why,
        )
        for version, why in shown
    ]
    return SearchResult(rows, too_many=len(found) - absorbed > MOST_ROWS)


def _first_people(found: list[tuple[UUID, str]]) -> tuple[list[tuple[IdentityVersion, str]], int]:
    """At least the first ten, each once, and how many rows were of somebody seen already: absorbed and survivor are one."""
    rows = Patient.objects.select_related("current").only(*_SHOWN)
    people: dict[UUID, tuple[IdentityVersion, str]] = {}
    read = 0
    while read < len(found) and len(people) < MOST_ROWS:
        batch = found[read : read + MOST_ROWS]
        by_patient = rows.in_bulk([pk for pk, _ in batch])
        for pk, why in batch:
            version = by_patient[pk].identity
            of_another = "" if pk == version.patient_id else ", sous une identité fusionnée avec celle-ci"
            people.setdefault(version.patient_id, (version, why + of_another))
        read += len(batch)
    return list(people.values()), read - len(people)


def _homonym_key(version: IdentityVersion) -> tuple[str, str, date]:
    return glued(version.birth_name), glued(version.first_given_name), version.birth_date
