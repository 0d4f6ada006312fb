"""Files that arrive: several in one form without scripts, one by one with them."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from telavis.documents import actions
from telavis.documents.models import Folder
from telavis.documents.names import clean_text
from telavis.service_requests.folders import FolderRights
from telavis.service_requests.openings import open_patient
from telavis.web.folder.access import folder_for, identity_in
from telavis.web.folder.answers import back_address, to_the_list
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import column_of, tile_of
from telavis.web.pieces.uploads import TOO_LONG, BoundedUploadHandler, RefusedFile, is_too_long, take


@csrf_exempt  # the token is in the body, and the body is read only once the limits stand: see _add
@require_POST
def add(request: ActorRequest, folder_id: UUID) -> HttpResponse:
    folder, rights = folder_for(request, folder_id, to_change=True)
    if is_too_long(request):
        return _tell(request, folder, rights, [TOO_LONG], status=413)
    request.upload_handlers = [BoundedUploadHandler(request)]
    return _add(request, folder, rights)


@csrf_protect
def _add(request: ActorRequest, folder: Folder, rights: FolderRights) -> HttpResponse:
    question = clean_text(request.POST.get("question", ""))[:80]
    asked = rights.service_request.pk
    added, refused = take(
        request,
        lambda file: actions.add(folder, file, by=request.actor, question=question, service_request_id=asked),
    )
    if request.htmx and added:
        tile = tile_of(added[0])
        return render(request, "components/documents/tile.html", {"tile": tile})
    if refused:
        return _tell(request, folder, rights, refused, status=422)
    return to_the_list(request, folder.pk)


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
