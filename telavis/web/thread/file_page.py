"""The one page of a file: the same facts for requester, colleague and expert, in the order each needs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from telavis.directory.actors import Actor
from telavis.documents.models import Document
from telavis.patients.changes import changed_since
from telavis.service_requests.folders import gives_originals
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.contents import Contents, contents_of
from telavis.service_requests.queries.file import documents_of, history_of
from telavis.service_requests.queries.history import Draft, History, Said
from telavis.service_requests.queries.summary import summary_of
from telavis.service_requests.workflow import State, States, Verb
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import Tile, tile_of
from telavis.web.pieces.ins import ins_url
from telavis.web.thread.answer_form import AnswerForm
from telavis.web.thread.head import May, head_of

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


def render_file(
    request: ActorRequest,
    service_request: ServiceRequest,
    *,
    answer_form: AnswerForm | None = None,
    is_correction: bool = False,
) -> HttpResponse:
    """The file, opened already; `answer_form` when what was typed must be shown again."""
    head, history = head_of(request.actor, service_request), history_of(service_request)
    side, may = head["side"], head["may"]
    # On a phone, the answer is what must be seen: signed, or come back with its errors.
    shows_answer = answer_form is not None or service_request.state in States.WITH_AN_ANSWER
    context = {
        **head,
        "identity": service_request.identity_version or service_request.patient.current,
        "identity_now": service_request.patient.current,
        "identity_changes": changed_since(service_request.identity_version, service_request.patient.identity),
        "ins_url": ins_url(service_request) if may.correct_identity else "",
        "columns": [{"id": key, "text": text} for key, text in COLUMNS[side]],
        "current_column": "reponse" if shows_answer else "",
        "history": history,
        "why_ended": _why_ended(service_request, history),
        **_request_parts(request.actor, service_request, history),
        **_answer_parts(request.actor, service_request, history),
        **_writing_parts(request.actor, history, may, answer_form, is_correction=is_correction),
        "is_writing": answer_form is not None or (may.draft and service_request.state in States.OPEN),
        "is_correction": is_correction,
    }
    return render(request, f"thread/file_{side}.html", context)


def _request_parts(actor: Actor, service_request: ServiceRequest, history: History) -> dict[str, Any]:
    """What was asked, with what, and what has been written since."""
    documents = documents_of(service_request)
    contents = contents_of(service_request, documents, history)
    exchange = bubbles(actor, history, contents, documents)
    return {
        "contents": contents,
        "summary": summary_of(service_request, contents),
        "tiles": _tiles(
            documents.get(service_request.folder_id, []), may_save_originals=gives_originals(service_request)
        ),
        "exchange": exchange,
        "asked": next((each for each in reversed(exchange) if each.said.asks), None),
    }


def _answer_parts(actor: Actor, service_request: ServiceRequest, history: History) -> dict[str, Any]:
    """The opinion in force, the former ones, and who has read it."""
    return {
        "earlier_answers": history.earlier_answers(service_request.answer),
        "other_readers": [each for each in history.readers if not actor.is_person(each.practitioner_id)],
        "read_by_requester": _read_by_requester(service_request, history),
    }


def _writing_parts(
    actor: Actor, history: History, may: May, answer_form: AnswerForm | None, *, is_correction: bool
) -> dict[str, Any]:
    """My draft, or the correction that I have begun, and what a junior has prepared for whoever may sign."""
    begun = history.correction_of(actor)
    draft = history.draft_of(actor) if may.draft else None
    mine = begun if is_correction else draft
    form = answer_form or _form_of(draft)
    form.initial.setdefault("seen", history.last_line)
    form.show_beside(mine)
    return {
        "my_draft": mine,
        "begun": None if is_correction else begun,
        "prepared": history.drafts_prepared_for(actor) if may.sign else [],
        "answer_form": form,
    }


def _tiles(documents: list[Document], *, may_save_originals: bool = False) -> list[Tile]:
    """The refused ones too: a document that was announced never disappears in silence."""
    return [tile_of(each, may_save_original=may_save_originals) for each in documents]


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
