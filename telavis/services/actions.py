"""What an administrator changes in a service: whether it is open, its members, what it answers."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from telavis.audit.administration import Act, trace
from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.directory.permissions import check_administrator, check_somebody_else
from telavis.questionnaires.models import RequestType
from telavis.services.coverage import check_covered, lasting_coordinators
from telavis.services.models import MemberKind, Membership, ServiceOffer
from telavis.services.notifications import tell_of_member
from telavis.services.queries import present_referent
from telavis.values.french import date_words, join_words
from telavis.values.refused import Refused


@transaction.atomic
def open_service(service: HealthcareService, *, by: Actor) -> HealthcareService:
    """Requests may come: somebody answers for each of them."""
    row = _lock(service, by)
    if row.is_published:
        raise Refused("Ce service est déjà ouvert aux demandes.")
    coordinators = lasting_coordinators(timezone.localdate())
    missing = [
        *([] if coordinators.filter(healthcare_service=row).exists() else ["un coordinateur"]),
        *([] if present_referent(row.organization) else ["un référent à son établissement"]),
        *([] if ServiceOffer.objects.filter(healthcare_service=row).exists() else ["un type de demande"]),
    ]
    if missing:
        raise Refused(f"Il manque {join_words(missing)} : ajoutez, puis ouvrez le service.")
    return _publish(row, Act.OPEN_SERVICE, is_published=True, by=by)


@transaction.atomic
def close_service(service: HealthcareService, *, by: Actor) -> HealthcareService:
    """No new request; those that it has are answered as before."""
    row = _lock(service, by)
    if not row.is_published:
        raise Refused("Ce service est déjà fermé aux demandes.")
    return _publish(row, Act.CLOSE_SERVICE, is_published=False, by=by)


@transaction.atomic
def add_member(
    service: HealthcareService,
    role: PractitionerRole,
    kind: MemberKind,
    *,
    started_on: date,
    ended_on: date | None,
    by: Actor,
) -> Membership:
    """Somebody else of the establishment, between two days, told like the coordinators; one person may hold several places."""
    row = _lock(service, by)
    check_somebody_else(role, by)
    if (
        not PractitionerRole.objects.current()
        .filter(pk=role.pk, organization_id=row.organization_id)
        .exists()
    ):
        raise Refused("Cette personne ne travaille pas, ou plus, dans l’établissement de ce service.")
    if ended_on and ended_on < started_on:
        raise Refused("Le dernier jour est avant le premier : vérifiez les deux dates.")
    overlaps = Q(ended_on__isnull=True) | Q(ended_on__gte=started_on)
    if ended_on:
        overlaps &= Q(started_on__lte=ended_on)
    if Membership.objects.filter(overlaps, healthcare_service=row, role=role, kind=kind).exists():
        raise Refused(f"{role.practitioner} tient déjà cette place pendant ces jours.")
    member = Membership.objects.create(
        healthcare_service=row, role=role, kind=kind, started_on=started_on, ended_on=ended_on
    )
    _trace_member(Act.ADD_MEMBER, member, by)
    tell_of_member(member)
    return member


@transaction.atomic
def end_member(member: Membership, last_day: date, *, by: Actor) -> Membership:
    """A published service keeps a coordinator whose place has no end."""
    _lock(member.healthcare_service, by)
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("role__practitioner")
        .get(pk=member.pk)
    )
    if last_day < row.started_on:
        raise Refused(f"Cette place commence le {date_words(row.started_on)} : elle ne peut pas finir avant.")
    if row.ended_on and row.ended_on <= last_day:
        raise Refused(f"Cette place finit déjà le {date_words(row.ended_on)}.")
    check_covered(row.role, last_day, place=row)
    row.ended_on = last_day
    row.save(update_fields=["ended_on"])
    _trace_member(Act.END_MEMBER, row, by)
    return row


@transaction.atomic
def set_offer(
    service: HealthcareService,
    request_type: RequestType,
    *,
    use_for: str,
    not_for: str,
    prerequisites: str,
    by: Actor,
) -> ServiceOffer:
    """The service answers this type; what it says of it is replaced."""
    row = _lock(service, by)
    said = {"use_for": use_for, "not_for": not_for, "prerequisites": prerequisites}
    offer, _ = ServiceOffer.objects.update_or_create(
        healthcare_service=row, request_type=request_type, defaults=said
    )
    trace(Act.SET_OFFER, by=by, kind="service", key=row.pk, label=str(row), what=request_type.title)
    return offer


@transaction.atomic
def withdraw_offer(offer: ServiceOffer, *, by: Actor) -> None:
    """No new request of this type; an open service keeps at least one."""
    row = _lock(offer.healthcare_service, by)
    others = ServiceOffer.objects.filter(healthcare_service=row).exclude(pk=offer.pk)
    if row.is_published and not others.exists():
        raise Refused("C’est le seul type de demande d’un service ouvert : fermez d’abord le service.")
    deleted, _ = ServiceOffer.objects.filter(pk=offer.pk).delete()
    if not deleted:
        raise Refused("Ce type de demande est déjà retiré.")
    trace(
        Act.WITHDRAW_OFFER, by=by, kind="service", key=row.pk, label=str(row), what=offer.request_type.title
    )


def _lock(service: HealthcareService, by: Actor) -> HealthcareService:
    """The row as it is now: of two who change one service at once, one waits."""
    check_administrator(by)
    locked = HealthcareService.objects.select_for_update(of=("self",)).select_related("organization")
    return locked.get(pk=service.pk)


def _publish(row: HealthcareService, act: Act, *, is_published: bool, by: Actor) -> HealthcareService:
    row.is_published = is_published
    row.save(update_fields=["is_published"])
    trace(act, by=by, kind="service", key=row.pk, label=str(row))
    return row


def _trace_member(act: Act, member: Membership, by: Actor) -> None:
    until = f" au {member.ended_on:%d/%m/%Y}" if member.ended_on else ""
    days = f"du {member.started_on:%d/%m/%Y}{until}"
    trace(
        act,
        by=by,
        kind="service",
        key=member.healthcare_service_id,
        label=str(member.healthcare_service),
        what=f"{member.role.practitioner}, {MemberKind(member.kind).label}, {days}",
    )
