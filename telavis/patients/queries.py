"""Finding a patient, seeing who looks alike, and what the banner says of one."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from telavis.patients.candidates import MOST_ROWS, Search
from telavis.patients.models import IdentityStatus, IdentityVersion, Patient
from telavis.patients.reasons import SAME_NUMBER, looks_the_same, passes, reason
from telavis.patients.terms import SearchTerms
from telavis.patients.traits import Traits
from telavis.values.dates import age_in_words
from telavis.values.names import display_name, glued
from telavis.values.nir import NIR


@dataclass(frozen=True)
class PatientRow:
    """What a result shows: enough to recognise somebody, and no number."""

    id: UUID
    name: str
    used_name: str
    sex: str
    birth_date: date
    age: str
    birth_place: str
    """Only when somebody else in the results has the same name, first name and birth date."""
    why: str
    """What matched, in words."""


@dataclass(frozen=True)
class SearchResult:
    rows: list[PatientRow]
    too_many: bool


@dataclass(frozen=True)
class PatientBanner:
    """The patient on every screen, always in the same words."""

    name: str
    used_name: str
    sex: str
    birth_date: date
    age: str
    ins: str
    is_qualified: bool


def search(terms: SearchTerms) -> SearchResult:
    """The ten nearest patients. Pages call `openings.search_patients`, which leaves the trace."""
    with _by_index_only():
        if terms.number and (holders := _holders(terms.number)):
            return _result([(pk, SAME_NUMBER) for pk in holders])
        found = Search(terms).run() if terms.has_a_name else []
        return _result([(each.row.id, reason(each, terms)) for each in found if passes(each, terms)])


def similar(traits: Traits) -> list[PatientRow]:
    """Who may already be this person: the same number, or the same date and names that are or sound the same."""
    terms = SearchTerms(last=traits.birth_name, given=traits.first_given_name, birth_date=traits.birth_date)
    with _by_index_only():
        alike = dict.fromkeys(_holders(traits.billing_nir) if traits.billing_nir else (), SAME_NUMBER)
        found = [each for each in Search(terms).run() if looks_the_same(each)]
        alike |= {each.row.id: reason(each, terms) for each in found if each.row.id not in alike}
        return _result(list(alike.items()), with_birth_place=True).rows


def banner(version: IdentityVersion) -> PatientBanner:
    qualified = version.status == IdentityStatus.QUALIFIED
    return PatientBanner(
        name=display_name(version.birth_name, version.first_given_name),
        used_name=_used_name(version),
        sex=version.get_sex_display(),
        birth_date=version.birth_date,
        age=age_in_words(version.birth_date, timezone.localdate()),
        ins="INS qualifiée" if qualified else IdentityStatus(version.status).label.capitalize(),
        is_qualified=qualified,
    )


@contextmanager
def _by_index_only() -> Iterator[None]:
    """PostgreSQL sometimes believes that reading a whole large table is cheaper than an array index: forbid it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def _holders(number: NIR) -> list[UUID]:
    """A child may have the number of a parent: several people, then."""
    holders = Patient.objects.filter(billing_nir=number).order_by("birth_date", "pk")
    return list(holders.values_list("pk", flat=True)[: MOST_ROWS + 1])


def _result(found: list[tuple[UUID, str]], *, with_birth_place: bool = False) -> SearchResult:
    """The first ten in their order, as they are read; the birth place when it alone tells two of them apart."""
    shown = found[:MOST_ROWS]
    versions = IdentityVersion.objects.filter(patient__in=[pk for pk, _ in shown], patient__current=F("pk"))
    by_patient = {version.patient_id: version for version in versions}
    named = Counter(_homonym_key(version) for version in by_patient.values())
    today = timezone.localdate()
    rows = [
        PatientRow(
            id=pk,
            name=display_name(version.birth_name, version.first_given_name),
            used_name=_used_name(version),
            sex=version.get_sex_display(),
            birth_date=version.birth_date,
            age=age_in_words(version.birth_date, today),
            birth_place=version.birth_place_label
            if with_birth_place or named[_homonym_key(version)] > 1
            else "",
            why=why,
        )
        for pk, why in shown
        if (version := by_patient.get(pk))
    ]
    return SearchResult(rows, too_many=len(found) > MOST_ROWS)


def _homonym_key(version: IdentityVersion) -> tuple[str, str, date]:
    return glued(version.birth_name), glued(version.first_given_name), version.birth_date


def _used_name(version: IdentityVersion) -> str:
    """The used name when it tells more than the birth name."""
    return version.used_name.upper() if glued(version.used_name) != glued(version.birth_name) else ""
