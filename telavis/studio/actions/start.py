"""Begin a piece of work: on what the service asks now, or on a type of request that it makes."""

from django.db import IntegrityError, transaction

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService
from telavis.questionnaires.catalogue import common_part
from telavis.questionnaires.models import Questionnaire, RequestType
from telavis.services.models import ServiceOffer
from telavis.studio.items import SECTION, blank_item
from telavis.studio.models import FormCase, FormWork
from telavis.studio.outline import Json
from telavis.studio.permissions import check_coordinator
from telavis.studio.workflow import States
from telavis.values.keys import new_key
from telavis.values.refused import Refused

ADDRESSES = "https://telavis.example/fhir/Questionnaire"
UNDER_WAY = "Un travail est déjà en cours sur ce formulaire : ouvrez-le."


@transaction.atomic
def start(service: HealthcareService, request_type: RequestType, *, by: Actor) -> FormWork:
    """From the form that this service asks now; the cases that were tried with it come along."""
    check_coordinator(by, service.pk)
    offers = ServiceOffer.objects.select_related("questionnaire", "request_type__questionnaire")
    offer = offers.filter(healthcare_service=service, request_type=request_type).first()
    if offer is None:
        raise Refused("Votre service ne répond pas à ce type de demande.")
    if FormWork.objects.filter(
        healthcare_service=service, request_type=request_type, state__in=States.OPEN
    ).exists():
        raise Refused(UNDER_WAY)
    base, key = offer.form, new_key()
    is_own = offer.questionnaire is not None
    work = FormWork(
        pk=key,
        healthcare_service=service,
        request_type=request_type,
        title=request_type.title,
        description=request_type.description,
        base=base,
        definition={
            **base.definition,
            "url": base.url if is_own else f"{ADDRESSES}/{request_type.code}-{key.hex[-12:]}",
            "derivedFrom": [f"{base.url}|{base.version}"],
        },
        use_for=offer.use_for,
        not_for=offer.not_for,
        prerequisites=offer.prerequisites,
        started_by_label=by.user_label,
    )
    _begin(work)
    _take_cases_over(work, base)
    return work


@transaction.atomic
def start_new_type(service: HealthcareService, title: str, description: str, *, by: Actor) -> FormWork:
    """A type of request that did not exist: what every request asks, and one part to fill."""
    check_coordinator(by, service.pk)
    if RequestType.objects.filter(title__iexact=title).exists():
        raise Refused(f"Le type « {title} » existe déjà : partez de son formulaire.")
    key = new_key()
    definition: Json = {
        "resourceType": "Questionnaire",
        "url": f"{ADDRESSES}/service-{key.hex[-12:]}",
        "version": "1",
        "title": title,
        "status": "draft",
        "subjectType": ["Patient"],
        "language": "fr",
        "description": description,
        "item": common_part(),
    }
    definition["item"].append(blank_item(definition, title, SECTION))
    work = FormWork(
        pk=key,
        healthcare_service=service,
        title=title,
        description=description,
        definition=definition,
        started_by_label=by.user_label,
    )
    _begin(work)
    return work


def _begin(work: FormWork) -> None:
    try:
        with transaction.atomic():
            work.save(force_insert=True)
    except IntegrityError:  # two coordinators at once: the constraint lets one of them begin
        raise Refused(UNDER_WAY) from None


def _take_cases_over(work: FormWork, base: Questionnaire) -> None:
    """Its own: the form of a type that another service made comes without what was typed to try it there."""
    former = FormWork.objects.filter(published=base, healthcare_service=work.healthcare_service_id).first()
    if former is None:
        return
    FormCase.objects.bulk_create(
        FormCase(
            work=work,
            name=case.name,
            answers=case.answers,
            patient=case.patient,
            expected=case.expected,
            kept_at=case.kept_at,
            kept_by_label=case.kept_by_label,
        )
        for case in former.cases.all()
    )
