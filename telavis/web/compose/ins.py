"""«Récupérer l’INS» of the patient of a draft, or of a request that was sent."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from telavis.service_requests.openings import open_patient
from telavis.web.compose.access import asked_by_me, back_to
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.ins_retrieval import Retrieval


@sensitive_post_parameters()
@require_POST
def retrieve(request: ActorRequest, pk: UUID) -> HttpResponse:
    """For those who may correct the identity; where no service is configured there is no such page."""
    asked = asked_by_me(request, pk)
    return Retrieval(
        request, asked.patient, back_to(asked), trace=lambda: open_patient(asked, by=request.actor)
    ).answer()
