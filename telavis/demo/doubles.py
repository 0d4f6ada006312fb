"""Some patients who are there twice, and two who only look like one: what the identity desk of the demonstration reads."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from telavis.demo.patients import RECORDED_BY
from telavis.demo.requests import Story
from telavis.patients.dictionary import learn
from telavis.patients.duplicates import pair_of
from telavis.patients.models import IdentityVersion, LikelyDuplicate, NoNumberReason, PairState, Patient
from telavis.patients.resemblance import Likened
from telavis.patients.traits import Traits, traits_of
from telavis.patients.versions import derived_columns, trait_columns
from telavis.service_requests.workflow import State

FOUND_BEFORE = timedelta(hours=11)
DECIDED_BEFORE = timedelta(days=9)
AS_IT_SOUNDS = {
    "Durand": "Durant",
    "Rousseau": "Rousso",
    "Hoarau": "Hoareau",
    "Payet": "Paillet",
    "Bouchard": "Bouchart",
    "Chevallier": "Chevalier",
    "Kerdoncuff": "Kerdoncuf",
    "Santoni": "Santonni",
    "Lefèvre": "Lefebvre",
}
Slip = Callable[[Traits], Traits | None]


def plant_doubles(stories: list[Story], now: datetime) -> None:
    """Some patients of two requests or more get a double, to whom the last of these requests then belongs."""
    told = _told_of(stories)
    pairs, used = [], set[UUID]()
    for slip in (*SLIPS, _namesake):
        chosen = _first_of(told, slip, used)
        if chosen is None:
            continue
        first, double = chosen
        used.add(first)
        story = told[first][-1]
        version = _create(double, story.request.created_at)
        story.request.patient, story.request.identity_version = version.patient, version
        story.identity = version
        pairs.append((told[first][0].identity, version))
    _propose(pairs, now)


def _told_of(stories: Iterable[Story]) -> dict[UUID, list[Story]]:
    """The requests of each patient that came to their end, of those who have several."""
    told = defaultdict[UUID, list[Story]](list)
    for story in stories:
        if story.request.state == State.CLOSED:
            told[story.identity.patient_id].append(story)
    return {patient: theirs for patient, theirs in told.items() if len(theirs) > 1}


def _first_of(told: dict[UUID, list[Story]], slip: Slip, used: set[UUID]) -> tuple[UUID, Traits] | None:
    """The first patient of whom somebody may have typed this, if there is any."""
    for patient, stories in told.items():
        typed = slip(traits_of(stories[0].identity))
        if patient not in used and typed:
            return patient, typed
    return None


def _typed_anew(person: Traits, **otherwise: Any) -> Traits:
    """Without a number, which was not at hand."""
    missing = {"billing_nir": None, "no_number_reason": NoNumberReason.UNAVAILABLE}
    return replace(person, **{**missing, "first_given_name": "", "used_name": "", **otherwise})


def _letter(person: Traits) -> Traits | None:
    """Two letters crossed, as a hurried hand types them."""
    name = person.birth_name
    if len(name) < 6 or not name.isalpha() or name[2] == name[3]:
        return None
    return _typed_anew(person, birth_name=f"{name[:2]}{name[3]}{name[2]}{name[4:]}")


def _sound(person: Traits) -> Traits | None:
    """As it sounds on the telephone."""
    heard = AS_IT_SOUNDS.get(person.birth_name)
    return _typed_anew(person, birth_name=heard) if heard else None


def _under_the_used_name(person: Traits) -> Traits | None:
    return _typed_anew(person, birth_name=person.used_name) if person.used_name else None


def _day_and_month(person: Traits) -> Traits | None:
    born = person.birth_date
    if born.day > 12 or born.day == born.month:
        return None
    return _typed_anew(person, birth_date=date(born.year, born.day, born.month))


def _without_accents_nor_number(person: Traits) -> Traits | None:
    if person.billing_nir is None or "é" not in person.birth_name:
        return None
    return _typed_anew(person, birth_name=person.birth_name.replace("é", "e"))


SLIPS: tuple[Slip, ...] = (
    _letter,
    _sound,
    _under_the_used_name,
    _day_and_month,
    _without_accents_nor_number,
)


def _namesake(person: Traits) -> Traits | None:
    """Of the same name and day, born elsewhere: two persons."""
    if person.birth_place_code == "59350" or person.billing_nir is None:
        return None
    return _typed_anew(
        person,
        used_name=person.used_name,
        birth_place_code="59350",
        birth_place_label="Lille (59, Nord)",
    )


def _create(traits: Traits, at: datetime) -> IdentityVersion:
    patient = Patient.objects.create(**derived_columns(traits), created_at=at)
    patient.current = IdentityVersion.objects.create(
        patient=patient, number=1, **trait_columns(traits), recorded_at=at, recorded_by_label=RECORDED_BY
    )
    patient.save(update_fields=["current"])
    learn([(patient.search_last, patient.search_given)])
    return patient.identity


def _propose(pairs: list[tuple[IdentityVersion, IdentityVersion]], now: datetime) -> None:
    """As the night finds them, among these alone; the last pair was told apart by the identity desk."""
    found = [pair_of(Likened.of_version(one), Likened.of_version(other)) for one, other in pairs]
    LikelyDuplicate.objects.bulk_create(
        LikelyDuplicate(
            first_id=pair.first,
            second_id=pair.second,
            score=pair.score,
            words=pair.words,
            **(_told_apart(now) if pair is found[-1] else _waiting(now)),
        )
        for pair in filter(None, found)
    )


def _waiting(now: datetime) -> dict[str, Any]:
    return {"found_at": now - FOUND_BEFORE}


def _told_apart(now: datetime) -> dict[str, Any]:
    return {
        "found_at": now - DECIDED_BEFORE,
        "state": PairState.APART,
        "settled_at": now - DECIDED_BEFORE + timedelta(hours=5),
        "settled_by_label": "Camille Vasseur",
    }
