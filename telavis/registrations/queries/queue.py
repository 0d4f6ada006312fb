"""The administrator's queue, and what the applicant is shown of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from telavis.registrations.models import Registration, RegistrationStep
from telavis.registrations.queries.duplicates import doubled_among
from telavis.registrations.queries.evidence import compare, identity_of
from telavis.registrations.workflow import State, States, Verb
from telavis.values.french import at_moment, typographic
from telavis.values.professions import profession_label

MOST_ROWS = 100
MOST_DECIDED = 20


@dataclass(frozen=True)
class Row:
    """One registration of a list, in words."""

    id: UUID
    name: str
    profession: str
    place: str
    state: State
    since: datetime
    remarks: tuple[str, ...]
    """What differs, and whether somebody might be the same person."""
    decision: str = ""

    @property
    def is_asked(self) -> bool:
        return self.state == State.ASKED


def waiting() -> list[Row]:
    """Those to decide, the oldest first."""
    rows = list(_readable().filter(state__in=States.TO_DECIDE).order_by("submitted_at")[:MOST_ROWS])
    doubled = doubled_among(rows)
    return [_row(each, is_doubled=each.pk in doubled) for each in rows]


def decided() -> list[Row]:
    """The last ones, newest first."""
    rows = _readable().filter(state__in=States.DECIDED).order_by("-decided_at")[:MOST_DECIDED]
    return [_row(each) for each in rows]


def sent() -> QuerySet[Registration]:
    """What an administrator may open: nothing that is still being typed."""
    return _readable().filter(state__in=[*States.TO_DECIDE, *States.DECIDED]).select_related("user")


def _readable() -> QuerySet[Registration]:
    return Registration.objects.prefetch_related("evidence")


def waiting_count() -> int:
    return Registration.objects.filter(state=State.WAITING).count()


def steps_of(registration: Registration) -> list[RegistrationStep]:
    """Its journal, oldest first."""
    return list(RegistrationStep.objects.filter(registration_id=registration.pk).order_by("id"))


def last_words(registration: Registration, *verbs: Verb) -> str:
    """The question that waits, or the reason of a refusal."""
    steps = RegistrationStep.objects.filter(registration_id=registration.pk, verb__in=verbs)
    return steps.order_by("-id").values_list("text", flat=True).first() or ""


def name_of(registration: Registration) -> str:
    """«Claire Martin»: who applies, as far as it is known."""
    who = identity_of(registration)
    return " ".join(part for part in (who.title, who.given_name, who.family_name) if part)


def registration_of(user_id: UUID) -> Registration | None:
    """The last application of an account."""
    return Registration.objects.filter(user_id=user_id).order_by("-started_at").first()


def _row(registration: Registration, *, is_doubled: bool = False) -> Row:
    who, place = identity_of(registration), registration.workplace
    differing = [
        typographic(f"{line.label} : {line.difference}")
        for line in compare(registration).lines
        if line.difference
    ]
    return Row(
        id=registration.pk,
        name=name_of(registration),
        profession=profession_label(who.profession),
        place=place.words if place else "",
        state=State(registration.state),
        since=registration.submitted_at or registration.started_at,
        remarks=tuple(map(typographic, [*differing, *(["doublon possible"] if is_doubled else [])])),
        decision=_decision(registration),
    )


def _decision(registration: Registration) -> str:
    if registration.decided_at is None:
        return ""
    when = at_moment(registration.decided_at, timezone.localtime())
    return f"{State(registration.state).label} par {registration.decided_by_label}, {when}"
