"""Finding a patient, seeing who looks alike, and what the banner says of one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from telavis.patients.models import IdentityStatus, IdentityVersion, Patient
from telavis.patients.ranking import Why, closeness, why_found
from telavis.patients.search_keys import glued, sounds_of
from telavis.patients.terms import SearchTerms
from telavis.patients.traits import Traits
from telavis.values.dates import age_in_words
from telavis.values.names import display_name, tokens

MOST_ROWS = 10
MOST_CANDIDATES = 200
"""Beyond that many people who fit, the names alone say too little: the page asks for the birth date."""

SAME_SPELLING = 0.4
"""Lowest strict word similarity of two spellings: MARTYN and MARTIN have 0.40, DURANT and DURAND 0.56."""


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
    why: Why


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
        found = _candidates(_by_number(terms)) if terms.number else []
        if not found and terms.has_a_name:
            found = _candidates(_exactly(terms))
            if terms.is_forgiving and len(found) < MOST_CANDIDATES:
                known = {patient.pk for patient in found}
                found += [each for each in _candidates(_nearly(terms)) if each.pk not in known]
    found.sort(key=lambda patient: _rank(patient, terms))
    return SearchResult(_rows(found[:MOST_ROWS], terms), too_many=len(found) > MOST_ROWS)


def similar(traits: Traits) -> list[PatientRow]:
    """Who may already be this person: the same number, or the same date and a name that reads or sounds alike."""
    terms = SearchTerms(
        last=traits.birth_name,
        given=traits.first_given_name,
        birth_date=traits.birth_date,
        approximate=False,
        phonetic=True,
    )
    alike = _nearly(terms)
    if traits.billing_nir:
        alike |= Q(billing_nir=traits.billing_nir)
    with _by_index_only():
        found = _candidates(alike)
    found.sort(key=lambda patient: _rank(patient, terms))
    return _rows(found[:MOST_ROWS], terms, with_birth_place=True)


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
        cursor.execute(f"SET LOCAL pg_trgm.strict_word_similarity_threshold = {SAME_SPELLING}")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def _candidates(condition: Q) -> list[Patient]:
    return list(Patient.objects.filter(condition).select_related("current")[:MOST_CANDIDATES])


def _by_number(terms: SearchTerms) -> Q:
    return Q(billing_nir=terms.number)


def _exactly(terms: SearchTerms) -> Q:
    return _with_date(terms, _same_words("last_words", terms.last) & _same_words("given_words", terms.given))


def _nearly(terms: SearchTerms) -> Q:
    return _with_date(
        terms,
        _alike("last_words", "search_last", "phonetic_last", terms.last, terms)
        & _alike("given_words", "search_given", "phonetic_given", terms.given, terms),
    )


def _with_date(terms: SearchTerms, names: Q) -> Q:
    return names & Q(birth_date=terms.birth_date) if terms.birth_date else names


def _same_words(field: str, name: str) -> Q:
    """All words of the name, or the name in one word: «Le Gall», «Legall» and «LE-GALL» are the same."""
    if not name:
        return Q()
    words = sorted(tokens(name) - {glued(name)})
    same = Q(**{f"{field}__contains": [glued(name)]})
    return same | Q(**{f"{field}__contains": words}) if words else same


def _alike(words: str, spelling: str, sound: str, name: str, terms: SearchTerms) -> Q:
    if not name:
        return Q()
    near = _same_words(words, name)
    if terms.approximate:
        near |= Q(**{f"{spelling}__trigram_strict_word_similar": glued(name)})
    if terms.phonetic:
        near |= Q(**{f"{sound}__overlap": sounds_of(name)})
    return near


def _rank(patient: Patient, terms: SearchTerms) -> tuple[int, float, str]:
    return why_found(patient, terms).rank, -closeness(patient, terms), patient.sort_key


def _rows(patients: list[Patient], terms: SearchTerms, *, with_birth_place: bool = False) -> list[PatientRow]:
    today = timezone.localdate()
    versions = [(patient, patient.current) for patient in patients if patient.current]
    named = [(display_name(v.birth_name, v.first_given_name), v.birth_date) for _, v in versions]
    return [
        PatientRow(
            id=patient.pk,
            name=key[0],
            used_name=_used_name(version),
            sex=version.get_sex_display(),
            birth_date=version.birth_date,
            age=age_in_words(version.birth_date, today),
            birth_place=version.birth_place_label if with_birth_place or named.count(key) > 1 else "",
            why=why_found(patient, terms),
        )
        for (patient, version), key in zip(versions, named, strict=True)
    ]


def _used_name(version: IdentityVersion) -> str:
    """The used name when it tells more than the birth name."""
    return version.used_name.upper() if glued(version.used_name) != glued(version.birth_name) else ""
