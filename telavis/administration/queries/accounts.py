"""Finding an account by name, address, RPPS or user name, and what its page says of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Model, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject, Upper
from django.utils import timezone

from telavis.accounts.actions import tries
from telavis.accounts.actions.codes import subject_of, subjects_of_recovery
from telavis.accounts.models import (
    AccountRight,
    AuthenticatorApp,
    CodePurpose,
    ExternalIdentity,
    Passkey,
    RecoveryCode,
    Right,
    Standing,
    TryKind,
    User,
    plain_name,
)
from telavis.accounts.names import names_of
from telavis.administration.queries.paging import Page, page_of
from telavis.directory.models import Practitioner, PractitionerRole
from telavis.registrations.models import Registration
from telavis.services.models import MemberKind, Membership
from telavis.values.french import plural
from telavis.values.invalid import InvalidValue
from telavis.values.names import normalise, unaccented
from telavis.values.rpps import RPPS

MOST_FOUND = 500
SHORTEST_WORD = 2


@dataclass(frozen=True)
class AccountList:
    """One page of a list of accounts; `too_many` asks for another word."""

    page: Page[User]
    too_many: bool = False


def accounts(text: str = "", *, view: str = "", after: str = "") -> AccountList:
    """Newest first. `view`: «fermes» (not open), «droits» (who carries one)."""
    rows = _viewed(view)
    if not text.split():
        return AccountList(page_of(rows, after))
    found = list(_matching(text)[: MOST_FOUND + 1])
    page = page_of(rows.filter(pk__in=found[:MOST_FOUND]), after)
    return AccountList(page, too_many=len(found) > MOST_FOUND)


def _viewed(view: str) -> QuerySet[User]:
    rows = User.objects.select_related("practitioner").prefetch_related("rights")
    if view == "fermes":
        return rows.exclude(standing=Standing.OPEN)
    if view == "droits":
        return rows.filter(pk__in=AccountRight.objects.values("user_id"))
    return rows


def _matching(text: str) -> QuerySet[User, UUID]:
    """The keys of whoever fits by their account, by their name in the directory, or by their number (that of their registration too).

    Several searches, each by its own index, rather than one over joined tables, which no index serves.
    """
    by_account = User.objects.annotate(name=plain_name(), called=Upper("username"), mail=Upper("email"))
    for word in text.upper().split():
        by_account = by_account.filter(
            Q(name__contains=unaccented(word)) | Q(called__contains=word) | Q(mail__contains=word)
        )
    with_account = Practitioner.objects.filter(user__isnull=False)
    found = by_account.order_by().values_list("pk", flat=True)
    if typed := [word for word in normalise(text).split() if len(word) >= SHORTEST_WORD]:
        named = with_account
        for word in typed:
            named = named.filter(Q(search_text__startswith=word) | Q(search_text__contains=f" {word}"))
        found = found.union(named.order_by().values_list("user_id", flat=True))
    if number := _number(text):
        applied = Registration.objects.filter(user__isnull=False, rpps=number)
        for bearers in (with_account.filter(rpps=number), applied):
            found = found.union(bearers.order_by().values_list("user_id", flat=True))
    return found


def _number(text: str) -> str:
    try:
        return str(RPPS.parse(text))
    except InvalidValue:
        return ""


@dataclass(frozen=True)
class WayIn:
    """One thing that opens an account: its kind and its days, never what it is made of."""

    kind: str
    since: datetime
    used_at: datetime | None


def with_ways_in() -> QuerySet[User]:
    """Accounts with their professional, how many sessions are open, and what opens them: one question."""
    is_running = Q(sessions__expire_date__gt=timezone.now())

    def days(model: type[Model], since: str, used: str, **more: str) -> ArraySubquery:
        rows = model._default_manager.filter(user=OuterRef("pk")).order_by(since)
        return ArraySubquery(rows.values(days=JSONObject(since=since, used=used, **more)))

    return User.objects.select_related("practitioner").annotate(
        session_count=Count("sessions", filter=is_running),
        passkey_days=days(Passkey, "created_at", "last_used_at"),
        app_days=days(AuthenticatorApp, "created_at", "last_used_at"),
        recovery_days=days(RecoveryCode, "created_at", "used_at"),
        identity_days=days(ExternalIdentity, "linked_at", "last_seen_at", kind="provider"),
    )


def ways_in_of(user: Any) -> list[WayIn]:
    """Of an account read by `with_ways_in`; recovery codes as one, with how many are left."""
    kinds = (("clé d’accès", user.passkey_days), ("application d’authentification", user.app_days))
    ways = [_way(kind, **row) for kind, rows in kinds for row in rows]
    for row in user.identity_days:
        kind = "Pro Santé Connect" if row["kind"] == "psc" else row["kind"]
        ways.append(_way(kind, row["since"], row["used"]))
    if left := [row for row in user.recovery_days if not row["used"]]:
        used = max((row["used"] for row in user.recovery_days if row["used"]), default=None)
        ways.append(_way(f"{plural(len(left), 'code')} de secours", left[0]["since"], used))
    return ways


def _way(kind: str, since: str, used: str | None) -> WayIn:
    return WayIn(kind, datetime.fromisoformat(since), datetime.fromisoformat(used) if used else None)


def ways_into(user: Any) -> str:
    """«mot de passe, clé d’accès, Pro Santé Connect»."""
    password = ["mot de passe"] if user.has_usable_password() else []
    return ", ".join(dict.fromkeys([*password, *(way.kind for way in ways_in_of(user))])) or "aucune"


def practitioner_of(user: User) -> Practitioner | None:
    """Who the directory says that this is."""
    return getattr(user, "practitioner", None)


def roles_of(practitioner: Practitioner | None) -> list[PractitionerRole]:
    """Where they work and have worked, those of today first."""
    if practitioner is None:
        return []
    return sorted(_roles(practitioner), key=_present_first)


def _roles(practitioner: Practitioner) -> QuerySet[PractitionerRole]:
    return PractitionerRole.objects.filter(practitioner=practitioner).select_related("organization")


def _present_first(role: PractitionerRole) -> tuple[bool, str]:
    return (role.ended_on is not None, role.organization.sort_key)


@dataclass(frozen=True)
class ServicePlace:
    """A place in a service that holds or will."""

    service_id: UUID
    service: str
    kind: str
    started_on: date
    ended_on: date | None


@dataclass(frozen=True)
class Workplace:
    """Where somebody works, the services they have a place in there, and whether that can still be ended."""

    role: PractitionerRole
    places: list[ServicePlace]
    may_end: bool


def workplaces_of(practitioner: Practitioner | None) -> list[Workplace]:
    """One question, however many there are."""
    if practitioner is None:
        return []
    today = timezone.localdate()
    lasting = Membership.objects.filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=today), role=OuterRef("pk")
    )
    told = JSONObject(
        service_id="healthcare_service_id",
        service="healthcare_service__name",
        kind="kind",
        started_on="started_on",
        ended_on="ended_on",
    )
    roles = _roles(practitioner).annotate(
        places=ArraySubquery(lasting.order_by("started_on", "pk").values(told=told))
    )
    return [
        Workplace(
            role, [_place(**each) for each in role.places], role.ended_on is None or role.ended_on >= today
        )
        for role in sorted(roles, key=_present_first)
    ]


def _place(service_id: str, service: str, kind: str, started_on: str, ended_on: str | None) -> ServicePlace:
    last_day = date.fromisoformat(ended_on) if ended_on else None
    first_day = date.fromisoformat(started_on)
    return ServicePlace(UUID(service_id), service, MemberKind(kind).label, first_day, last_day)


@dataclass(frozen=True)
class Counted:
    """Tries at one thing that are not forgotten yet."""

    what: str
    failures: int
    is_stopped: bool


def tries_at(user: User) -> list[Counted]:
    """What an account has failed at, to understand why somebody cannot come in."""
    limits = [(tries.PASSWORD, name) for name in names_of(user)]
    codes = [subject_of(user, CodePurpose.SIGN_IN, ""), *subjects_of_recovery(user)]
    limits += [(tries.CODE, subject) for subject in codes]
    return [
        Counted(
            what="mots de passe" if row.kind == TryKind.PASSWORD else "codes",
            failures=row.failures,
            is_stopped=limit.stop_at is not None and row.failures >= limit.stop_at,
        )
        for limit, row in tries.counted(limits)
        if row.failures
    ]


def rights_in(user: User) -> list[AccountRight]:
    """In the order of `Right`."""
    order = list(Right.values)
    return sorted(AccountRight.objects.filter(user=user), key=lambda held: order.index(held.right))
