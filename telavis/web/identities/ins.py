"""«Récupérer l’INS» at the identity desk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from telavis.gateways.insi.configuration import ins_service
from telavis.patients import openings
from telavis.patients.models import Patient
from telavis.patients.retrieval import why_not_asked
from telavis.web.identities.access import for_identity_desk, side_by_side
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.ins_retrieval import Retrieval


@sensitive_post_parameters()
@require_POST
@for_identity_desk
def retrieve(request: ActorRequest, key: UUID) -> HttpResponse:
    """Of an identity that stands for itself: an absorbed one has none of its own."""
    standing = Patient.objects.filter(merged_into=None).select_related("current")
    patient = get_object_or_404(standing, pk=key)
    return Retrieval(
        request,
        patient,
        reverse("identities:patient", args=[key]),
        trace=lambda: openings.open_identity(key, by=request.actor),
        lead_to=lambda other, sentence: _to_the_pair(request, patient, other, sentence),
    ).answer()


def _to_the_pair(request: ActorRequest, patient: Patient, other: UUID, sentence: str) -> HttpResponse:
    """Whether these two are one person is for the desk to say."""
    messages.warning(request, sentence)
    return side_by_side(request, patient, get_object_or_404(Patient, pk=other))


def ins_url(patient: Patient) -> str:
    """Where it is asked for; "" when the national service is not to be asked."""
    if patient.merged_into_id or ins_service() is None or why_not_asked(patient.identity):
        return ""
    return reverse("identities:retrieve_ins", args=[patient.pk])
