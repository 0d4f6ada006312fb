"""The one page of a file: the same facts for requester, colleague and expert, in the order each needs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from telavis.directory.actors import Actor
from telavis.documents.models import Document, DocumentState
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.permissions import (
    allowed_verbs,
    is_clinician,
    is_preparing,
    kinds_in_service,
    may_assign,
    may_share,
    may_sign,
    may_write,
)
from telavis.service_requests.queries.contents import Contents, contents_of
from telavis.service_requests.queries.file import (
    Draft,
    History,
    Said,
    documents_of,
    earlier_answers,
    history_of,
)
from telavis.service_requests.workflow import State, States, Verb
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import Tile, tile_of
from telavis.web.thread.answer_form import AnswerForm

COLUMNS = {
    "expert": [("demande", "Demande"), ("reponse", "Réponse")],
    "asking": [("dossier", "Dossier"), ("suivi", "Suivi")],
}


@dataclass(frozen=True)
class Bubble:
    """One message as the page shows it."""

    said: Said
    is_mine: bool
    items: list[str]
    tiles: list[Tile]


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


def render_file(
    request: ActorRequest,
    service_request: ServiceRequest,
    *,
    answer_form: AnswerForm | None = None,
    is_correction: bool = False,
) -> HttpResponse:
    """The file, opened already; `answer_form` when what was typed must be shown again."""
    side = _side(request.actor, service_request)
    may = _may(request.actor, service_request)
    history = history_of(service_request)
    context = {
        "service_request": service_request,
        "identity": service_request.identity_version or service_request.patient.current,
        "side": side,
        "columns": [{"id": key, "text": text} for key, text in COLUMNS[side]],
        # On a phone, a form that comes back with its errors is what must be seen.
        "current_column": "reponse" if answer_form is not None else "",
        "may": may,
        "history": history,
        "why_ended": _why_ended(service_request, history),
        **_request_parts(request.actor, service_request, history),
        **_answer_parts(request.actor, service_request, history),
        **_writing_parts(request.actor, history, may, answer_form),
        "is_writing": answer_form is not None or (may.draft and service_request.state in States.OPEN),
        "is_correction": is_correction,
    }
    if side == "expert":
        context["answers"] = True  # what the navigation would otherwise ask of the database
    return render(request, f"thread/file_{side}.html", context)


def _request_parts(actor: Actor, service_request: ServiceRequest, history: History) -> dict[str, Any]:
    """What was asked, with what, and what has been written since."""
    documents = documents_of(service_request)
    contents = contents_of(service_request, documents)
    exchange = bubbles(actor, history, contents, documents)
    return {
        "contents": contents,
        "tiles": _tiles(documents.get(service_request.folder_id, [])),
        "exchange": exchange,
        "asked": next((each.said for each in reversed(exchange) if each.said.asks), None),
    }


def _answer_parts(actor: Actor, service_request: ServiceRequest, history: History) -> dict[str, Any]:
    """The opinion in force, the former ones, and who has read it."""
    return {
        "answer": service_request.answer,
        "earlier_answers": earlier_answers(service_request),
        "other_readers": [each for each in history.readers if not actor.is_person(each.practitioner_id)],
        "read_by_requester": _read_by_requester(service_request, history),
    }


def _writing_parts(
    actor: Actor, history: History, may: May, answer_form: AnswerForm | None
) -> dict[str, Any]:
    """My draft, and what a junior has prepared for whoever may sign."""
    draft = history.draft_of(actor) if may.draft else None
    return {
        "my_draft": draft,
        "prepared": history.drafts_prepared_for(actor) if may.sign else [],
        "answer_form": answer_form or _form_of(draft),
    }


def _side(actor: Actor, service_request: ServiceRequest) -> str:
    """Whoever asked reads as the one who asked, even a member of the service."""
    asked_it = is_preparing(actor, service_request)
    return "expert" if _serves(actor, service_request) and not asked_it else "asking"


def _serves(actor: Actor, service_request: ServiceRequest) -> bool:
    return service_request.is_visible_to_service and bool(kinds_in_service(actor, service_request))


def _may(actor: Actor, service_request: ServiceRequest) -> May:
    state = State(service_request.state)
    is_sent = state in States.ONCE_SENT and state != State.ENTERED_IN_ERROR
    return May(
        verbs=frozenset(verb.value for verb in allowed_verbs(actor, service_request)),
        sign=state in (State.SENT, State.TAKEN) and may_sign(actor, service_request),
        draft=is_clinician(actor, service_request),
        write=is_sent and may_write(actor, service_request),
        share=is_sent and may_share(actor, service_request),
        assign=state in States.OPEN and may_assign(actor, service_request),
        withdraw_consent=is_sent
        and service_request.consent_withdrawn_at is None
        and is_preparing(actor, service_request),
    )


def _tiles(documents: list[Document]) -> list[Tile]:
    """Refused files are the business of the one who joined them."""
    return [tile_of(each) for each in documents if each.state != DocumentState.REFUSED]


def bubbles(
    actor: Actor, history: History, contents: Contents, documents: dict[UUID, list[Document]]
) -> list[Bubble]:
    return [
        Bubble(
            said,
            is_mine=actor.is_person(said.practitioner_id),
            items=[contents.labels.get(item, item) for item in said.asked_items],
            tiles=_tiles(documents.get(said.folder_id, []) if said.folder_id else []),
        )
        for said in history.exchange
    ]


def _form_of(draft: Draft | None) -> AnswerForm:
    if draft is None:
        return AnswerForm(initial={"revision": 0})
    return AnswerForm(opinion=draft.opinion, initial={"revision": draft.revision})


def _read_by_requester(service_request: ServiceRequest, history: History) -> bool:
    answer, requester = service_request.answer, service_request.requester.practitioner_id
    return answer is not None and any(
        each.practitioner_id == requester and each.version >= answer.version for each in history.readers
    )


def _why_ended(service_request: ServiceRequest, history: History) -> str:
    """The reason given by the one who declined, cancelled or declared the error."""
    endings = {
        State.DECLINED: Verb.DECLINE,
        State.CANCELLED: Verb.CANCEL,
        State.ENTERED_IN_ERROR: Verb.MARK_IN_ERROR,
    }
    verb = endings.get(State(service_request.state))
    return next((event.detail for event in history.events if event.verb == verb), "")
