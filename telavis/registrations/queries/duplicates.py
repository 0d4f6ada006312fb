"""Who might be the same person: same RPPS, same e-mail, same mobile, nearly the same name."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from telavis.accounts.models import Standing, User
from telavis.directory.models import Practitioner
from telavis.registrations.likeness import Likeness, likeness
from telavis.registrations.models import Evidence, Registration
from telavis.registrations.queries.evidence import identity_of
from telavis.registrations.workflow import State, States
from telavis.values.french import typographic
from telavis.values.names import unaccented

MOST = 20
SAME_NUMBER = "même RPPS"
READ_AT_MOST = 500


@dataclass(frozen=True)
class Duplicate:
    """Somebody like the applicant, and in what."""

    who: str
    where: str
    alike: tuple[str, ...]
    registration_id: UUID | None = None

    @property
    def holds_the_number(self) -> bool:
        """An account has this RPPS already: there is none to open."""
        return self.registration_id is None and SAME_NUMBER in self.alike


def duplicates_of(registration: Registration) -> list[Duplicate]:
    """Accounts first, then other registrations."""
    found = [*_accounts(registration), *_registrations(registration)]
    return found[:MOST]


def doubled_among(registrations: list[Registration]) -> set[UUID]:
    """Those whose number, e-mail or mobile is also somebody else's: three questions, however many there are."""
    numbers = [each.rpps for each in registrations if each.rpps]
    mobiles = [each.mobile for each in registrations if each.mobile]
    taken = set(
        Practitioner.objects.filter(rpps__in=numbers, user__isnull=False).values_list("rpps", flat=True)
    )
    accounts = User.objects.filter(mobile__in=mobiles).exclude(standing=Standing.PENDING)
    taken.update(accounts.values_list("mobile", flat=True))
    others = Registration.objects.filter(
        Q(rpps__in=numbers) | Q(mobile__in=mobiles), submitted_at__isnull=False
    )
    others = others.exclude(state=State.APPROVED)
    seen = [mark for pair in others.values_list("rpps", "mobile") for mark in pair if mark]
    taken.update(mark for mark in seen if seen.count(mark) > 1)
    return {each.pk for each in registrations if {each.rpps, each.mobile} & taken}


def _accounts(registration: Registration) -> Iterator[Duplicate]:
    who = identity_of(registration)
    users: dict[UUID, tuple[User, list[str]]] = {}

    def note(user: User | None, alike: str) -> None:
        # an account that waits is told by its registration
        if user is not None and user.standing != Standing.PENDING:
            users.setdefault(user.pk, (user, []))[1].append(alike)

    if registration.rpps:
        for practitioner in Practitioner.objects.filter(rpps=registration.rpps).select_related("user"):
            note(practitioner.user, SAME_NUMBER)
    by_address = User.objects.alias(address=Lower("email")).filter(address=registration.email.lower())
    for bearer in by_address.exclude(email=""):
        note(bearer, "même e-mail")
    for user in User.objects.filter(mobile=registration.mobile).exclude(mobile="")[:MOST]:
        note(user, "même mobile")
    for practitioner in _namesakes(who):
        note(practitioner.user, "nom proche")
    for user, alike in users.values():
        yield Duplicate(str(user), typographic(f"compte « {user.username} »"), tuple(alike))


def _namesakes(who: Evidence) -> Iterator[Practitioner]:
    """With an account, the same family name, and a first name that is nearly the same."""
    begins = unaccented(who.family_name)[:3]
    if not begins:
        return
    known = Practitioner.objects.filter(user__isnull=False, sort_key__startswith=begins)
    for practitioner in known.select_related("user").order_by("sort_key")[:READ_AT_MOST]:
        if _is_namesake(who, practitioner.family_name, practitioner.given_name):
            yield practitioner


def _is_namesake(who: Evidence, family_name: str, given_name: str) -> bool:
    same_family = likeness(who.family_name, family_name) != Likeness.DIFFERENT
    return same_family and (not who.given_name or likeness(who.given_name, given_name) != Likeness.DIFFERENT)


def _registrations(registration: Registration) -> Iterator[Duplicate]:
    """Those that were sent, whatever became of them."""
    who = identity_of(registration)
    same = Q(address=registration.email.lower()) | Q(mobile=registration.mobile, mobile__gt="")
    same |= Q(rpps=registration.rpps, rpps__gt="") | Q(state__in=States.TO_DECIDE)
    sent = Registration.objects.alias(address=Lower("email")).filter(submitted_at__isnull=False)
    others = sent.filter(same).exclude(pk=registration.pk)
    others = others.exclude(state=State.APPROVED)  # those have an account, told above
    for other in others.prefetch_related("evidence").order_by("-submitted_at")[:READ_AT_MOST]:
        alike = tuple(_alike(registration, who, other))
        if alike:
            name = identity_of(other)
            yield Duplicate(
                f"{name.given_name} {name.family_name}".strip(),
                f"inscription {State(other.state).label.lower()}",
                alike,
                other.pk,
            )


def _alike(registration: Registration, who: Evidence, other: Registration) -> Iterator[str]:
    if registration.rpps and registration.rpps == other.rpps:
        yield SAME_NUMBER
    if registration.email.lower() == other.email.lower():
        yield "même e-mail"
    if registration.mobile and registration.mobile == other.mobile:
        yield "même mobile"
    name = identity_of(other)
    if _is_namesake(who, name.family_name, name.given_name):
        yield "nom proche"
