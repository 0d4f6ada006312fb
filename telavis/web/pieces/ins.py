"""Where «Récupérer l’INS» leads, when it may be pressed."""

from django.urls import reverse

from telavis.gateways.insi.configuration import ins_service
from telavis.patients.retrieval import why_not_asked
from telavis.service_requests.models import ServiceRequest


def ins_url(asked: ServiceRequest) -> str:
    """For those who may correct the identity of this request; "" when the national service is not to be asked."""
    if ins_service() is None or why_not_asked(asked.patient.identity):
        return ""
    return reverse("compose:retrieve_ins", args=[asked.pk])
