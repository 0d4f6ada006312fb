"""Who is told what at each step. Words carry a reference and nothing else: no service, no patient, no file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from telavis.accounts.models import User
from telavis.directory.actors import Actor
from telavis.directory.models import Practitioner, PractitionerRole
from telavis.notifications.actions import notify
from telavis.service_requests.audiences import Concerned, Person
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import Note, Verb


class Deadline(StrEnum):
    """What happens by itself when its moment has come."""

    ANNOUNCE = "announce"
    REMIND = "remind"
    REMIND_REQUESTER = "remind_requester"
    ESCALATE = "escalate"


class News(StrEnum):
    """What happens to a draft by somebody else’s act."""

    FORM_CHANGED = "form_changed"


Event = Verb | Note | Deadline | News


@dataclass(frozen=True)
class Telling:
    """What is said to whom; `{reference}` is replaced."""

    to: Callable[[Concerned], list[Person]]
    title: str = ""
    text: str = ""


TELLINGS: dict[Event, Telling] = {
    # The service is told when the request becomes visible to it (ANNOUNCE), not while it can still be undone.
    Verb.SEND: Telling(Concerned.nobody),
    Verb.DISCARD: Telling(Concerned.nobody),
    Verb.RESTORE: Telling(Concerned.nobody),
    Verb.RECALL: Telling(Concerned.nobody),
    Deadline.ANNOUNCE: Telling(
        Concerned.in_charge,
        "Une demande vous attend",
        "La demande {reference} est arrivée et attend une prise en charge.",
    ),
    Verb.TAKE: Telling(
        Concerned.requester,
        "Votre demande est prise en charge",
        "Un expert a pris en charge la demande {reference}.",
    ),
    Verb.RELEASE: Telling(
        Concerned.in_charge,
        "Une demande est à reprendre",
        "La demande {reference} attend de nouveau une prise en charge.",
    ),
    Verb.ASK_MORE: Telling(
        Concerned.requester,
        "Un complément vous est demandé",
        "L’expert a besoin d’un complément pour répondre à la demande {reference}.",
    ),
    Verb.REPLY: Telling(
        Concerned.in_charge,
        "Un complément est arrivé",
        "Le complément demandé pour {reference} est arrivé.",
    ),
    Verb.REDIRECT: Telling(
        Concerned.asking_side,
        "Votre demande est réorientée",
        "La demande {reference} est confiée à une autre équipe.",
    ),
    Verb.DECLINE: Telling(
        Concerned.asking_side,
        "Votre demande n’a pas été retenue",
        "L’équipe ne peut pas répondre à la demande {reference}. Le motif est dans le dossier.",
    ),
    Verb.CANCEL: Telling(
        Concerned.those_who_follow,
        "Une demande est annulée",
        "La demande {reference} a été annulée par son auteur.",
    ),
    Verb.ANSWER: Telling(
        Concerned.asking_side,
        "Un avis est arrivé",
        "L’expert a répondu à la demande {reference}. L’avis est dans le dossier.",
    ),
    Verb.CORRECT: Telling(
        Concerned.asking_side,
        "Un avis a été rectifié",
        "L’avis donné pour la demande {reference} a été rectifié. Lisez la nouvelle version.",
    ),
    Verb.CLOSE: Telling(
        Concerned.requester, "Un dossier est clos", "La demande {reference} est close. L’avis reste lisible."
    ),
    Verb.REOPEN: Telling(
        Concerned.owner,
        "Une demande est rouverte",
        "La demande {reference} a été rouverte : une précision est attendue.",
    ),
    Verb.MARK_IN_ERROR: Telling(
        Concerned.everybody,
        "Une demande est déclarée saisie par erreur",
        "La demande {reference} a été déclarée saisie par erreur. N’en tenez pas compte.",
    ),
    Note.SHARE: Telling(Concerned.nobody),
    Note.UNSHARE: Telling(Concerned.nobody),
    Note.READ: Telling(Concerned.nobody),
    Note.MAKE_PDF: Telling(Concerned.nobody),
    Note.ANNOTATE: Telling(Concerned.nobody),
    Note.ASSIGN: Telling(
        Concerned.in_charge, "Une demande vous est attribuée", "La demande {reference} vous est attribuée."
    ),
    Note.WRITE: Telling(
        Concerned.everybody, "Un message est arrivé", "Un message vous attend dans le dossier {reference}."
    ),
    Note.WITHDRAW_CONSENT: Telling(
        Concerned.in_charge_if_arrived,
        "L’accord du patient est retiré",
        "Le patient a retiré son accord pour la demande {reference}.",
    ),
    Note.PREPARE: Telling(
        Concerned.requester,
        "Une demande préparée pour vous attend votre envoi",
        "La demande {reference} est prête : relisez-la, puis envoyez-la. Elle est sur votre accueil.",
    ),
    Deadline.REMIND: Telling(
        Concerned.in_charge,
        "Une demande attend toujours",
        "La demande {reference} attend toujours une réponse.",
    ),
    Deadline.REMIND_REQUESTER: Telling(
        Concerned.requester,
        "Un complément est toujours attendu",
        "L’expert attend toujours un complément pour la demande {reference}.",
    ),
    Deadline.ESCALATE: Telling(
        Concerned.everybody_and_owner,
        "Une demande a dépassé son délai",
        "La demande {reference} a dépassé le délai annoncé et attend toujours une réponse.",
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
    telling, concerned = TELLINGS[event], Concerned(service_request)
    audience = telling.to(concerned)
    without_link = concerned.who_cannot_open(audience)
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


def tell_colleague(service_request: ServiceRequest, colleague: Practitioner, *, by: Actor) -> None:
    """A colleague is told that a file is open to them."""
    text = "{author} vous a transféré le dossier {reference}.".replace("{author}", by.user_label)
    tell_persons(service_request, Note.SHARE, [colleague], "Un dossier vous est transféré", text, by=by)


def tell_form_changed(service_request: ServiceRequest, *, by: Actor) -> None:
    """Whoever asks, and whoever prepares for them, reads the draft again before it leaves."""
    text = (
        "Le service choisi pour la demande {reference} a publié un nouveau formulaire. Vos réponses sont gardées : "
        "relisez-les avant d’envoyer."
    )
    persons = [service_request.requester, service_request.prepared_by]
    tell_persons(
        service_request,
        News.FORM_CHANGED,
        persons,
        "Un de vos brouillons a changé de formulaire",
        text,
        by=by,
    )


def tell_persons(
    service_request: ServiceRequest,
    event: Event,
    persons: Iterable[Person],
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


def _user_of(person: Person) -> User | None:
    practitioner = person.practitioner if isinstance(person, PractitionerRole) else person
    return practitioner.user if practitioner else None
