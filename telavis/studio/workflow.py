"""The life of a piece of work on a form: written, submitted, signed, published, and what may follow."""

from dataclasses import dataclass

from django.db import models

from telavis.values.refused import Refused


class State(models.TextChoices):
    EDITING = "editing", "en cours de rédaction"
    SUBMITTED = "submitted", "à signer"
    SIGNED = "signed", "signé"
    SCHEDULED = "scheduled", "publication prévue"
    PUBLISHED = "published", "publié"
    WITHDRAWN = "withdrawn", "retiré"
    ABANDONED = "abandoned", "abandonné"


class Verb(models.TextChoices):
    SUBMIT = "submit", "soumettre à la signature"
    REWORK = "rework", "reprendre la rédaction"
    SIGN = "sign", "signer"
    SCHEDULE = "schedule", "prévoir la publication"
    PUBLISH = "publish", "publier"
    WITHDRAW = "withdraw", "retirer"
    ABANDON = "abandon", "abandonner"


class States:
    OPEN = (State.EDITING, State.SUBMITTED, State.SIGNED, State.SCHEDULED)
    """Under way: there is one such work at most for one form of one service."""
    SIGNED = (State.SIGNED, State.SCHEDULED, State.PUBLISHED, State.WITHDRAWN)


@dataclass(frozen=True)
class Step:
    """From which states a verb leads, and where to."""

    sources: tuple[State, ...]
    to: State


JOURNEY: dict[Verb, Step] = {
    Verb.SUBMIT: Step((State.EDITING,), State.SUBMITTED),
    # The signature was given to the words as they stood: it goes as soon as they may change.
    Verb.REWORK: Step((State.SUBMITTED, State.SIGNED, State.SCHEDULED), State.EDITING),
    Verb.SIGN: Step((State.SUBMITTED,), State.SIGNED),
    Verb.SCHEDULE: Step((State.SIGNED, State.SCHEDULED), State.SCHEDULED),
    Verb.PUBLISH: Step((State.SIGNED, State.SCHEDULED), State.PUBLISHED),
    Verb.WITHDRAW: Step((State.PUBLISHED,), State.WITHDRAWN),
    Verb.ABANDON: Step(States.OPEN, State.ABANDONED),
}


def check_moment(verb: Verb, state: str) -> State:
    """The state that the verb leads to; `Refused` when it is not the moment."""
    step = JOURNEY[verb]
    if state not in step.sources:
        raise Refused(
            f"Ce formulaire est « {State(state).label} » : ce n’est pas, ou plus, le moment de {verb.label}."
        )
    return step.to


def verbs_from(state: str) -> list[Verb]:
    return [verb for verb, step in JOURNEY.items() if state in step.sources]
