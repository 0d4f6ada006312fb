"""What the form shows from the columns of the request: agreement and urgency are stored once, here."""

from typing import Any

from telavis.service_requests.models import ServiceRequest


def form_context(service_request: ServiceRequest) -> dict[str, Any]:
    """The items of every form that live in the request: `information_patient` and `delai`."""
    return {
        "information_patient": service_request.consent_form or None,
        "information_patient_date": service_request.consent_on,
        "information_patient_motif": service_request.consent_reason or None,
        "delai": service_request.urgency,
    }
