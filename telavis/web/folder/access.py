"""Finding a folder or a document that this person may see: 404 when it is not theirs to see, 403 when not to change."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from telavis.documents.models import Document, Folder, Upload
from telavis.patients.models import IdentityVersion
from telavis.service_requests.folders import FolderRights, rights_on
from telavis.web.middleware import ActorRequest


def folder_for(
    request: ActorRequest, folder_id: UUID, *, to_change: bool = False
) -> tuple[Folder, FolderRights]:
    return get_object_or_404(Folder, pk=folder_id), _rights(request, folder_id, to_change=to_change)


def document_for(
    request: ActorRequest, document_id: UUID, *, to_change: bool = False
) -> tuple[Document, FolderRights]:
    """A removed document is there only for those who may put it back."""
    document = get_object_or_404(Document.objects.select_related("folder"), pk=document_id)
    rights = _rights(request, document.folder_id, to_change=to_change)
    if document.removed_at and not rights.may_change:
        raise Http404
    return document, rights


def upload_for(request: ActorRequest, upload_id: UUID) -> tuple[Upload, FolderRights]:
    """To the person who began it; to others it does not exist. Whether the folder still takes it, the action says."""
    upload = get_object_or_404(Upload.objects.select_related("folder"), pk=upload_id)
    rights = _rights(request, upload.folder_id, to_change=False)
    if upload.added_by_id != request.actor.user_id:
        raise Http404
    if not rights.may_change and upload.folder.closed_at is None:
        raise PermissionDenied
    return upload, rights


def identity_in(rights: FolderRights) -> IdentityVersion:
    """Whose documents these are, as the file itself shows them: the version it was sent with, else the current one."""
    asked = rights.service_request
    return asked.identity_version or asked.patient.identity


def _rights(request: ActorRequest, folder_id: UUID, *, to_change: bool) -> FolderRights:
    rights = rights_on(folder_id, request.actor)
    if rights is None:
        raise Http404
    if to_change and not rights.may_change:
        raise PermissionDenied
    return rights
