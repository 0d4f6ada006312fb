"""The life of a request: its states, its verbs, and the one table of steps that everything else reads."""

from dataclasses import dataclass

from django.db import models

from telavis.values.refused import Refused


class State(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SENT = "sent", "Envoyée"
    TAKEN = "taken", "Prise en charge"
    ON_HOLD = "on_hold", "Complément demandé"
    ANSWERED = "answered", "Répondue"
    CLOSED = "closed", "Close"
    DECLINED = "declined", "Déclinée"
    CANCELLED = "cancelled", "Annulée"
    ENTERED_IN_ERROR = "entered_in_error", "Saisie par erreur"
    DISCARDED = "discarded", "Corbeille"


class States:
    """Sets of states that rules and queries speak of."""

    OPEN = (State.SENT, State.TAKEN, State.ON_HOLD)
    WITH_AN_ANSWER = (State.ANSWERED, State.CLOSED)
    ENDED = (State.CLOSED, State.DECLINED, State.CANCELLED, State.ENTERED_IN_ERROR)
    PRIVATE = (State.DRAFT, State.DISCARDED)
    ONCE_SENT = tuple(state for state in State if state not in (State.DRAFT, State.DISCARDED))


class Verb(models.TextChoices):
    """The steps of the life of a request."""

    SEND = "send", "Envoyer à l’expert"
    DISCARD = "discard", "Mettre à la corbeille"
    RESTORE = "restore", "Reprendre le brouillon"
    RECALL = "recall", "Rappeler la demande"
    TAKE = "take", "Prendre en charge"
    RELEASE = "release", "Remettre dans la liste"
    ASK_MORE = "ask_more", "Demander un complément"
    REPLY = "reply", "Envoyer le complément"
    REDIRECT = "redirect", "Réorienter"
    DECLINE = "decline", "Décliner"
    CANCEL = "cancel", "Annuler la demande"
    ANSWER = "answer", "Signer et envoyer"
    CORRECT = "correct", "Rectifier l’avis"
    CLOSE = "close", "Clore"
    REOPEN = "reopen", "Rouvrir"
    MARK_IN_ERROR = "mark_in_error", "Déclarer saisie par erreur"


class Note(models.TextChoices):
    """What the journal also tells, and which changes no state."""

    SHARE = "share", "Transférée à un collègue"
    UNSHARE = "unshare", "Transfert retiré"
    ASSIGN = "assign", "Attribuée"
    WRITE = "write", "Message"
    READ = "read", "Avis lu"
    WITHDRAW_CONSENT = "withdraw_consent", "Accord du patient retiré"
    MAKE_PDF = "make_pdf", "PDF créé"
    PREPARE = "prepare", "Préparée, à envoyer"
    ANNOTATE = "annotate", "Image annotée"


@dataclass(frozen=True)
class Step:
    """From which states a verb leads, and where to."""

    sources: frozenset[State]
    to: State | None
    """None: the state the request was in (a correction), or came from (a reply)."""


def step(*sources: State, to: State | None) -> Step:
    return Step(frozenset(sources), to)


JOURNEY: dict[Verb, Step] = {
    Verb.SEND: step(State.DRAFT, to=State.SENT),
    Verb.DISCARD: step(State.DRAFT, to=State.DISCARDED),
    Verb.RESTORE: step(State.DISCARDED, to=State.DRAFT),
    Verb.RECALL: step(State.SENT, to=State.DRAFT),
    Verb.TAKE: step(State.SENT, to=State.TAKEN),
    Verb.RELEASE: step(State.TAKEN, State.ON_HOLD, to=State.SENT),
    Verb.ASK_MORE: step(State.SENT, State.TAKEN, to=State.ON_HOLD),
    Verb.REPLY: step(State.ON_HOLD, to=None),
    Verb.REDIRECT: step(*States.OPEN, to=State.SENT),
    Verb.DECLINE: step(*States.OPEN, to=State.DECLINED),
    Verb.CANCEL: step(*States.OPEN, to=State.CANCELLED),
    Verb.ANSWER: step(State.TAKEN, to=State.ANSWERED),
    Verb.CORRECT: step(State.ANSWERED, State.CLOSED, to=None),
    Verb.CLOSE: step(State.ANSWERED, to=State.CLOSED),
    Verb.REOPEN: step(State.ANSWERED, State.CLOSED, to=State.TAKEN),
    Verb.MARK_IN_ERROR: step(
        *(state for state in States.ONCE_SENT if state != State.ENTERED_IN_ERROR),
        to=State.ENTERED_IN_ERROR,
    ),
}


class DeclineReason(models.TextChoices):
    """Why a service does not answer."""

    OUT_OF_SCOPE = "out_of_scope", "hors du champ de ce service"
    NEEDS_EXAMINATION = "needs_examination", "le patient doit être examiné"
    EMERGENCY = "emergency", "relève de l’urgence"
    INCOMPLETE = "incomplete", "informations insuffisantes malgré un complément"
    DUPLICATE = "duplicate", "déjà demandé"
    NO_CAPACITY = "no_capacity", "le service ne peut pas répondre dans le délai"
    OTHER = "other", "autre motif"


FHIR_STATUS: dict[State, str | None] = {
    State.DRAFT: "draft",
    State.SENT: "active",
    State.TAKEN: "active",
    State.ON_HOLD: "on-hold",
    State.ANSWERED: "completed",
    State.CLOSED: "completed",
    State.DECLINED: "revoked",
    State.CANCELLED: "revoked",
    State.ENTERED_IN_ERROR: "entered-in-error",
    State.DISCARDED: None,
}
"""ServiceRequest.status in FHIR R4; a discarded draft is not exposed."""


class StepRefused(Refused):
    """It is not the moment: the request is not in a state from which this verb leads."""


def destination(verb: Verb, state: State, *, came_from: State | None = None) -> State | None:
    """The state in which `verb` leaves a request, or None if it does not lead on from `state`."""
    journey_step = JOURNEY[verb]
    if state not in journey_step.sources:
        return None
    if journey_step.to is not None:
        return journey_step.to
    return came_from if verb == Verb.REPLY else state
