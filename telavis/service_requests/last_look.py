"""What a last look showed: exactly that is sent, or it is looked at again."""

import hashlib

from telavis.documents.queries import kept_in
from telavis.service_requests.models import ServiceRequest


def stamp_of(service_request: ServiceRequest) -> str:
    """Another one as soon as the patient, the agreement, the recipient, an answer or a document has changed."""
    response = service_request.response
    shown = (
        service_request.patient.current_id,
        service_request.requester_id,
        (service_request.consent_form, service_request.consent_giver, service_request.consent_on),
        (service_request.healthcare_service_id, service_request.addressed_to_id),
        (response and (response.pk, response.revision), service_request.urgency),
        list(
            kept_in(service_request.folder).order_by("position", "pk").values_list("pk", "title", "question")
        ),
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]
