"""What the form shows from the request: agreement and urgency are stored once, in its columns; documents apart."""

from collections.abc import Iterable
from typing import Any

from telavis.documents.queries import documents_in
from telavis.questionnaires.form import JoinedDocument
from telavis.service_requests.models import ServiceRequest, Urgency

URGENCY_CODES: dict[int, str] = {
    Urgency.WITHIN_24_HOURS: "within_24_hours",
    Urgency.WITHIN_72_HOURS: "within_72_hours",
    Urgency.WITHIN_7_DAYS: "within_7_days",
    Urgency.NOT_URGENT: "not_urgent",
}
"""The codes of the item `delai` in the forms, by the rank that the request keeps."""


def form_context(
    service_request: ServiceRequest, documents: Iterable[JoinedDocument] | None = None
) -> dict[str, Any]:
    """The items of every form that live in the request, and its documents (read when they are not given)."""
    urgency = service_request.urgency
    return {
        "information_patient": service_request.consent_form or None,
        "information_patient_par": service_request.consent_giver or None,
        "information_patient_date": service_request.consent_on,
        "information_patient_motif": service_request.consent_reason or None,
        "delai": URGENCY_CODES[urgency] if urgency else None,
        "documents": list(joined_documents(service_request) if documents is None else documents),
    }


def joined_documents(service_request: ServiceRequest) -> list[JoinedDocument]:
    """The documents of the request, as far as a form needs to know them."""
    return [
        JoinedDocument(str(each.pk), each.title, each.question, each.rendition_type)
        for each in documents_in(service_request.folder)
    ]
