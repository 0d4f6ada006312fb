"""Who might be the same person: same RPPS, same e-mail, same mobile, nearly the same name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from telavis.accounts.models import Standing, User
from telavis.directory.models import Practitioner
from telavis.registrations.likeness import Likeness, likeness
from telavis.registrations.models import Evidence, Registration, Source
from telavis.registrations.queries.evidence import identity_of, strongest
from telavis.registrations.workflow import State, States
from telavis.values.french import typographic
from telavis.values.names import normalise

SAME_NUMBER, SAME_ADDRESS, SAME_MOBILE, NEAR_NAME = "même RPPS", "même e-mail", "même mobile", "nom proche"
LETTERS = 3
"""Of which a name is looked for, or its beginning."""


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
    """All of them, those who only have a near name last; accounts before other registrations."""
    found = [*_accounts(registration), *_registrations(registration)]
    return sorted(found, key=lambda each: each.alike == (NEAR_NAME,))


def doubled_among(registrations: list[Registration]) -> set[UUID]:
    """Those whose number or mobile is also somebody else's: three questions, however many there are."""
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
        note(bearer, SAME_ADDRESS)
    for user in User.objects.filter(mobile=registration.mobile).exclude(mobile=""):
        note(user, SAME_MOBILE)
    for practitioner in _namesakes(who):
        note(practitioner.user, NEAR_NAME)
    for user, alike in users.values():
        yield Duplicate(str(user), typographic(f"compte « {user.username} »"), tuple(alike))


def _namesakes(who: Evidence) -> Iterator[Practitioner]:
    """With an account, a family name that is alike, and a first name that is nearly the same."""
    may_be = _may_be(who)
    if may_be is None:
        return
    known = Practitioner.objects.filter(may_be, user__isnull=False).select_related("user")
    shown = known.only(
        "family_name", "given_name", "sort_key", "user__username", "user__full_name", "user__standing"
    )
    # Ordered here: asked for an order, PostgreSQL might walk the whole directory in it.
    near = [each for each in shown.order_by() if _is_namesake(who, each.family_name, each.given_name)]
    yield from sorted(near, key=lambda each: each.sort_key)


def _may_be(who: Evidence) -> Q | None:
    """Who bears one of these family names; or, as a slip may hide it, begins alike and has the same first name.

    `sort_key` says the names and `search_text` has the index; it holds towns too.
    """
    words = _family_words(who)
    if not words:
        return None
    may_be = Q()
    for word in words:
        may_be |= Q(sort_key__startswith=f"{word} ")
        may_be |= Q(search_text__contains=f" {word} ", sort_key__contains=f" {word} ")
    if given_names := normalise(who.given_name).split():
        may_be |= Q(sort_key__startswith=words[0][:LETTERS], search_text__contains=f" {given_names[0]}")
    return may_be


def _family_words(who: Evidence) -> list[str]:
    """Particles set apart, unless the name is nothing else."""
    words = normalise(who.family_name).split()
    return [word for word in words if len(word) >= LETTERS] or words


def _is_namesake(who: Evidence, family_name: str, given_name: str) -> bool:
    same_family = likeness(who.family_name, family_name) != Likeness.DIFFERENT
    return same_family and (not who.given_name or likeness(who.given_name, given_name) != Likeness.DIFFERENT)


def _registrations(registration: Registration) -> Iterator[Duplicate]:
    """Those that were sent, whatever became of them; those who have an account since are told above."""
    who = identity_of(registration)
    for other in sorted(_others(registration), key=lambda each: each.submitted_at, reverse=True):
        name = strongest(other.evidence)
        if alike := tuple(_alike(registration, who, other, name)):
            yield Duplicate(
                f"{name.given_name} {name.family_name}".strip(),
                f"inscription {other.state.label.lower()}",
                alike,
                other.pk,
            )


@dataclass
class _Other:
    """A registration with as little of it as is compared."""

    pk: UUID
    state: State
    submitted_at: datetime
    rpps: str
    email: str
    mobile: str
    evidence: dict[Source, Evidence] = field(default_factory=dict)


FACTS = ("pk", "state", "submitted_at", "rpps", "email", "mobile")
NAMES = ("evidence__source", "evidence__family_name", "evidence__given_name")


def _others(registration: Registration) -> list[_Other]:
    """Who has the same number, address or mobile, and all who wait, whose names are compared here.

    Rows and names in one question: hundreds may wait.
    """
    same = Q(address=registration.email.lower()) | Q(mobile=registration.mobile, mobile__gt="")
    same |= Q(rpps=registration.rpps, rpps__gt="") | Q(state__in=States.TO_DECIDE)
    sent = Registration.objects.alias(address=Lower("email")).filter(same, submitted_at__isnull=False)
    sent = sent.exclude(pk=registration.pk).exclude(state=State.APPROVED)
    found: dict[UUID, _Other] = {}
    for key, state, *facts, source, family_name, given_name in sent.values_list(*FACTS, *NAMES):
        other = found.setdefault(key, _Other(key, State(state), *facts))
        other.evidence[Source(source)] = Evidence(family_name=family_name, given_name=given_name)
    return list(found.values())


def _alike(registration: Registration, who: Evidence, other: _Other, name: Evidence) -> Iterator[str]:
    if registration.rpps and registration.rpps == other.rpps:
        yield SAME_NUMBER
    if registration.email.lower() == other.email.lower():
        yield SAME_ADDRESS
    if registration.mobile and registration.mobile == other.mobile:
        yield SAME_MOBILE
    if _is_namesake(who, name.family_name, name.given_name):
        yield NEAR_NAME
