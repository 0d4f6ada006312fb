"""The head of a file: what it is, who has it, what this person may do now. A page that is open asks for it again."""

import hashlib
from dataclasses import dataclass
from typing import Any

from telavis.directory.actors import Actor
from telavis.service_requests.actions import is_unread
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.permissions import (
    allowed_verbs,
    is_preparing,
    kinds_in_service,
    may_assign,
    may_share,
    may_sign,
    may_take,
    may_write,
    places_held,
)
from telavis.service_requests.workflow import State, States, Verb
from telavis.services.queries import coordinates_any

NEXT_ACTS = {Verb.TAKE, Verb.ASK_MORE, Verb.CORRECT}


@dataclass(frozen=True)
class May:
    """What this person may do now, as the templates ask it."""

    verbs: frozenset[str]
    sign: bool
    draft: bool
    write: bool
    share: bool
    assign: bool
    withdraw_consent: bool
    correct_identity: bool


def head_of(actor: Actor, service_request: ServiceRequest) -> dict[str, Any]:
    """What `thread/head.html` shows: nothing about the patient, so that asking for it again opens nothing."""
    side, may = _side(actor, service_request), _may(actor, service_request)
    places = places_held(actor, service_request)
    return {
        "service_request": service_request,
        "answer": service_request.answer,
        "side": side,
        "may": may,
        # On a phone the next act has the line for itself.
        "folds_tools": side == "expert" and not may.verbs.isdisjoint(NEXT_ACTS),
        "stamp": stamp_of(service_request),
        # What the navigation would ask again.
        "answers": bool(places),
        "coordinates": coordinates_any(places),
    }


def stamp_of(service_request: ServiceRequest) -> str:
    """Another one each time that the request has moved or that the service has opened it."""
    seen = (service_request.touched_at, service_request.first_opened_at, service_request.state)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def _side(actor: Actor, service_request: ServiceRequest) -> str:
    """Whoever asked reads as the one who asked, even a member of the service."""
    asked_it = is_preparing(actor, service_request)
    return "expert" if _serves(actor, service_request) and not asked_it else "asking"


def _serves(actor: Actor, service_request: ServiceRequest) -> bool:
    return service_request.is_visible_to_service and bool(kinds_in_service(actor, service_request))


def _may(actor: Actor, service_request: ServiceRequest) -> May:
    state = State(service_request.state)
    is_sent = state in States.ONCE_SENT and state != State.ENTERED_IN_ERROR
    verbs = allowed_verbs(actor, service_request)
    if Verb.RECALL in verbs and not is_unread(service_request):
        verbs -= {Verb.RECALL}
    return May(
        verbs=frozenset(verb.value for verb in verbs),
        sign=state in (State.SENT, State.TAKEN) and may_sign(actor, service_request),
        draft=may_take(actor, service_request),
        write=is_sent and may_write(actor, service_request),
        share=is_sent and may_share(actor, service_request),
        assign=state in States.OPEN and may_assign(actor, service_request),
        withdraw_consent=is_sent
        and service_request.consent_withdrawn_at is None
        and is_preparing(actor, service_request),
        correct_identity=is_sent and is_preparing(actor, service_request),
    )
