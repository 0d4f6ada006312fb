"""What is decided while a request is a draft: patient, agreement, type, recipient."""

from datetime import date
from functools import partial
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.documents.actions import new_folder
from telavis.patients.models import Patient
from telavis.questionnaires.actions import move_response, open_response
from telavis.questionnaires.models import Questionnaire, RequestType
from telavis.service_requests.forms import launch_facts
from telavis.service_requests.models import ConsentForm, ConsentGiver, ServiceRequest
from telavis.service_requests.notifications import tell
from telavis.service_requests.permissions import (
    OWN_QUESTION,
    is_asked_by,
    is_preparing,
    may_edit,
    may_start,
)
from telavis.service_requests.steps import (
    NotAllowed,
    acting_role,
    check_theirs,
    lock,
    note,
    save,
    trace_patient,
)
from telavis.service_requests.workflow import Note, State, States, StepRefused
from telavis.services.models import MemberKind, ServiceOffer
from telavis.services.queries import has_place
from telavis.values.keys import new_key
from telavis.values.references import Reference

REFERENCE_TRIES = 20


@transaction.atomic
def start(patient: Patient, *, by: Actor, creation_key: UUID | None = None) -> ServiceRequest:
    """Open a draft about a patient. The same `creation_key` twice (double click, back) is the same draft."""
    if not may_start(by):
        raise NotAllowed("start")
    key = creation_key or new_key()
    existing = ServiceRequest.objects.filter(creation_key=key).first()
    if existing is not None:
        if not is_preparing(by, existing):
            raise NotAllowed("start")
        return existing
    draft = _create_draft(patient, by=by, creation_key=key)
    trace_patient(draft, by=by)
    return draft


def _create_draft(patient: Patient, *, by: Actor, creation_key: UUID) -> ServiceRequest:
    now = timezone.now()
    for _ in range(REFERENCE_TRIES):
        reference = Reference.new(timezone.localtime(now).year)
        try:
            with transaction.atomic():
                return ServiceRequest.objects.create(
                    reference=reference,
                    requester=by.on_behalf_of or acting_role(by),
                    prepared_by=by.role if by.on_behalf_of else None,
                    patient=patient,
                    folder=new_folder(),
                    creation_key=creation_key,
                    created_at=now,
                    touched_at=now,
                )
        except IntegrityError:
            # Either the reference is taken (try another), or the same form arrived twice at once (theirs wins).
            twin = ServiceRequest.objects.filter(creation_key=creation_key).first()
            if twin is not None:
                return twin
    raise RuntimeError("no free reference found")


def editable(service_request: ServiceRequest, by: Actor) -> ServiceRequest:
    service_request = lock(service_request)
    if not is_preparing(by, service_request):
        raise NotAllowed("edit")
    if not may_edit(by, service_request):
        raise StepRefused(
            f"Cette demande n’est plus un brouillon : elle est « {State(service_request.state).label} »."
        )
    return service_request


@transaction.atomic
def record_consent(
    service_request: ServiceRequest,
    *,
    form: ConsentForm,
    giver: ConsentGiver | None,
    on: date,
    reason: str = "",
    by: Actor,
) -> ServiceRequest:
    """How the patient agreed (responsibility of the requester). A refusal is kept; nothing can then be sent."""
    service_request = editable(service_request, by)
    service_request.consent_form = form
    service_request.consent_giver = giver or ""
    service_request.consent_on = on
    service_request.consent_reason = reason
    service_request.consent_withdrawn_at = None
    save(
        service_request,
        "consent_form",
        "consent_giver",
        "consent_on",
        "consent_reason",
        "consent_withdrawn_at",
    )
    return service_request


@transaction.atomic
def withdraw_consent(service_request: ServiceRequest, *, by: Actor, reason: str = "") -> ServiceRequest:
    """The patient no longer agrees: recorded at any time; what has been answered stays in the record."""
    service_request = lock(service_request)
    check_theirs(service_request, Note.WITHDRAW_CONSENT, by=by)
    if service_request.state in States.PRIVATE:
        raise StepRefused("Cette demande est un brouillon : corrigez l’accord à son étape « Consentement ».")
    if service_request.consent_withdrawn_at is None:
        note(service_request, Note.WITHDRAW_CONSENT, by=by, reason=reason)
        service_request.consent_withdrawn_at = timezone.now()
        save(service_request, "consent_withdrawn_at")
        tell(service_request, Note.WITHDRAW_CONSENT, by=by)
    return service_request


@transaction.atomic
def choose_type(service_request: ServiceRequest, request_type: RequestType, *, by: Actor) -> ServiceRequest:
    """Choose what is asked; another type opens another form, loses no answer, and forgets the recipient."""
    service_request = editable(service_request, by)
    if service_request.request_type_id == request_type.pk:
        return service_request
    earlier = service_request.response
    service_request.request_type = request_type
    service_request.response = open_response(
        request_type.questionnaire, earlier=earlier, launch=partial(launch_facts, service_request)
    )
    service_request.healthcare_service = None
    service_request.addressed_to = None
    save(service_request, "request_type", "response", "healthcare_service", "addressed_to")
    if earlier:
        earlier.delete()  # all that it held has moved on: clinical words stay in one place
    return service_request


@transaction.atomic
def choose_recipient(
    service_request: ServiceRequest,
    service: HealthcareService,
    *,
    addressed_to: PractitionerRole | None = None,
    by: Actor,
) -> ServiceRequest:
    """Choose the service, and possibly a named expert of it; what that service asks becomes the form."""
    service_request = editable(service_request, by)
    offers = ServiceOffer.objects.filter(
        healthcare_service=service,
        request_type_id=service_request.request_type_id,
        healthcare_service__is_published=True,
    )
    offer = offers.select_related("questionnaire", "request_type__questionnaire").first()
    if offer is None:
        raise StepRefused(
            "Ce service ne répond pas à ce type de demande. Choisissez-en un autre dans la liste."
        )
    if addressed_to and is_asked_by(addressed_to, service_request):
        raise StepRefused(f"{OWN_QUESTION} Choisissez le service ou un autre expert.")
    if addressed_to and not has_place(addressed_to, service.pk, MemberKind.EXPERT, MemberKind.COORDINATOR):
        raise StepRefused(
            "Cette personne ne fait plus partie du service. Choisissez le service ou un autre expert."
        )
    service_request.healthcare_service = service
    service_request.addressed_to = addressed_to
    save(service_request, "healthcare_service", "addressed_to")
    response = service_request.response
    # Another version of the same form: a running draft keeps the one that it was begun with.
    if response is not None and response.questionnaire.url != offer.form.url:
        move_to_form(service_request, offer.form)
    return service_request


def move_to_form(service_request: ServiceRequest, questionnaire: Questionnaire) -> None:
    """A locked draft answers this form from now on: what fits is in its place, the rest is kept unseen."""
    earlier = service_request.response
    if earlier is None or earlier.questionnaire_id == questionnaire.pk:
        return
    service_request.response = move_response(
        earlier, questionnaire, launch=partial(launch_facts, service_request)
    )
    save(service_request, "response")
    earlier.delete()  # all that it held has moved on: clinical words stay in one place
