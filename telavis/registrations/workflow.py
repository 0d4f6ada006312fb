"""The life of a registration: its states, its verbs, and the one table of steps that everything else reads."""

from dataclasses import dataclass

from django.db import models

from telavis.values.refused import Refused


class State(models.TextChoices):
    BEGUN = "begun", "Commencée"
    PROVING = "proving", "Adresses à prouver"
    WAITING = "waiting", "En attente de validation"
    ASKED = "asked", "Question posée"
    APPROVED = "approved", "Validée"
    REFUSED = "refused", "Refusée"
    ABANDONED = "abandoned", "Abandonnée"


class States:
    """Sets of states that rules and queries speak of."""

    UNDER_WAY = (State.BEGUN, State.PROVING)
    """Nobody but the one who types knows of it."""
    TO_DECIDE = (State.WAITING, State.ASKED)
    DECIDED = (State.APPROVED, State.REFUSED)


class Verb(models.TextChoices):
    """The steps of the life of a registration."""

    START = "start", "Commencer"
    ACCEPT_TEXTS = "accept_texts", "Accepter les textes"
    CHOOSE_WORKPLACE = "choose_workplace", "Choisir le lieu d’exercice"
    GIVE_CONTACT = "give_contact", "Donner son adresse et son mobile"
    PROVE_MAIL = "prove_mail", "Prouver l’adresse e-mail"
    PROVE_MOBILE = "prove_mobile", "Prouver le mobile"
    SUBMIT = "submit", "Envoyer"
    APPROVE = "approve", "Valider"
    REFUSE = "refuse", "Refuser"
    ASK = "ask", "Poser une question"
    ASK_PROOF = "ask_proof", "Demander un justificatif"
    REPLY = "reply", "Répondre"
    REMIND = "remind", "Rappeler la question"
    LAPSE = "lapse", "Clore sans réponse"
    ABANDON = "abandon", "Abandonner"


@dataclass(frozen=True)
class Step:
    """From which states a verb leads, and where to."""

    sources: frozenset[State]
    to: State | None
    """None: the registration stays where it is."""


def step(*sources: State, to: State | None) -> Step:
    return Step(frozenset(sources), to)


JOURNEY: dict[Verb, Step] = {
    Verb.START: step(State.BEGUN, to=None),
    Verb.ACCEPT_TEXTS: step(State.BEGUN, to=None),
    Verb.CHOOSE_WORKPLACE: step(*States.UNDER_WAY, to=None),
    Verb.GIVE_CONTACT: step(*States.UNDER_WAY, to=State.PROVING),
    Verb.PROVE_MAIL: step(State.PROVING, to=None),
    Verb.PROVE_MOBILE: step(State.PROVING, to=None),
    Verb.SUBMIT: step(State.PROVING, to=State.WAITING),
    Verb.APPROVE: step(*States.TO_DECIDE, to=State.APPROVED),
    Verb.REFUSE: step(*States.TO_DECIDE, to=State.REFUSED),
    Verb.ASK: step(State.WAITING, to=State.ASKED),
    Verb.ASK_PROOF: step(State.WAITING, to=State.ASKED),
    Verb.REPLY: step(State.ASKED, to=State.WAITING),
    Verb.REMIND: step(State.ASKED, to=None),
    Verb.LAPSE: step(State.ASKED, to=State.REFUSED),
    Verb.ABANDON: step(*States.UNDER_WAY, to=State.ABANDONED),
}


class StepRefused(Refused):
    """It is not the moment for this step."""


def destination(verb: Verb, state: State) -> State | None:
    """The state in which `verb` leaves a registration, or None if it does not lead on from `state`."""
    found = JOURNEY[verb]
    if state not in found.sources:
        return None
    return found.to or state
