"""What the form shows from the request: agreement, urgency and documents are stored once, there."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.utils import timezone

from telavis.documents.models import Document, DocumentState
from telavis.documents.queries import documents_in
from telavis.patients.vocabulary import Sex
from telavis.questionnaires.form import JoinedDocument
from telavis.service_requests.models import ServiceRequest, Urgency

RPPS = "https://rpps.esante.gouv.fr"
"""How FHIR says whose number an identifier is."""
_GENDERS: dict[str, str] = {Sex.FEMALE: "female", Sex.MALE: "male"}
"""An indeterminate sex is none to calculate with."""


def form_context(
    service_request: ServiceRequest, documents: Sequence[JoinedDocument] | None = None
) -> dict[str, Any]:
    """The items of every form that live in the request (`information_patient…`, `delai`), its documents, its patient.

    A request that was sent keeps the values that were calculated then: nothing is asked of its patient again.
    """
    urgency, response = service_request.urgency, service_request.response
    is_sent = response is not None and response.completed_at is not None
    return {
        "day": timezone.localdate(response.completed_at if is_sent and response else None),
        "patient": None if is_sent else partial(patient_facts, service_request),
        "information_patient": service_request.consent_form,
        "information_patient_par": service_request.consent_giver,
        "information_patient_date": service_request.consent_on,
        "information_patient_motif": service_request.consent_reason,
        "delai": Urgency(urgency).name.lower() if urgency else None,
        "documents": joined_documents(service_request) if documents is None else documents,
    }


def patient_facts(service_request: ServiceRequest) -> dict[str, str]:
    """What a form may calculate with, as a FHIR Patient says it: a date completed by rule, and the sex when it is known."""
    identity = service_request.patient.current
    if identity is None:
        return {}
    facts = {"birthDate": identity.birth_date.isoformat(), "gender": _GENDERS.get(identity.sex, "")}
    return {name: fact for name, fact in facts.items() if fact}


def launch_facts(service_request: ServiceRequest) -> dict[str, dict[str, Any]]:
    """Whom a form is opened about and by, for the answers that it begins with; the patient has no name there."""
    who = service_request.requester.practitioner
    name = {"text": who.full_name, "family": who.family_name, "given": [who.given_name]}
    rpps = [{"system": RPPS, "value": who.rpps}] if who.rpps else []
    return {"patient": patient_facts(service_request), "user": {"name": [name], "identifier": rpps}}


def joined_documents(service_request: ServiceRequest) -> list[JoinedDocument]:
    """The documents of the request, as far as its form needs to know them."""
    return as_joined(documents_in(service_request.folder))


def as_joined(documents: Iterable[Document]) -> list[JoinedDocument]:
    """All but the refused ones."""
    accepted = [each for each in documents if each.state != DocumentState.REFUSED]
    return [JoinedDocument(str(each.pk), each.title, each.question, each.rendition_type) for each in accepted]


def urgency_of(code: str) -> Urgency | None:
    """The urgency that an answer to the item `delai` means."""
    return next((urgency for urgency in Urgency if urgency.name.lower() == code), None)
