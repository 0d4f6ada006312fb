"""Finding a patient: exact by default, forgiving when asked, never a list to browse."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from telavis.audit.models import AuditAction, AuditEvent
from telavis.patients import openings, queries
from telavis.patients.dictionary import MARKS_VERSION
from telavis.patients.models import IdentityVersion, NameWord, Patient
from telavis.patients.terms import SearchTerms, SearchTooVague
from tests.patients.factories import JEANNE, SOMEBODY, patient, traits

pytestmark = pytest.mark.django_db

CROWD = 1000
EXACT = {"approximate": False, "phonetic": False}


def names(**terms: Any) -> list[str]:
    return [row.name for row in queries.search(SearchTerms(**terms)).rows]


@pytest.mark.parametrize(
    ("birth_name", "typed"),
    [
        ("Le Gall", "LEGALL"),
        ("Legall", "le gall"),
        ("Lefèvre", "LEFEVRE"),
        ("D’Argent", "d'argent"),
        ("Cœurdoux", "COEURDOUX"),
        ("Martin-Dubois", "Martin Dubois"),
        ("Martin-Dubois", "Dubois"),
        ("de La Tour", "Latour"),
        ("St-Clair", "Saint Clair"),
    ],
)
def test_exact_is_blind_to_case_accents_and_separators(birth_name: str, typed: str):
    patient(birth_name=birth_name)
    assert len(names(last=typed, **EXACT)) == 1


def test_used_name_and_second_first_name_find_too():
    patient(used_name="Petit")
    assert names(last="petit", given="marie", **EXACT) == ["DURAND Jeanne"]


def test_birth_and_used_name_typed_together_find():
    patient(birth_name="Martin", used_name="Dubois")
    assert names(last="Martin Dubois", **EXACT) == ["MARTIN Jeanne"]


def test_exact_does_not_find_another_spelling():
    patient(birth_name="Durant")
    assert names(last="Durand", given="Jeanne", **EXACT) == []


def test_approximate_finds_a_slip_of_the_hand():
    patient(birth_name="Martin")
    assert names(last="Martyn", given="Jeanne", approximate=True, phonetic=False) == ["MARTIN Jeanne"]


def test_what_matched_is_said_in_words():
    patient(birth_date=date(1954, 3, 12))
    (row,) = queries.search(SearchTerms(last="Durant", given="Jeanme", birth_date=date(1954, 8, 12))).rows
    assert row.why == "nom\u202f: phonétique, prénom proche, date\u202f: un chiffre diffère"


def test_phonetic_finds_another_spelling_of_the_same_sound():
    patient(birth_name="Gauthier")
    assert names(last="Gotier", given="Jeanne", approximate=False, phonetic=True) == ["GAUTHIER Jeanne"]


def test_birth_date_tells_homonyms_apart():
    patient()
    patient(birth_date=date(1980, 1, 2))
    found = queries.search(SearchTerms(last="Durand", birth_date=date(1980, 1, 2)))
    assert [row.birth_date for row in found.rows] == [date(1980, 1, 2)]


def test_another_first_name_born_on_the_wrong_date_that_was_typed_comes_after_the_one_who_is_meant():
    patient(birth_name="Camara", given_names="Aïssatou", birth_date=date(1975, 8, 12))
    patient(birth_name="Camara", given_names="Nafissatou", birth_date=date(1979, 8, 12))
    found = names(last="Camara", given="Nafissatou", birth_date=date(1975, 8, 12))
    assert found == ["CAMARA Nafissatou", "CAMARA Aïssatou"]


def test_two_slips_in_the_name_and_one_in_the_date_are_found_when_nobody_is_nearer():
    patient(birth_name="Charpentier", birth_date=date(1975, 8, 12))
    typed = {"last": "Cgarpentoer", "given": "Jeanne", "birth_date": date(1979, 8, 12)}
    assert names(**typed) == ["CHARPENTIER Jeanne"]
    patient(birth_name="Cgarpentier", birth_date=date(1975, 8, 12))
    assert names(**typed) == ["CGARPENTIER Jeanne"]


@pytest.mark.parametrize("last", ["Durand", "Dorand"])
@pytest.mark.parametrize(
    ("known", "typed"), [(date(1950, 12, 31), date(1950, 3, 12)), (date(1950, 3, 12), date(1950, 12, 31))]
)
def test_whoever_was_born_in_a_year_of_which_nobody_knows_more_is_found_by_the_whole_date_and_the_other_way(
    last: str, known: date, typed: date
):
    patient(birth_name="Durand", birth_date=known)
    (row,) = queries.search(SearchTerms(last=last, given="Jeanne", birth_date=typed)).rows
    assert "date\u202f: seule l’année est la même" in row.why


def test_where_no_name_is_near_none_is_asked_for_by_its_day():
    patient()
    with CaptureQueriesContext(connection) as captured:
        assert names(last="Wxz", given="Qvk", birth_date=date(1950, 1, 1)) == []
    assert not [each["sql"] for each in captured if "search_keys && '{}'" in each["sql"]]


def test_homonyms_show_their_birth_place_and_the_others_do_not():
    patient()
    patient(birth_place_label="Pau (64000, Pyrénées-Atlantiques)")
    patient(given_names="Paul")
    rows = queries.search(SearchTerms(last="Durand")).rows
    assert sorted((row.name, bool(row.birth_place)) for row in rows) == [
        ("DURAND Jeanne", True),
        ("DURAND Jeanne", True),
        ("DURAND Paul", False),
    ]


def test_the_exact_name_comes_before_those_that_sound_alike():
    patient(birth_name="Durant")
    patient(birth_name="Durand")
    rows = queries.search(SearchTerms(last="durand")).rows
    assert [(row.name, row.why) for row in rows] == [
        ("DURAND Jeanne", "nom identique"),
        ("DURANT Jeanne", "nom\u202f: phonétique"),
    ]


def test_the_full_number_finds_and_is_not_shown():
    child = patient(given_names="Léo", billing_nir=JEANNE.billing_nir)
    rows = queries.search(SearchTerms(number=JEANNE.billing_nir)).rows
    assert [row.id for row in rows] == [child.pk]
    assert JEANNE.billing_nir not in repr(rows)


def test_ten_at_most_and_it_says_that_there_are_more():
    for year in range(1950, 1961):
        patient(birth_date=date(year, 3, 12))
    result = queries.search(SearchTerms(last="Durand"))
    assert (len(result.rows), result.too_many) == (10, True)


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"last": "D"},
        {"last": "’-"},
        {"given": "Jeanne"},
        {"birth_date": date(1954, 3, 12)},
        {"last": "1 2", "birth_date": date(1954, 3, 12)},
    ],
)
def test_nobody_may_browse(terms: dict[str, Any]):
    with pytest.raises(SearchTooVague):
        SearchTerms(**terms)


@pytest.mark.parametrize(
    "terms",
    [
        {"last": "Du"},
        {"given": "Jeanne", "birth_date": date(1954, 3, 12)},
        {"last": "D", "birth_date": date(1954, 3, 12)},
    ],
)
def test_two_letters_or_the_date_with_a_name_are_enough(terms: dict[str, Any]):
    assert SearchTerms(**terms).has_a_name


def test_a_search_leaves_the_kinds_of_its_criteria_and_no_name():
    patient()
    openings.search_patients(SearchTerms(last="Durand", birth_date=JEANNE.birth_date), by=SOMEBODY)
    trace = AuditEvent.objects.get(action=AuditAction.SEARCH_PATIENT)
    assert trace.detail == {
        "criteria": ["last", "birth_date"],
        "count": 1,
        "approximate": True,
        "phonetic": True,
    }


SEARCHES: dict[str, Callable[[], object]] = {
    "a name": lambda: queries.search(SearchTerms(last="Martin")),
    "two names": lambda: queries.search(SearchTerms(last="Martin", given="Jean-Pierre", phonetic=False)),
    "exact names": lambda: queries.search(SearchTerms(last="le gall", given="Zoé", approximate=False)),
    "a letter and a date": lambda: queries.search(
        SearchTerms(last="M", birth_date=date(1954, 3, 12), **EXACT)
    ),
    "a first name and a date": lambda: queries.search(
        SearchTerms(given="Jeanne", birth_date=date(1954, 3, 12))
    ),
    "a year alone": lambda: queries.search(
        SearchTerms(last="Martin", given="Jeanne", birth_date=date(1950, 12, 31))
    ),
    "a number": lambda: queries.search(SearchTerms(number=JEANNE.billing_nir)),
    "all traits": lambda: queries.rows_of(queries.similar(JEANNE)),
    "all traits without a number": lambda: queries.rows_of(queries.similar(traits())),
}


def a_crowd() -> None:
    """Enough people for the planner to choose as it does among many: an empty table is read in any order."""
    one = patient()
    born = [date(1930, 1, 1) + timedelta(days=17 * each) for each in range(CROWD)]
    crowd = [
        Patient(birth_date=day, search_last=f"nom{each}", search_given="jo", search_keys=[each])
        for each, day in enumerate(born)
    ]
    versions = [IdentityVersion(**said_of(one), patient=each) for each in crowd]
    Patient.objects.bulk_create(crowd)
    IdentityVersion.objects.bulk_create(versions)
    for each, version in zip(crowd, versions, strict=True):
        each.current = version
    Patient.objects.bulk_update(crowd, ["current"])
    NameWord.objects.bulk_create(
        NameWord(word=f"nom{each}", is_last=True, is_given=False, marks=[each], version=MARKS_VERSION)
        for each in range(CROWD)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE patients_patient, patients_identityversion, patients_nameword")


def said_of(one: Patient) -> dict[str, Any]:
    fields = [field.attname for field in IdentityVersion._meta.concrete_fields]
    return {name: getattr(one.identity, name) for name in fields if name not in ("id", "patient_id")}


@contextmanager
def plans() -> Iterator[list[str]]:
    """The plan of every SELECT on patients made meanwhile, as PostgreSQL runs it."""
    found: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( \n").startswith("SELECT") and "patients_" in sql:
            context["cursor"].execute(f"EXPLAIN {sql}", params)
            found.append("\n".join(row[0] for row in context["cursor"].fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        yield found


def test_no_search_reads_a_whole_table():
    a_crowd()
    for words, search in SEARCHES.items():
        with plans() as found:
            search()
        assert found, words
        assert not [plan for plan in found if "Seq Scan" in plan or _reads_a_whole_index(plan)], words


def _reads_a_whole_index(plan: str) -> bool:
    return plan.count("Index Cond:") < plan.count("Index Scan") + plan.count("Index Only Scan")
