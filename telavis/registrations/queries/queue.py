"""The administrator's queue, and what the applicant is shown of it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from telavis.parameters.models import parameter
from telavis.registrations.models import Registration, RegistrationStep
from telavis.registrations.queries.duplicates import doubled_among
from telavis.registrations.queries.evidence import compare, identity_of, is_only_typed
from telavis.registrations.workflow import State, States, Verb
from telavis.values.french import at_moment, typographic
from telavis.values.professions import profession_label

PAGE = 25


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
    answer_by: date | None = None

    @property
    def is_asked(self) -> bool:
        return self.state == State.ASKED


@dataclass(frozen=True)
class QueuePage:
    """Twenty-five rows, continued after the key of the last one."""

    rows: list[Row]
    next: str = ""


def waiting(after: str = "") -> QueuePage:
    """Those to decide, the oldest first."""
    rows = _readable().filter(state__in=States.TO_DECIDE).order_by("submitted_at", "pk")
    if last := _key(after):
        rows = rows.filter(Q(submitted_at__gt=last[0]) | Q(submitted_at=last[0], pk__gt=last[1]))
    found = list(rows[: PAGE + 1])
    doubled = doubled_among(found[:PAGE])
    shown = [_row(each, is_doubled=each.pk in doubled) for each in found[:PAGE]]
    return QueuePage(shown, _next(found, "submitted_at"))


def decided(after: str = "") -> QueuePage:
    """The last ones first."""
    rows = _readable().filter(state__in=States.DECIDED).order_by("-decided_at", "-pk")
    if last := _key(after):
        rows = rows.filter(Q(decided_at__lt=last[0]) | Q(decided_at=last[0], pk__lt=last[1]))
    found = list(rows[: PAGE + 1])
    return QueuePage([_row(each) for each in found[:PAGE]], _next(found, "decided_at"))


def _next(found: list[Registration], column: str) -> str:
    """The moment and the key of the last row shown: whatever becomes of that row, what follows it is the same."""
    last = found[PAGE - 1] if len(found) > PAGE else None
    return f"{getattr(last, column).timestamp():.6f}_{last.pk}" if last else ""


def _key(after: str) -> tuple[datetime, UUID] | None:
    """Anything else begins at the top."""
    moment, _, key = after.partition("_")
    try:
        return datetime.fromtimestamp(float(moment), UTC), UUID(key)
    except (ValueError, OverflowError, OSError):
        return None


def sent() -> QuerySet[Registration]:
    """What an administrator may open: nothing that is still being typed."""
    return _readable().filter(state__in=[*States.TO_DECIDE, *States.DECIDED]).select_related("user")


def _readable() -> QuerySet[Registration]:
    return Registration.objects.prefetch_related("evidence")


def waiting_count() -> int:
    return Registration.objects.filter(state=State.WAITING).count()


def to_decide_count() -> int:
    return Registration.objects.filter(state__in=States.TO_DECIDE).count()


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


def kept_until(registration: Registration) -> date | None:
    """The last day of a refused registration: then it is erased, and its number and address are free again."""
    if registration.state != State.REFUSED or registration.decided_at is None:
        return None
    return timezone.localdate(
        registration.decided_at + timedelta(days=parameter("registration_refused_days"))
    )


def _row(registration: Registration, *, is_doubled: bool = False) -> Row:
    who, place = identity_of(registration), registration.workplace
    differing = [
        typographic(f"{line.label} : {line.difference}")
        for line in compare(registration).lines
        if line.difference
    ]
    unknown = ["Absent de l’annuaire"] if is_only_typed(registration) else []
    return Row(
        id=registration.pk,
        name=name_of(registration),
        profession=profession_label(who.profession),
        place=place.words if place else "",
        state=State(registration.state),
        since=registration.submitted_at or registration.started_at,
        remarks=tuple(
            map(typographic, [*unknown, *differing, *(["Doublon possible"] if is_doubled else [])])
        ),
        decision=_decision(registration),
        answer_by=registration.answer_by,
    )


def _decision(registration: Registration) -> str:
    if registration.decided_at is None:
        return ""
    when = at_moment(registration.decided_at, timezone.localtime())
    return f"{registration.decision}, {when}"
