"""Two creations of one person at the same moment make one patient, whichever connection comes first."""

import threading
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connections

from telavis.patients import actions
from telavis.patients.models import Patient
from telavis.patients.traits import Traits
from telavis.values.keys import new_key
from tests.patients.factories import SOMEBODY, traits
from tests.trials.plugin import Trial

TYPINGS = ("the same", "as it sounds", "one form twice")
SYLLABLES = [consonant + vowel for consonant in "bdfglmnprtvz" for vowel in "aiou"]
TWO = 2


@pytest.mark.django_db(transaction=True)
def test_two_creations_at_the_same_moment_make_one_patient(trial: Trial):
    """Each race is of somebody else, and of two real connections."""
    told = dict.fromkeys(TYPINGS, 0)
    for race in range(trial.count):
        typing = trial.random.choice(TYPINGS)
        person = _somebody(trial.random, race)
        twice = (
            replace(person, birth_name=person.birth_name.replace("and", "ant"))
            if typing == "as it sounds"
            else person
        )
        key = new_key()
        keys = (key, key if typing == "one form twice" else new_key())
        outcomes = _race([(person, keys[0]), (twice, keys[1])])
        assert len(outcomes) == TWO
        assert len(set(outcomes)) == 1, f"race {race}, {typing}"
        told[typing] += 1
    assert Patient.objects.count() == trial.count
    trial.note(**{typing.replace(" ", "_"): count for typing, count in told.items()}, second_patients=0)


def _somebody(random: Random, race: int) -> Traits:
    """One for each race: nobody looks like somebody of another race."""
    name = "".join(random.sample(SYLLABLES, 5)).capitalize()
    return traits(birth_name=f"{name}and", birth_date=date(1900, 1, 1) + timedelta(days=race))


def _race(creations: list[tuple[Traits, UUID]]) -> list[UUID]:
    """The patient that each of them ends with: made, or shown instead."""
    start, outcomes = threading.Barrier(len(creations)), list[UUID]()

    def create(person: Traits, key: UUID) -> None:
        start.wait()
        try:
            outcomes.append(actions.create(person, creation_key=key, by=SOMEBODY).pk)
        except actions.PatientLooksKnown as refusal:
            outcomes.extend(row.id for row in refusal.rows)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=create, args=each) for each in creations]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
