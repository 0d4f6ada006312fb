"""Doubles, and people who only look like doubles, planted among others: who is found by night, how well and how fast."""

import time
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest

from telavis.patients import duplicates
from telavis.patients.models import IdentityVersion, LikelyDuplicate, NoNumberReason, Patient, Sex
from telavis.patients.traits import Traits
from telavis.patients.versions import derived_columns, trait_columns
from telavis.values.keys import new_key
from telavis.values.nir import NIR
from tests.trials.plugin import Trial

PEOPLE_OF_ONE_CASE = 100
ONE_IN = 100
LAST = [
    a + b + c
    for a in ("Mar", "Du", "Le", "Bo", "Gar", "Pe", "Ro", "Ca", "Fon", "Vi")
    for b in ("ti", "ran", "che", "lla", "bou", "mo", "ne", "sso", "ri", "ga")
    for c in ("n", "d", "ville", "s", "tier", "re", "gnon", "x", "lard", "zec")
]
GIVEN = {
    Sex.FEMALE: [
        "Marie",
        "Jeanne",
        "Claire",
        "Zoé",
        "Aline",
        "Paulette",
        "Inès",
        "Lucie",
        "Nadia",
        "Solange",
    ],
    Sex.MALE: ["Jean", "Paul", "Léo", "Karim", "André", "Hugo", "Marcel", "Yann", "Denis", "Théo"],
}
PLACES = ["75056", "69123", "33063", "13055", "59350", "31555", "44109", "67482"]


@pytest.mark.django_db
def test_planted_doubles_are_found_and_those_who_only_look_alike_are_left(trial: Trial):
    people, doubles = _population(trial.random, trial.count * PEOPLE_OF_ONE_CASE)
    keys = _store(people)
    planted = {tuple(sorted((keys[one], keys[other]))): how for one, other, how in doubles}
    started = time.monotonic()
    duplicates.sweep()
    seconds = time.monotonic() - started
    found = set(LikelyDuplicate.objects.values_list("first_id", "second_id"))
    right = found & set(planted)
    missed = [planted[pair] for pair in set(planted) - found]
    recall, precision = len(right) / len(planted), len(right) / len(found)
    trial.note(
        people=len(people),
        doubles=len(planted),
        found=len(found),
        recall=round(recall, 4),
        precision=round(precision, 4),
        seconds=round(seconds),
        missed={how: missed.count(how) for how in sorted(set(missed))},
    )
    assert recall >= 0.9
    assert precision >= 0.8


def _population(random: Random, count: int) -> tuple[list[Traits], list[tuple[int, int, str]]]:
    people = [_somebody(random) for _ in range(count)]
    doubles = []
    for one in range(0, count, ONE_IN):
        how = random.choice(sorted(SLIPS))
        doubles.append((one, len(people), how))
        people.append(SLIPS[how](people[one], random))
        people.append(random.choice((_twin, _child, _homonym))(people[one + 1], random))
    return people, doubles


def _somebody(random: Random) -> Traits:
    sex = random.choice((Sex.FEMALE, Sex.MALE))
    day = date(1930, 1, 1) + timedelta(days=random.randrange(34_000))
    place = random.choice(PLACES)
    number = NIR.with_key(
        f"{'2' if sex == Sex.FEMALE else '1'}{day:%y%m}{place}{random.randrange(1, 990):03}"
    )
    return Traits(
        birth_name=random.choice(LAST),
        given_names=" ".join(random.sample(GIVEN[sex], 2)),
        sex=sex,
        birth_date=day,
        birth_place_code=place,
        birth_place_label=place,
        billing_nir=number,
    )


def _without_number(person: Traits, **changes: Any) -> Traits:
    return replace(
        person,
        **{
            "billing_nir": None,
            "no_number_reason": NoNumberReason.UNAVAILABLE,
            "first_given_name": "",
            **changes,
        },
    )


def _one_letter(person: Traits, random: Random) -> Traits:
    name, place = person.birth_name, random.randrange(1, len(person.birth_name) - 1)
    return _without_number(
        person, birth_name=name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    )


def _one_day(person: Traits, random: Random) -> Traits:
    day = person.birth_date
    return _without_number(
        person,
        birth_date=day.replace(
            year=day.year + random.choice((-1, 1)) * random.choice((1, 10)) if day.day < 29 else day.year
        ),
    )


SLIPS = {
    "as it was": lambda person, random: _without_number(person),
    "as it sounds": lambda person, random: _without_number(
        person, birth_name=f"{person.birth_name}t".replace("llat", "lat")
    ),
    "one letter": _one_letter,
    "one digit of the date": _one_day,
    "names swapped": lambda person, random: _without_number(
        person, birth_name=person.given_names.split()[0], given_names=person.birth_name
    ),
    "under the used name": lambda person, random: _without_number(
        person, birth_name="Zubeli", used_name=person.birth_name
    ),
    "another place": lambda person, random: replace(person, birth_place_code="99999"),
}


def _twin(person: Traits, random: Random) -> Traits:
    others = [name for name in GIVEN[person.sex] if name not in person.given_names]
    return replace(person, given_names=random.choice(others), first_given_name="")


def _child(person: Traits, random: Random) -> Traits:
    others = [name for name in GIVEN[person.sex] if name not in person.given_names]
    born = person.birth_date + timedelta(days=30 * 365)
    return replace(person, given_names=random.choice(others), first_given_name="", birth_date=born)


def _homonym(person: Traits, random: Random) -> Traits:
    """Of the same name, born elsewhere in another year, under a number of their own."""
    born = person.birth_date + timedelta(days=random.randrange(3_000, 6_000))
    number = NIR.with_key(f"{str(person.billing_nir)[0]}{born:%y%m}99352{random.randrange(1, 990):03}")
    return replace(person, birth_date=born, birth_place_code="99352", billing_nir=number)


def _store(people: list[Traits]) -> list[UUID]:
    patients = [Patient(id=new_key(), **derived_columns(person)) for person in people]
    Patient.objects.bulk_create(patients, batch_size=2_000)
    for patient, person in zip(patients, people, strict=True):
        patient.current = IdentityVersion(
            patient=patient, number=1, recorded_by_label="essai", **trait_columns(person)
        )
    IdentityVersion.objects.bulk_create([patient.identity for patient in patients], batch_size=2_000)
    Patient.objects.bulk_update(patients, ["current"], batch_size=2_000)
    return [patient.pk for patient in patients]
