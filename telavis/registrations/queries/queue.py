"""The administrator's queue, and what the applicant is shown of it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from telavis.registrations.models import Registration, RegistrationStep
from telavis.registrations.queries.duplicates import duplicates_of
from telavis.registrations.queries.evidence import compare, identity_of
from telavis.registrations.workflow import State, States, Verb
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
    since: datetime
    is_asked: bool
    remarks: tuple[str, ...]
    """What differs, and who might be the same person."""


def waiting() -> list[Row]:
    """Those to decide, the oldest first."""
    rows = Registration.objects.filter(state__in=States.TO_DECIDE).prefetch_related("evidence")
    return [_row(each) for each in rows.order_by("submitted_at")[:MOST_ROWS]]


def decided() -> list[Registration]:
    """The last ones, newest first."""
    rows = Registration.objects.filter(state__in=States.DECIDED).prefetch_related("evidence")
    return list(rows.order_by("-decided_at")[:MOST_DECIDED])


def waiting_count() -> int:
    return Registration.objects.filter(state=State.WAITING).count()


def steps_of(registration: Registration) -> list[RegistrationStep]:
    """Its journal, oldest first."""
    return list(RegistrationStep.objects.filter(registration_id=registration.pk).order_by("id"))


def last_words(registration: Registration, verb: Verb) -> str:
    """The question that waits, or the reason of a refusal."""
    steps = RegistrationStep.objects.filter(registration_id=registration.pk, verb=verb)
    return steps.order_by("-id").values_list("text", flat=True).first() or ""


def name_of(registration: Registration) -> str:
    """«Claire Martin»: who applies, as far as it is known."""
    who = identity_of(registration)
    return " ".join(part for part in (who.title, who.given_name, who.family_name) if part)


def registration_of(user_id: UUID) -> Registration | None:
    """The last application of an account."""
    return Registration.objects.filter(user_id=user_id).order_by("-started_at").first()


def _row(registration: Registration) -> Row:
    who = identity_of(registration)
    place = registration.workplace
    differing = [f"{label.lower()} : à vérifier" for label in compare(registration).differing]
    doubles = sorted({each for duplicate in duplicates_of(registration) for each in duplicate.alike})
    return Row(
        id=registration.pk,
        name=name_of(registration),
        profession=profession_label(who.profession),
        place=place.words if place else "",
        since=registration.submitted_at or registration.started_at,
        is_asked=registration.state == State.ASKED,
        remarks=(*differing, *doubles),
    )
