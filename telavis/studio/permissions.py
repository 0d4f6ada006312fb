"""Who sees and changes the forms of a service: its coordinators; administrators see, load and withdraw, and sign nothing."""

from uuid import UUID

from django.db.models import QuerySet

from telavis.accounts.models import Right
from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService
from telavis.directory.permissions import NotAllowed
from telavis.services.models import MemberKind
from telavis.services.queries import memberships_of
from telavis.studio.models import FormWork
from telavis.studio.workflow import Verb
from telavis.values.professions import may_sign_an_answer
from telavis.values.refused import Refused

FOR_ADMINISTRATORS_TOO = frozenset({Verb.WITHDRAW})


def coordinated_by(actor: Actor) -> set[UUID]:
    """The services that this person coordinates today, themselves or for an absent coordinator."""
    held = memberships_of(actor).filter(kind=MemberKind.COORDINATOR)
    return set(held.values_list("healthcare_service_id", flat=True))


def coordinates(actor: Actor, service_id: UUID) -> bool:
    return service_id in coordinated_by(actor)


def may_enter(actor: Actor) -> bool:
    return actor.has(Right.ADMINISTRATOR) or bool(coordinated_by(actor))


def services_seen_by(actor: Actor) -> QuerySet[HealthcareService]:
    services = HealthcareService.objects.select_related("organization")
    if actor.has(Right.ADMINISTRATOR):
        return services
    return services.filter(pk__in=coordinated_by(actor))


def works_seen_by(actor: Actor) -> QuerySet[FormWork]:
    works = FormWork.objects.select_related("healthcare_service__organization", "request_type")
    if actor.has(Right.ADMINISTRATOR):
        return works
    return works.filter(healthcare_service__in=coordinated_by(actor))


def check_coordinator(actor: Actor, service_id: UUID) -> None:
    if not coordinates(actor, service_id):
        raise NotAllowed


def check_may(verb: Verb, actor: Actor, work: FormWork) -> None:
    """403 when the verb is not theirs; a sentence when a coordinator may not sign."""
    if verb in FOR_ADMINISTRATORS_TOO and actor.has(Right.ADMINISTRATOR):
        return
    check_coordinator(actor, work.healthcare_service_id)
    if verb is Verb.SIGN and (obstacle := why_not_sign(actor)):
        raise Refused(obstacle)


def may(verb: Verb, actor: Actor, work: FormWork) -> bool:
    if verb in FOR_ADMINISTRATORS_TOO and actor.has(Right.ADMINISTRATOR):
        return True
    return coordinates(actor, work.healthcare_service_id)


def why_not_sign(actor: Actor) -> str:
    """The signature engages who asks and who answers: it is a known physician’s, midwife’s or dental surgeon’s."""
    person = actor.role.practitioner if actor.role else None
    if person is None or not may_sign_an_answer(person.profession):
        return "Un formulaire est signé par un médecin, une sage-femme ou un chirurgien-dentiste du service."
    return (
        ""
        if person.rpps
        else "Votre numéro RPPS manque à votre compte : sans lui, votre signature n’engage pas."
    )
