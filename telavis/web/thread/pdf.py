"""«Générer PDF» shows the report of a file, «Enregistrer» saves it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from telavis.reports.openings import make_report
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import StepRefused
from telavis.web.middleware import ActorRequest


@require_GET
@never_cache
def pdf(request: ActorRequest, reference: str) -> HttpResponse:
    return _report(request, reference, save=False)


@require_GET
@never_cache
def save_pdf(request: ActorRequest, reference: str) -> HttpResponse:
    return _report(request, reference, save=True)


def _report(request: ActorRequest, reference: str, *, save: bool) -> HttpResponse:
    if request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        return HttpResponse(
            status=204
        )  # a browser's guess is not a person's act: nothing is made, nothing noted
    try:
        made = make_report(reference, by=request.actor)
    except ServiceRequest.DoesNotExist as gone:
        raise Http404 from gone
    except StepRefused as refusal:
        messages.warning(request, refusal.sentence)
        return redirect("thread:file", reference)
    named = content_disposition_header(as_attachment=save, filename=made.file_name) or ""
    return HttpResponse(made.content, content_type="application/pdf", headers={"Content-Disposition": named})
