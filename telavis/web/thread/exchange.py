"""What requester and service write to each other: complement asked and given, messages, reopening."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from telavis.documents.actions import add, erase_folder, new_folder
from telavis.documents.models import Folder
from telavis.documents.queries import kept_in
from telavis.documents.refusals import FileRefused
from telavis.questionnaires.answers import Answers
from telavis.service_requests import actions
from telavis.service_requests.models import Message, ServiceRequest
from telavis.service_requests.queries.complements import askable, asked_form, to_attach, waited_for
from telavis.service_requests.queries.contents import contents_of
from telavis.service_requests.queries.file import documents_of, history_of
from telavis.service_requests.workflow import Note, StepRefused, Verb
from telavis.values.french import typographic
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import column_of
from telavis.web.thread import forms
from telavis.web.thread.asking import Asking, ask_and_do
from telavis.web.thread.file_page import bubbles

page = require_http_methods(["GET", "HEAD", "POST"])

CHOOSE_AGAIN = "Rien n’est parti : choisissez de nouveau vos fichiers."
NOTHING_LEFT = "Rien n’est parti ; votre texte est encore ci-dessous."

ASK_MORE = Asking(
    Verb.ASK_MORE,
    title="Demander un complément",
    text="Le requérant est averti par e-mail. Votre délai s’arrête jusqu’à sa réponse.",
    button="Demander ce complément",
    done="Le complément est demandé. Le requérant en est averti.",
    icon="on_hold",
)


def _what_is_asked(request: ActorRequest, service_request: ServiceRequest) -> dict[str, Any]:
    """What the expert wrote; and the documents of the complement, in a folder of their own until it leaves."""
    documents = documents_of(service_request)
    history = history_of(service_request)
    contents = contents_of(service_request, documents, history)
    exchange = bubbles(request.actor, history, contents, documents)
    folder = actions.open_reply_folder(service_request, by=request.actor)
    back = reverse("thread:reply", args=[service_request.reference])
    return {
        "asked": next((each for each in reversed(exchange) if each.said.asks), None),
        "to_attach": [item.label for item in to_attach(service_request)],
        "column": column_of(folder, may_change=True, back=back),
    }


REPLY = Asking(
    Verb.REPLY,
    title="Envoyer le complément",
    text="L’expert est averti par e-mail et reprend votre demande.",
    button="Envoyer le complément",
    done="Votre complément est envoyé.",
    icon="reply",
    more=_what_is_asked,
)
WRITE = Asking(
    Note.WRITE,
    title="Écrire un message",
    text="Lu par tous ceux qui suivent ce dossier. L’état de la demande ne change pas.",
    button="Envoyer le message",
    done="Votre message est envoyé.",
    icon="mail",
    takes_files=True,
)


def _who_hears_of_it(service_request: ServiceRequest) -> str:
    """The one who had it, or whoever answers for it when they have left the service."""
    had_it, owner = service_request.taken_by, service_request.owner
    if owner is None or owner == had_it:
        return REOPEN.done
    name = owner.practitioner.full_name
    return typographic(
        f"La demande est rouverte. L’expert qui l’avait n’est plus dans ce service : {name} répond de la suite."
    )


REOPEN = Asking(
    Verb.REOPEN,
    title="Rouvrir la demande",
    text="La demande revient à l’expert qui l’avait ou, s’il a quitté le service, à qui en répond aujourd’hui, avec "
    "votre précision. L’avis déjà rendu reste lisible.",
    button="Rouvrir la demande",
    done="La demande est rouverte. L’expert en est averti.",
    icon="reopen",
    told=_who_hears_of_it,
)


@page
def ask_more(request: ActorRequest, reference: str) -> HttpResponse:
    return ask_and_do(
        request,
        reference,
        ASK_MORE,
        lambda service_request, data: forms.AskMoreForm(
            data, items=askable(service_request), chosen=request.GET.get("question", "")
        ),
        lambda service_request, said: actions.ask_more(
            service_request, text=said["text"], asked_items=said["items"], by=request.actor
        ),
    )


@page
def reply(request: ActorRequest, reference: str) -> HttpResponse:
    return ask_and_do(
        request,
        reference,
        REPLY,
        lambda service_request, data: forms.ReplyForm(
            data,
            asked=asked_form(service_request, Answers()),
            is_asked=bool(waited_for(service_request)),
            attached=lambda: _has_documents(service_request),
        ),
        lambda service_request, said: _reply(request, service_request, said),
    )


def _has_documents(service_request: ServiceRequest) -> bool:
    folder = service_request.reply_folder
    return folder is not None and kept_in(folder).exists()


def _reply(request: ActorRequest, service_request: ServiceRequest, said: Mapping[str, Any]) -> None:
    try:
        actions.reply(service_request, text=said["text"], answers=said["answers"], by=request.actor)
    except actions.NotReady as lack:
        raise ValidationError([*lack.sentences, NOTHING_LEFT]) from lack


@page
def write(request: ActorRequest, reference: str) -> HttpResponse:
    return ask_and_do(
        request,
        reference,
        WRITE,
        lambda _, data: forms.MessageForm(data),
        lambda service_request, said: _with_files(
            request,
            service_request,
            lambda folder: actions.write(
                service_request, text=said["text"], folder=folder, key=said["key"], by=request.actor
            ),
        ),
    )


@page
def reopen(request: ActorRequest, reference: str) -> HttpResponse:
    return ask_and_do(
        request,
        reference,
        REOPEN,
        lambda _, data: forms.ReopenForm(data),
        lambda service_request, said: actions.reopen(service_request, text=said["text"], by=request.actor),
    )


def _with_files(
    request: ActorRequest, service_request: ServiceRequest, act: Callable[[Folder | None], Message]
) -> None:
    """Do it with the files that come along, in a folder of their own; all of them, or nothing leaves."""
    files = request.FILES.getlist("files")
    if not files:
        act(None)
        return
    folder, refusals = new_folder(), []
    for file in files:
        try:
            add(folder, file, by=request.actor, service_request_id=service_request.pk)
        except FileRefused as refused:
            refusals.append(f"« {file.name} » : {refused.sentence}")
    try:
        if refusals:
            raise ValidationError([*refusals, CHOOSE_AGAIN])
        message = act(folder)
    except actions.NotReady as lack:
        erase_folder(folder)
        raise ValidationError([*lack.sentences, CHOOSE_AGAIN]) from lack
    except (ValidationError, StepRefused):
        erase_folder(folder)
        raise
    if message.folder_id != folder.pk:
        # The same message sent twice: it has its documents already, nobody would ever find these.
        erase_folder(folder)
