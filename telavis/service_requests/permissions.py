"""Who may do each verb. What a person may *see* is `ServiceRequest.objects.visible_to`."""

from collections.abc import Callable
from uuid import UUID

from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import JOURNEY, Note, State, States, Verb
from telavis.services.models import MemberKind
from telavis.services.queries import Place, places_of
from telavis.values.professions import is_health_professional, may_sign_an_answer

Permission = Callable[[Actor, ServiceRequest], bool]
OWN_QUESTION = "Personne ne répond à sa propre question."


def may_start(actor: Actor) -> bool:
    """Any health professional may ask; a delegate asks for the one they prepare for."""
    role = actor.on_behalf_of or actor.role
    return role is not None and is_health_professional(role.practitioner.profession)


def is_requester(actor: Actor, service_request: ServiceRequest) -> bool:
    return actor.is_person(service_request.requester.practitioner_id)


def is_asked_by(role: PractitionerRole, service_request: ServiceRequest) -> bool:
    """Is this person, from whichever workplace, the one who asks?"""
    return role.practitioner_id == service_request.requester.practitioner_id


def is_preparing(actor: Actor, service_request: ServiceRequest) -> bool:
    """The requester, or a delegate who acts for them now."""
    return actor.acts_for(service_request.requester.practitioner_id)


def is_preparing_for_another(actor: Actor, service_request: ServiceRequest) -> bool:
    """A delegate, never the requester in person."""
    return is_preparing(actor, service_request) and not is_requester(actor, service_request)


def _has_place(actor: Actor, service_request: ServiceRequest, *kinds: MemberKind) -> bool:
    return not kinds_in_service(actor, service_request).isdisjoint(kinds)


def places_held(actor: Actor, service_request: ServiceRequest) -> dict[UUID, Place]:
    """The services where this person works, asked once of each row that was read.

    Every action reads the row again under its lock, and so asks again.
    """
    known: dict[UUID | None, dict[UUID, Place]]
    known = service_request.__dict__.setdefault("_places_held", {})
    if actor.practitioner_id not in known:
        known[actor.practitioner_id] = places_of(actor)
    return known[actor.practitioner_id]


def kinds_in_service(actor: Actor, service_request: ServiceRequest) -> frozenset[str]:
    """The places this person holds in the service of the request."""
    service_id = service_request.healthcare_service_id
    place = places_held(actor, service_request).get(service_id) if service_id else None
    return place.kinds if place else frozenset()


def is_expert(actor: Actor, service_request: ServiceRequest) -> bool:
    return _has_place(actor, service_request, MemberKind.EXPERT, MemberKind.COORDINATOR)


def is_clinician(actor: Actor, service_request: ServiceRequest) -> bool:
    kinds = (MemberKind.EXPERT, MemberKind.JUNIOR, MemberKind.COORDINATOR)
    return _has_place(actor, service_request, *kinds)


def is_coordinator(actor: Actor, service_request: ServiceRequest) -> bool:
    return _has_place(actor, service_request, MemberKind.COORDINATOR)


def reads_for_the_service(actor: Actor, service_request: ServiceRequest) -> bool:
    """Any member; whoever asked, or prepares it, reads as the one who asked."""
    return _has_place(actor, service_request, *MemberKind) and not is_preparing(actor, service_request)


def is_referent(actor: Actor, service_request: ServiceRequest) -> bool:
    """While they work in the establishment."""
    service = service_request.healthcare_service
    referent = service.organization.referent if service else None
    return referent is not None and referent.is_current and actor.is_person(referent.practitioner_id)


def is_in_charge(actor: Actor, service_request: ServiceRequest) -> bool:
    taken_by = service_request.taken_by
    return taken_by is not None and actor.is_person(taken_by.practitioner_id)


def may_take(actor: Actor, service_request: ServiceRequest) -> bool:
    """A clinician of the service; nobody answers their own question, nor one that they prepare."""
    return is_clinician(actor, service_request) and not is_preparing(actor, service_request)


def may_decide(actor: Actor, service_request: ServiceRequest) -> bool:
    """An expert or coordinator, about the question of somebody else; theirs they cancel."""
    return is_expert(actor, service_request) and not is_preparing(actor, service_request)


def may_sign(actor: Actor, service_request: ServiceRequest) -> bool:
    """An expert or coordinator who may take it, and whose profession allows an expert opinion (R.6316-1)."""
    role = actor.role
    return (
        role is not None
        and may_sign_an_answer(role.practitioner.profession)
        and is_expert(actor, service_request)
        and may_take(actor, service_request)
    )


def may_release(actor: Actor, service_request: ServiceRequest) -> bool:
    """The one who has it, or a coordinator; once in the list it is the journey that says no, to whoever gave it back."""
    if is_preparing(actor, service_request):
        return False
    if service_request.state == State.SENT:
        return is_clinician(actor, service_request)
    return is_in_charge(actor, service_request) or is_coordinator(actor, service_request)


def may_correct(actor: Actor, service_request: ServiceRequest) -> bool:
    answer = service_request.answer
    signed_it = answer is not None and actor.is_person(answer.signed_by.practitioner_id)
    return signed_it or (may_sign(actor, service_request) and is_coordinator(actor, service_request))


def is_no_longer_theirs(actor: Actor, service_request: ServiceRequest) -> bool:
    """Who signed a former version, and has lost the right to correct with the version that replaced it."""
    signed = service_request.answers.filter(signed_by__practitioner_id__in=actor.own_ids)
    return not may_correct(actor, service_request) and signed.exists()


def may_close(actor: Actor, service_request: ServiceRequest) -> bool:
    return actor.is_system or is_requester(actor, service_request)


def may_mark_in_error(actor: Actor, service_request: ServiceRequest) -> bool:
    if is_coordinator(actor, service_request):
        return True
    return is_requester(actor, service_request) and service_request.taken_at is None


MAY: dict[Verb, Permission] = {
    Verb.SEND: is_requester,
    Verb.DISCARD: is_preparing,
    Verb.RESTORE: is_preparing,
    Verb.RECALL: is_requester,
    Verb.TAKE: may_take,
    Verb.RELEASE: may_release,
    Verb.ASK_MORE: may_take,
    Verb.REPLY: is_requester,
    Verb.REDIRECT: may_decide,
    Verb.DECLINE: may_decide,
    Verb.CANCEL: is_requester,
    Verb.ANSWER: may_sign,
    Verb.CORRECT: may_correct,
    Verb.CLOSE: may_close,
    Verb.REOPEN: is_requester,
    Verb.MARK_IN_ERROR: may_mark_in_error,
}


def may_edit(actor: Actor, service_request: ServiceRequest) -> bool:
    """Write in a draft: its requester and their delegates, while it is one."""
    return service_request.state == State.DRAFT and is_preparing(actor, service_request)


def may_share(actor: Actor, service_request: ServiceRequest) -> bool:
    return is_requester(actor, service_request) or is_expert(actor, service_request)


def may_assign(actor: Actor, service_request: ServiceRequest) -> bool:
    """Nobody chooses who answers their own question, once it is sent."""
    if is_preparing(actor, service_request):
        return False
    kinds = (MemberKind.SECRETARY, MemberKind.COORDINATOR)
    return _has_place(actor, service_request, *kinds) or is_referent(actor, service_request)


def may_annotate(actor: Actor, service_request: ServiceRequest) -> bool:
    """Now: a clinician of the service, while the answer is being prepared."""
    return service_request.state in States.OPEN and MAY_NOTE[Note.ANNOTATE](actor, service_request)


def may_write(actor: Actor, service_request: ServiceRequest) -> bool:
    return is_requester(actor, service_request) or is_clinician(actor, service_request)


MAY_NOTE: dict[Note, Permission] = {
    Note.SHARE: may_share,
    Note.UNSHARE: may_share,
    Note.ASSIGN: may_assign,
    Note.WRITE: may_write,
    Note.WITHDRAW_CONSENT: is_preparing,
    Note.PREPARE: is_preparing_for_another,
    Note.ANNOTATE: may_take,
}
"""Who may leave the other lines of the journal; reading and making the PDF are open to whoever sees the file."""


def allowed_verbs(actor: Actor, service_request: ServiceRequest) -> frozenset[Verb]:
    """The verbs to offer now: theirs, and from this state."""
    return frozenset(
        verb
        for verb, journey_step in JOURNEY.items()
        if service_request.state in journey_step.sources and MAY[verb](actor, service_request)
    )
