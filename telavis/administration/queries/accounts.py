"""Finding an account by name, address, RPPS or user name, and what its page says of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Upper
from django.utils import timezone

from telavis.accounts.actions import tries
from telavis.accounts.actions.codes import subject_of, subjects_of_recovery
from telavis.accounts.models import (
    AccountRight,
    AuthenticatorApp,
    CodePurpose,
    ExternalIdentity,
    Passkey,
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


def with_ways_in() -> QuerySet[User]:
    """Accounts with their professional, how many sessions are open, and what opens them: one question."""
    is_running = Q(sessions__expire_date__gt=timezone.now())
    own = {"user": OuterRef("pk")}
    identities = ExternalIdentity.objects.filter(**own).order_by("provider").values("provider")
    return User.objects.select_related("practitioner").annotate(
        session_count=Count("sessions", filter=is_running),
        has_passkey=Exists(Passkey.objects.filter(**own)),
        has_app=Exists(AuthenticatorApp.objects.filter(**own)),
        providers=ArraySubquery(identities),
    )


def ways_into(user: Any) -> str:
    """«mot de passe, clé d’accès, psc»: of an account read by `with_ways_in`."""
    ways = {
        "mot de passe": user.has_usable_password(),
        "clé d’accès": user.has_passkey,
        "application d’authentification": user.has_app,
        **dict.fromkeys(("Pro Santé Connect" if each == "psc" else each for each in user.providers), True),
    }
    return ", ".join(way for way, is_there in ways.items() if is_there) or "aucune"


def practitioner_of(user: User) -> Practitioner | None:
    """Who the directory says that this is."""
    return getattr(user, "practitioner", None)


def roles_of(practitioner: Practitioner | None) -> list[PractitionerRole]:
    """Where they work and have worked, those of today first."""
    if practitioner is None:
        return []
    rows = PractitionerRole.objects.filter(practitioner=practitioner).select_related("organization")
    return sorted(rows, key=lambda role: (role.ended_on is not None, role.organization.sort_key))


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
