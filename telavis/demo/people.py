"""Sixty professionals with their RPPS and the secretaries who help them, the accounts among them; their places."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from telavis.accounts.models import AccountRight, Right, User
from telavis.administration.actions import ask_reset
from telavis.demo.accounts import PASSWORD
from telavis.demo.establishments import CLINIC, HOSPITAL, NURSING_HOME, PRACTICE, TEAMS
from telavis.demo.names import FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES
from telavis.directory.actors import Actor
from telavis.directory.models import (
    Delegation,
    HealthcareService,
    Organization,
    Practitioner,
    PractitionerRole,
)
from telavis.services.models import MemberKind, Membership
from telavis.values.names import normalise, sort_key
from telavis.values.professions import PHYSICIAN, title_of
from telavis.values.rpps import RPPS

SINCE = date(2020, 1, 1)
SECRETARY = ""
GENERAL_PRACTICE = "SM54"
DEMO_MOBILE = "+33639980000"
PROFESSIONALS = 60


@dataclass
class People:
    """Who asks and who answers."""

    requesters: list[PractitionerRole] = field(default_factory=list)
    experts: dict[str, list[PractitionerRole]] = field(default_factory=dict)
    """By the code of the type that their service answers."""
    colleague: PractitionerRole | None = None


class Hirer:
    """Makes one person after another, each with the next number."""

    def __init__(self, random: Random, places: dict[str, Organization]) -> None:
        self.random, self.places, self.count, self.professionals = random, places, 0, 0

    def hire(
        self,
        given: str,
        family: str,
        place: str,
        *,
        username: str = "",
        profession: str = PHYSICIAN,
        specialty: str = GENERAL_PRACTICE,
    ) -> PractitionerRole:
        self.count += 1
        self.professionals += bool(profession)
        organization = self.places[place]
        practitioner = Practitioner.objects.create(
            user=_account(username, given, family, profession, self.count) if username else None,
            rpps=RPPS.with_key(f"109990{self.count:04d}") if profession else "",
            title=title_of(profession),
            family_name=family,
            given_name=given,
            profession=profession,
            specialty=specialty if profession == PHYSICIAN else "",
            sort_key=sort_key(family, given),
            search_text=normalise(f"{family} {given} {organization.name} {organization.town}"),
        )
        return PractitionerRole.objects.create(
            practitioner=practitioner, organization=organization, phone="+33199009900", started_on=SINCE
        )

    def hire_anybody(self, place: str, **what: str) -> PractitionerRole:
        given = self.random.choice(self.random.choice((FEMALE_NAMES, MALE_NAMES)))
        return self.hire(given, self.random.choice(FAMILY_NAMES), place, **what)


@cache
def kept_password() -> str:
    """Made once, since making it is slow on purpose: that of all accounts is public."""
    return make_password(PASSWORD)


def _account(username: str, given: str, family: str, profession: str, number: int) -> User:
    return User.objects.create(
        username=username,
        password=kept_password(),
        full_name=" ".join(part for part in (title_of(profession), given, family) if part),
        email=f"{username}@telavis.example",
        mobile=f"{DEMO_MOBILE[:-2]}{number:02d}",
        is_demo=True,
    )


def make_people(
    random: Random, places: dict[str, Organization], services: dict[str, HealthcareService]
) -> People:
    hirer = Hirer(random, places)
    people = People()
    _hire_requesters(hirer, people)
    for team in TEAMS:
        people.experts[team.type_code] = _staff(
            hirer, team.type_code, services[team.type_code], team.specialty
        )
    while hirer.professionals < PROFESSIONALS:
        place = random.choice((PRACTICE, CLINIC, NURSING_HOME, HOSPITAL))
        people.requesters.append(
            hirer.hire_anybody(place, profession=random.choice(("10", "10", "60", "50")))
        )
    _let_administrators_in()
    _let_the_identity_desk_in()
    _open(services)
    return people


def _let_administrators_in() -> None:
    """Two of them, and an access that one has asked to reset: the other confirms."""
    names = {"admin": "Alix Morel", "admin2": "Sacha Perrin"}
    made = [_account_without_a_place(username, full_name) for username, full_name in names.items()]
    for user in made:
        _give(user, Right.ADMINISTRATOR)
    ask_reset(
        User.objects.get(username="expert2"),
        reason="Téléphone perdu. Rappelée au secrétariat de son service, qui l’a reconnue.",
        by=Actor(user=made[1]),
    )


def _let_the_identity_desk_in() -> None:
    user = _account_without_a_place("identites", "Camille Vasseur")
    _give(user, Right.IDENTITY_DESK)


def _account_without_a_place(username: str, full_name: str) -> User:
    return User.objects.create(
        username=username,
        password=kept_password(),
        full_name=full_name,
        email=f"{username}@telavis.example",
        mobile=DEMO_MOBILE,
        is_demo=True,
    )


def _give(user: User, right: Right) -> None:
    AccountRight.objects.create(
        user=user,
        right=right,
        granted_at=timezone.now() - timedelta(days=30),
        granted_by_label="démonstration",
    )


def _hire_requesters(hirer: Hirer, people: People) -> None:
    requester = hirer.hire("Claire", "Martin", PRACTICE, username="requerant")
    second_place = PractitionerRole.objects.create(
        practitioner=requester.practitioner, organization=hirer.places[NURSING_HOME], started_on=SINCE
    )
    people.colleague = hirer.hire("Nadia", "Benali", PRACTICE, username="consoeur")
    secretary = hirer.hire("Luce", "Aubépine", PRACTICE, username="assistante", profession=SECRETARY)
    Delegation.objects.create(delegator=requester, delegate=secretary, started_on=SINCE)
    # The demonstration's requester asks more than the others, so that every list has something to show.
    people.requesters += [requester] * 6 + [second_place] * 2 + [people.colleague] * 3


def _staff(hirer: Hirer, code: str, service: HealthcareService, specialty: str) -> list[PractitionerRole]:
    place = service.organization.name
    known = {
        "dermatologie": [("Paul", "Roux", "expert"), ("Inès", "Le Goff", "expert2")],
        "maladies-infectieuses": [("Thomas", "Lacroix", "infectiologue")],
    }.get(code, [])
    experts = [
        hirer.hire(given, family, place, username=username, specialty=specialty)
        for given, family, username in known
    ]
    while len(experts) < 3:
        experts.append(hirer.hire_anybody(place, specialty=specialty))
    junior = hirer.hire_anybody(place, profession="G16_10")
    if code == "dermatologie":
        coordinator = hirer.hire("Hélène", "d’Arbois", place, username="coordinateur", specialty=specialty)
        secretary = hirer.hire("Yann", "Kervella", place, username="secretaire", profession=SECRETARY)
    else:
        coordinator = hirer.hire_anybody(place, specialty=specialty)
        secretary = hirer.hire_anybody(place, profession=SECRETARY)
    kinds = [
        *((expert, MemberKind.EXPERT) for expert in experts),
        *((coordinator, MemberKind.COORDINATOR), (junior, MemberKind.JUNIOR)),
        (secretary, MemberKind.SECRETARY),
    ]
    for role, kind in kinds:
        Membership.objects.create(healthcare_service=service, role=role, kind=kind, started_on=SINCE)
    return experts


def _open(services: dict[str, HealthcareService]) -> None:
    """Each establishment gets a referent, then its services may receive requests."""
    for service in services.values():
        coordinator = service.memberships.get(kind=MemberKind.COORDINATOR).role
        if service.organization.referent is None:
            service.organization.referent = coordinator
            service.organization.save(update_fields=["referent"])
        service.is_published = True
        service.save(update_fields=["is_published"])
