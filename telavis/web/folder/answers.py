"""Where a form of the column leads: back to the page it stands on, which may be the list of the folder."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from telavis.documents.models import Document
from telavis.documents.refusals import FileRefused
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.documents import list_address

View = Callable[[ActorRequest, UUID], HttpResponse]


def back_address(request: ActorRequest) -> str:
    """The page of this site that the form came from; nothing else is followed."""
    address = request.POST.get("back", "") or request.GET.get("back", "")
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_ours else ""


def to_the_list(request: ActorRequest, folder_id: UUID) -> HttpResponse:
    back = back_address(request)
    if back and "alone" not in request.POST:
        return redirect(back)
    return redirect(list_address(folder_id, back))


def told_when_refused(view: View) -> View:
    """What is refused is said in one sentence, on the page where it was tried."""

    @wraps(view)
    def guarded(request: ActorRequest, document_id: UUID) -> HttpResponse:
        try:
            return view(request, document_id)
        except FileRefused as refused:
            sentence = refused.sentence
        if request.htmx:
            response = render(request, "components/toast.html", {"text": sentence})
            response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "beforeend"
            return response
        messages.warning(request, sentence)
        return to_the_list(request, Document.objects.get(pk=document_id).folder_id)

    return guarded
