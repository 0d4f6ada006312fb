"""«Enregistrer les annotations»: what the viewer drew over a picture."""

import json
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from telavis.service_requests import actions
from telavis.service_requests.permissions import MAY_NOTE
from telavis.service_requests.workflow import Note, StepRefused
from telavis.values.picture_marks import BadMarks, marks_from_json, scale_from_json
from telavis.web.folder.access import document_for
from telavis.web.middleware import ActorRequest

UNREADABLE = "Ces annotations n’ont pas pu être lues. Rechargez la page et réessayez."
LONGEST_BODY = 16_384


@require_POST
def annotate(request: ActorRequest, document_id: UUID) -> HttpResponse:
    document, rights = document_for(request, document_id)
    if not MAY_NOTE[Note.ANNOTATE](request.actor, rights.service_request):
        raise PermissionDenied
    try:
        if len(request.body) > LONGEST_BODY:
            raise BadMarks("too long")
        found = json.loads(request.body)
        marks, scale = marks_from_json(found["marks"]), scale_from_json(found.get("scale"))
    except (BadMarks, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return JsonResponse({"sentence": UNREADABLE}, status=422)
    try:
        actions.annotate(
            rights.service_request, document, marks, millimetres_per_pixel=scale, by=request.actor
        )
    except StepRefused as refusal:
        return JsonResponse({"sentence": refusal.sentence}, status=409)
    return JsonResponse({"sentence": "Annotations enregistrées."})
