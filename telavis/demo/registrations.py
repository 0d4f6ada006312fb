"""Three registrations that wait for an administrator: a clear one, another name, somebody who has an account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from telavis.accounts.models import Standing, User
from telavis.demo.people import DEMO_MOBILE, People, kept_password
from telavis.directory.models import Practitioner, PractitionerRole
from telavis.directory.places import Place
from telavis.registrations.actions import publish_shipped
from telavis.registrations.models import (
    Evidence,
    Registration,
    RegistrationStep,
    Source,
    TextAcceptance,
)
from telavis.registrations.permissions import APPLICANT
from telavis.registrations.workflow import State, Verb
from telavis.values.names import normalise


@dataclass(frozen=True)
class Case:
    """Whose number is claimed, under what name, and how long ago."""

    role: PractitionerRole
    family_name: str
    waits: timedelta
    number: int


def accept_texts(now: datetime) -> None:
    """The accounts of the demonstration have accepted what is in force."""
    texts, users = publish_shipped(), User.objects.filter(is_demo=True)
    TextAcceptance.objects.bulk_create(
        TextAcceptance(text=text, user_id=user.pk, accepted_at=now) for text in texts for user in users
    )


def make_registrations(people: People, now: datetime) -> None:
    without = [role for role in people.requesters if role.practitioner.user is None]
    clear, renamed = (
        without[0],
        next(role for role in without if role.practitioner != without[0].practitioner),
    )
    cases = [
        Case(renamed, "Courtepaille", timedelta(days=2, hours=3), 90),
        Case(clear, clear.practitioner.family_name, timedelta(hours=5), 91),
    ]
    if people.colleague:
        name = people.colleague.practitioner.family_name
        cases.append(Case(people.colleague, name, timedelta(minutes=40), 92))
    for case in cases:
        _make(case, now)


def _make(case: Case, now: datetime) -> None:
    who, place = case.role.practitioner, Place.of(case.role.organization)
    sent_at = now - case.waits
    registration = Registration.objects.create(
        state=State.WAITING,
        user=_account(who, case),
        rpps=who.rpps,
        place=place.facts(),
        email=_email(who, case),
        email_proved_at=sent_at,
        mobile=f"{DEMO_MOBILE[:-2]}{case.number}",
        mobile_proved_at=sent_at,
        started_at=sent_at - timedelta(minutes=3),
        submitted_at=sent_at,
    )
    Evidence.objects.create(
        registration=registration, source=Source.TYPED, rpps=who.rpps, family_name=case.family_name,
        noted_at=registration.started_at, **_typed(who, case),
    )  # fmt: skip
    Evidence.objects.create(
        registration=registration, source=Source.DIRECTORY, rpps=who.rpps, title=who.title,
        family_name=who.family_name, given_name=who.given_name, profession=who.profession,
        specialty=who.specialty, places=[place.facts()], noted_at=registration.started_at,
    )  # fmt: skip
    _write_journal(registration)


def _typed(who: Practitioner, case: Case) -> dict[str, str]:
    """First name and profession are asked of somebody whom the directory names otherwise."""
    if case.family_name == who.family_name:
        return {}
    return {"given_name": who.given_name, "profession": who.profession}


def _account(who: Practitioner, case: Case) -> User:
    name = " ".join(part for part in (who.title, who.given_name, case.family_name) if part)
    return User.objects.create(
        username=f"{_email(who, case).partition('@')[0]}.{case.number}00",
        full_name=name,
        email=_email(who, case),
        mobile=f"{DEMO_MOBILE[:-2]}{case.number}",
        password=kept_password(),
        standing=Standing.PENDING,
        is_demo=True,
    )


def _email(who: Practitioner, case: Case) -> str:
    words = ".".join("-".join(normalise(each).lower().split()) for each in (who.given_name, case.family_name))
    return f"{words}@inscription.example"


def _write_journal(registration: Registration) -> None:
    """As the pages would have written it, in three minutes."""
    verbs = (
        Verb.START, Verb.ACCEPT_TEXTS, Verb.CHOOSE_WORKPLACE, Verb.GIVE_CONTACT, Verb.PROVE_MAIL,
        Verb.PROVE_MOBILE, Verb.SUBMIT,
    )  # fmt: skip
    after = {Verb.GIVE_CONTACT: State.PROVING, Verb.SUBMIT: State.WAITING}
    state, moment = State.BEGUN, registration.started_at
    for verb in verbs:
        target = after.get(verb, state)
        RegistrationStep.objects.create(
            registration_id=registration.pk, verb=verb, from_state=state, to_state=target,
            occurred_at=moment, user_label=APPLICANT.user_label,
        )  # fmt: skip
        state, moment = target, moment + timedelta(seconds=28)
