"""Files that arrive: several in one form without scripts, one by one with them."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from telavis.documents import actions
from telavis.documents.models import Document, Folder
from telavis.documents.names import clean_file_name, clean_text
from telavis.documents.refusals import FileRefused, Refusal, sentence
from telavis.service_requests.folders import FolderRights
from telavis.service_requests.openings import open_patient
from telavis.web.folder.access import folder_for, identity_in
from telavis.web.folder.answers import back_address, to_the_list
from telavis.web.folder.uploads import BoundedUploadHandler, files_of, is_too_long
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import column_of, tile_of

NOTHING_CHOSEN = "Choisissez au moins un fichier, puis ajoutez-le."


@dataclass(frozen=True)
class RefusedFile:
    name: str
    sentence: str


@csrf_exempt  # the token is in the body, and the body is read only once the limits stand: see _add
@require_POST
def add(request: ActorRequest, folder_id: UUID) -> HttpResponse:
    folder, rights = folder_for(request, folder_id, to_change=True)
    if is_too_long(request):
        refused = RefusedFile("Cet envoi", sentence(Refusal.TOO_HEAVY))
        return _tell(request, folder, rights, [refused], status=413)
    request.upload_handlers = [BoundedUploadHandler(request)]
    return _add(request, folder, rights)


@csrf_protect
def _add(request: ActorRequest, folder: Folder, rights: FolderRights) -> HttpResponse:
    added, refused = _take(request, folder, rights)
    if request.htmx and added:
        tile = tile_of(added[0])
        return render(request, "components/documents/tile.html", {"tile": tile})
    if refused or not added:
        return _tell(request, folder, rights, refused or [RefusedFile("", NOTHING_CHOSEN)], status=422)
    return to_the_list(request, folder.pk)


def _take(
    request: ActorRequest, folder: Folder, rights: FolderRights
) -> tuple[list[Document], list[RefusedFile]]:
    added, refused = [], _refused_while_reading(request)
    question = clean_text(request.POST.get("question", ""))[:80]
    for file in files_of(request):
        try:
            document = actions.add(
                folder,
                file,
                by=request.actor,
                question=question,
                service_request_id=rights.service_request.pk,
            )
            added.append(document)
        except FileRefused as error:
            refused.append(RefusedFile(clean_file_name(file.name or ""), error.sentence))
    return added, refused


def _refused_while_reading(request: ActorRequest) -> list[RefusedFile]:
    found = []
    for handler in request.upload_handlers:
        if isinstance(handler, BoundedUploadHandler):
            request.FILES  # noqa: B018 the body is read when its files are first asked for
            found += [
                RefusedFile(clean_file_name(name), sentence(Refusal.TOO_HEAVY)) for name in handler.too_heavy
            ]
            found += [
                RefusedFile(clean_file_name(name), sentence(Refusal.TOO_MANY)) for name in handler.too_many
            ]
    return found


def _tell(
    request: ActorRequest, folder: Folder, rights: FolderRights, refused: list[RefusedFile], *, status: int
) -> HttpResponse:
    """A sentence for each file; never in a message or an address, a name may tell who the patient is."""
    if request.htmx:
        return HttpResponse(refused[0].sentence, status=status, content_type="text/plain; charset=utf-8")
    # An announced body that is too long is left unread, with the address to go back to in it.
    back = back_address(request) if status != 413 else ""
    open_patient(rights.service_request, by=request.actor)
    column = column_of(folder, may_change=rights.may_change, back=back)
    context = {"column": column, "identity": identity_in(rights), "refused": refused}
    return render(request, "folder/index.html", context, status=status)
