"""Erase a draft that has stayed thirty days in the bin; its journal stays."""

from django.db import transaction

from telavis.documents.actions import erase_folder
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State


@transaction.atomic
def erase(service_request: ServiceRequest) -> bool:
    """Nothing that was ever read by somebody else is erased: a draft with messages or answers stays."""
    row = (
        ServiceRequest.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(pk=service_request.pk, state=State.DISCARDED)
        .select_related("folder", "response")
        .first()
    )
    if row is None or row.messages.exists() or row.answers.exists():
        return False
    folder, response = row.folder, row.response
    row.delete()
    erase_folder(folder)
    if response:
        response.delete()
    return True
