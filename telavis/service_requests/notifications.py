"""Who is told what at each step. Words carry a reference and nothing else: no service, no patient, no file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from telavis.accounts.models import User
from telavis.directory.actors import Actor
from telavis.directory.models import Practitioner, PractitionerRole
from telavis.notifications.actions import notify
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import Note, Verb
from telavis.services.queries import owner_for, present_referent, still_answers


class Deadline(StrEnum):
    """What happens by itself when its moment has come."""

    ANNOUNCE = "announce"
    REMIND = "remind"
    REMIND_REQUESTER = "remind_requester"
    ESCALATE = "escalate"


Event = Verb | Note | Deadline
Audience = Callable[[ServiceRequest], Iterable[PractitionerRole | Practitioner | None]]


@dataclass(frozen=True)
class Telling:
    """What is said to whom; `{reference}` is replaced."""

    to: Audience
    title: str = ""
    text: str = ""


def _nobody(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    return []


def _requester(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    return [service_request.requester]


def _in_charge(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    """The one who has it and whoever answers for it now; before anybody has it, the expert whom it names too.

    Of a request that was taken, only those to whom it is open: a referent answers for it and cannot read it, an
    expert may have left. In the place of one who has left, whoever answers for the service today.
    """
    taken_by, owner, named = service_request.taken_by, service_request.owner, service_request.addressed_to
    if taken_by is None:
        is_watched = owner is not None and _is_there(owner, service_request)
        return [owner if is_watched else _who_answers_today(service_request), named]
    there = [role for role in (taken_by, owner) if role and _is_open_to(role, service_request)]
    return [*there] or [_who_answers_today(service_request)]


def _in_charge_if_arrived(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    """Nobody of the service hears of what can still be undone: they could not open it."""
    return _in_charge(service_request) if service_request.is_visible_to_service else []


def _owner(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    return [service_request.owner]


def _followers(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    """Colleagues see the file when the service does, and hear of nothing before."""
    if not service_request.is_visible_to_service:
        return []
    shares = service_request.shares.filter(revoked_at__isnull=True).select_related("practitioner__user")
    return [share.practitioner for share in shares]


def _asking_side(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    return [*_requester(service_request), *_followers(service_request)]


def _everybody(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    return [*_asking_side(service_request), *_in_charge_if_arrived(service_request)]


def _those_who_follow(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    """Everybody but the one who asked."""
    return [*_followers(service_request), *_in_charge_if_arrived(service_request)]


def _everybody_and_owner(service_request: ServiceRequest) -> list[PractitionerRole | Practitioner | None]:
    """The one who answers for it now hears of it, even who cannot open it."""
    return [*_asking_side(service_request), *_in_charge(service_request), *_owner(service_request)]


def _who_answers_today(service_request: ServiceRequest) -> PractitionerRole | None:
    service = service_request.healthcare_service
    return owner_for(service, besides=service_request.requester.practitioner_id) if service else None


def _is_open_to(role: PractitionerRole, service_request: ServiceRequest) -> bool:
    service_id = service_request.healthcare_service_id
    return service_id is not None and still_answers(role, service_id)


def _is_there(role: PractitionerRole, service_request: ServiceRequest) -> bool:
    """It is open to them, or they watch over it as referent."""
    service = service_request.healthcare_service
    watches = service is not None and role == present_referent(service.organization)
    return watches or _is_open_to(role, service_request)


TELLINGS: dict[Event, Telling] = {
    # The service is told when the request becomes visible to it (ANNOUNCE), not while it can still be undone.
    Verb.SEND: Telling(_nobody),
    Verb.DISCARD: Telling(_nobody),
    Verb.RESTORE: Telling(_nobody),
    Verb.RECALL: Telling(_nobody),
    Deadline.ANNOUNCE: Telling(
        _in_charge,
        "Une demande vous attend",
        "La demande {reference} est arrivée et attend une prise en charge.",
    ),
    Verb.TAKE: Telling(
        _requester, "Votre demande est prise en charge", "Un expert a pris en charge la demande {reference}."
    ),
    Verb.RELEASE: Telling(
        _in_charge,
        "Une demande est à reprendre",
        "La demande {reference} attend de nouveau une prise en charge.",
    ),
    Verb.ASK_MORE: Telling(
        _requester,
        "Un complément vous est demandé",
        "L’expert a besoin d’un complément pour répondre à la demande {reference}.",
    ),
    Verb.REPLY: Telling(
        _in_charge,
        "Un complément est arrivé",
        "Le complément que vous attendiez pour {reference} est arrivé.",
    ),
    Verb.REDIRECT: Telling(
        _asking_side, "Votre demande est réorientée", "La demande {reference} est confiée à une autre équipe."
    ),
    Verb.DECLINE: Telling(
        _asking_side,
        "Votre demande n’a pas été retenue",
        "L’équipe ne peut pas répondre à la demande {reference}. Le motif est dans le dossier.",
    ),
    Verb.CANCEL: Telling(
        _those_who_follow, "Une demande est annulée", "La demande {reference} a été annulée par son auteur."
    ),
    Verb.ANSWER: Telling(
        _asking_side,
        "Un avis est arrivé",
        "L’expert a répondu à la demande {reference}. L’avis est dans le dossier.",
    ),
    Verb.CORRECT: Telling(
        _asking_side,
        "Un avis a été rectifié",
        "L’avis donné pour la demande {reference} a été rectifié. Lisez la nouvelle version.",
    ),
    Verb.CLOSE: Telling(
        _requester, "Un dossier est clos", "La demande {reference} est close. L’avis reste lisible."
    ),
    Verb.REOPEN: Telling(
        _owner,
        "Une demande est rouverte",
        "La demande {reference} a été rouverte : une précision est attendue.",
    ),
    Verb.MARK_IN_ERROR: Telling(
        _everybody,
        "Une demande est déclarée saisie par erreur",
        "La demande {reference} a été déclarée saisie par erreur. N’en tenez pas compte.",
    ),
    Note.SHARE: Telling(_nobody),
    Note.UNSHARE: Telling(_nobody),
    Note.READ: Telling(_nobody),
    Note.MAKE_PDF: Telling(_nobody),
    Note.ASSIGN: Telling(
        _in_charge, "Une demande vous est attribuée", "La demande {reference} vous est attribuée."
    ),
    Note.WRITE: Telling(
        _everybody, "Un message est arrivé", "Un message vous attend dans le dossier {reference}."
    ),
    Note.WITHDRAW_CONSENT: Telling(
        _in_charge_if_arrived,
        "L’accord du patient est retiré",
        "Le patient a retiré son accord pour la demande {reference}.",
    ),
    Note.PREPARE: Telling(
        _requester,
        "Une demande préparée pour vous attend votre envoi",
        "La demande {reference} est prête : relisez-la, puis envoyez-la. Elle est sur votre accueil.",
    ),
    Deadline.REMIND: Telling(
        _in_charge, "Une demande attend toujours", "La demande {reference} attend toujours une réponse."
    ),
    Deadline.REMIND_REQUESTER: Telling(
        _requester,
        "Un complément est toujours attendu",
        "L’expert attend toujours un complément pour la demande {reference}.",
    ),
    Deadline.ESCALATE: Telling(
        _everybody_and_owner,
        "Une demande a dépassé son délai",
        "La demande {reference} a dépassé le délai annoncé. Son responsable vient d’être averti.",
    ),
}


FORMERLY: dict[Verb, tuple[str, str]] = {
    Verb.RELEASE: (
        "Une demande est remise dans la liste",
        "La demande {reference}, que vous aviez prise en charge, est remise dans la liste du service.",
    ),
    Verb.REDIRECT: (
        "Une demande est réorientée",
        "La demande {reference}, que vous aviez prise en charge, est confiée à une autre équipe.",
    ),
    Verb.DECLINE: (
        "Une demande est déclinée",
        "La demande {reference}, que vous aviez prise en charge, a été déclinée par un autre membre du service.",
    ),
    Verb.ANSWER: (
        "Une demande a reçu son avis",
        "Un autre expert du service a répondu à la demande {reference}, que vous aviez prise en charge.",
    ),
    Verb.CORRECT: (
        "Votre avis a été rectifié",
        "L’avis que vous avez signé pour la demande {reference} a été rectifié. Lisez la nouvelle version.",
    ),
}
"""What the one is told who had it, or had signed, when somebody else moves it: title and text."""


def tell(
    service_request: ServiceRequest, event: Event, *, by: Actor, formerly: PractitionerRole | None = None
) -> None:
    """Tell the persons concerned, except the one who acts; `formerly` had taken it, or had signed it."""
    telling = TELLINGS[event]
    audience = list(telling.to(service_request))
    without_link = _who_cannot_open(service_request, audience)
    with_link = [person for person in audience if person not in without_link]
    tell_persons(service_request, event, with_link, telling.title, telling.text, by=by)
    tell_persons(service_request, event, without_link, telling.title, telling.text, by=by, link=False)
    told = {user.pk for user in map(_user_of, audience) if user}
    user = _user_of(formerly)
    if isinstance(event, Verb) and event in FORMERLY and user and user.pk not in told:
        title, text = FORMERLY[event]
        # Handed to another service, the file is closed to them: a link would lead nowhere.
        link = event != Verb.REDIRECT
        tell_persons(service_request, event, [formerly], title, text, by=by, link=link)


def _who_cannot_open(
    service_request: ServiceRequest, audience: Iterable[PractitionerRole | Practitioner | None]
) -> list[PractitionerRole]:
    """A link would lead nowhere for a referent, who answers for a request that they cannot read unless it is shared."""
    readers = {service_request.requester.practitioner}
    readers |= {person for person in audience if isinstance(person, Practitioner)}
    answering = (person for person in audience if isinstance(person, PractitionerRole))
    return [
        role
        for role in answering
        if role.practitioner not in readers and not _is_open_to(role, service_request)
    ]


def tell_colleague(service_request: ServiceRequest, colleague: Practitioner, *, by: Actor) -> None:
    """A colleague is told that a file is open to them."""
    text = "{author} vous a transféré le dossier {reference}.".replace("{author}", by.user_label)
    tell_persons(service_request, Note.SHARE, [colleague], "Un dossier vous est transféré", text, by=by)


def tell_persons(
    service_request: ServiceRequest,
    event: Event,
    persons: Iterable[PractitionerRole | Practitioner | None],
    title: str,
    text: str,
    *,
    by: Actor,
    link: bool = True,
) -> None:
    users = {user.pk: user for user in map(_user_of, persons) if user and user.pk != by.user_id}
    if not users:
        return
    notify(
        to=users.values(),
        kind=str(event.value),
        title=title,
        text=text.replace("{reference}", service_request.reference),
        service_request_id=service_request.pk,
        reference=service_request.reference if link else "",
    )


def _user_of(person: PractitionerRole | Practitioner | None) -> User | None:
    practitioner = person.practitioner if isinstance(person, PractitionerRole) else person
    return practitioner.user if practitioner else None
