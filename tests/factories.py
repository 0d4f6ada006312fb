"""What tests start from: persons, services and requests, with a trait for each state."""

from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from telavis.accounts.models import User
from telavis.directory.actors import Actor
from telavis.directory.models import (
    HealthcareService,
    Organization,
    OrganizationKind,
    Practitioner,
    PractitionerRole,
)
from telavis.documents.models import Folder
from telavis.patients.models import IdentityVersion, Patient, Sex
from telavis.questionnaires.models import (
    Questionnaire,
    QuestionnaireResponse,
    QuestionnaireStatus,
    RequestType,
)
from telavis.service_requests.models import (
    Answer,
    ConsentForm,
    ConsentGiver,
    ServiceRequest,
    Urgency,
)
from telavis.service_requests.opinion import ActionLine, Opinion
from telavis.service_requests.workflow import State
from telavis.services.models import MemberKind, Membership, ServiceOffer
from telavis.values.names import normalise, sort_key
from telavis.values.references import Reference

LONG_AGO = date(2020, 1, 1)
PHYSICIAN, NURSE, SECRETARY = "10", "60", ""


class UserFactory(DjangoModelFactory[User]):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"personne{n}")
    full_name = factory.Sequence(lambda n: f"Dr Camille Essai{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@telavis.example")
    mobile = "+33600000000"


class PractitionerFactory(DjangoModelFactory[Practitioner]):
    class Meta:
        model = Practitioner

    user = factory.SubFactory(UserFactory)
    title = "Dr"
    family_name = factory.Sequence(lambda n: f"Essai{n}")
    given_name = "Camille"
    profession = PHYSICIAN
    sort_key = factory.LazyAttribute(lambda each: sort_key(each.family_name, each.given_name))
    search_text = factory.LazyAttribute(lambda each: normalise(f"{each.family_name} {each.given_name}"))


class OrganizationFactory(DjangoModelFactory[Organization]):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"CHU d’Essai {n}")
    kind = OrganizationKind.HOSPITAL
    town = "Bordeaux"
    sort_key = factory.LazyAttribute(lambda each: sort_key(each.name))
    search_text = factory.LazyAttribute(lambda each: normalise(f"{each.name} {each.town}"))


class RoleFactory(DjangoModelFactory[PractitionerRole]):
    """A professional in an establishment. `.actor` is what actions take."""

    class Meta:
        model = PractitionerRole

    practitioner = factory.SubFactory(PractitionerFactory)
    organization = factory.SubFactory(OrganizationFactory)
    started_on = LONG_AGO


class ServiceFactory(DjangoModelFactory[HealthcareService]):
    """A published service with its coordinator, its establishment with a referent."""

    class Meta:
        model = HealthcareService
        skip_postgeneration_save = True

    organization = factory.SubFactory(OrganizationFactory)
    name = factory.Sequence(lambda n: f"Dermatologie {n}")
    specialty = "G15_10/SM15"
    specialty_label = "Dermatologie et vénéréologie"
    sort_key = factory.LazyAttribute(lambda each: sort_key(each.name))
    search_text = factory.LazyAttribute(lambda each: normalise(each.name))

    @factory.post_generation
    def covered(self: HealthcareService, create: bool, extracted: Any, **kwargs: Any) -> None:
        coordinator = RoleFactory(organization=self.organization)
        Membership.objects.create(
            healthcare_service=self, role=coordinator, kind=MemberKind.COORDINATOR, started_on=LONG_AGO
        )
        self.organization.referent = RoleFactory(organization=self.organization)
        self.organization.save(update_fields=["referent"])
        self.is_published = True
        self.save(update_fields=["is_published"])


QUESTION_FORM = {
    "resourceType": "Questionnaire",
    "status": "active",
    "url": "https://telavis.example/Questionnaire/essai",
    "version": "1",
    "title": "Essai",
    "item": [
        {"linkId": "question", "text": "Votre question précise", "type": "text", "required": True},
    ],
}


class QuestionnaireFactory(DjangoModelFactory[Questionnaire]):
    class Meta:
        model = Questionnaire

    url = factory.Sequence(lambda n: f"https://telavis.example/Questionnaire/essai-{n}")
    version = "1"
    title = "Essai"
    status = QuestionnaireStatus.ACTIVE
    definition = QUESTION_FORM
    published_at = factory.LazyFunction(timezone.now)


class RequestTypeFactory(DjangoModelFactory[RequestType]):
    class Meta:
        model = RequestType

    code = factory.Sequence(lambda n: f"essai-{n}")
    title = "Dermatologie"
    questionnaire = factory.SubFactory(QuestionnaireFactory)


class IdentityFactory(DjangoModelFactory[IdentityVersion]):
    class Meta:
        model = IdentityVersion

    patient = factory.SubFactory("tests.factories.PatientFactory", current=None)
    number = 1
    birth_name = "DURAND"
    given_names = "Jeanne Marie"
    first_given_name = factory.LazyAttribute(lambda each: each.given_names.split(" ")[0])
    sex = Sex.FEMALE
    birth_date = date(1954, 3, 12)
    birth_place_code = "33063"
    birth_place_label = "Bordeaux (33)"
    billing_nir = "254033306300149"
    recorded_by_label = "essai"


class PatientFactory(DjangoModelFactory[Patient]):
    class Meta:
        model = Patient
        skip_postgeneration_save = True

    birth_date = date(1954, 3, 12)

    @factory.post_generation
    def identity(self: Patient, create: bool, extracted: Any, **traits: Any) -> None:
        if self.current is None:
            self.current = IdentityFactory(patient=self, **traits)
            self.save(update_fields=["current"])


class ServiceRequestFactory(DjangoModelFactory[ServiceRequest]):
    """A draft, or with a trait: sent, taken, on_hold, answered, closed, declined, cancelled, discarded."""

    class Meta:
        model = ServiceRequest
        skip_postgeneration_save = True

    class Params:
        sent_some_time_ago = factory.Trait(
            identity_version=factory.LazyAttribute(lambda each: each.patient.current),
            sent_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=2)),
            visible_at=factory.LazyAttribute(lambda each: each.sent_at),
            owner=factory.LazyAttribute(lambda each: coordinator_of(each.healthcare_service)),
            headline="lésion pigmentée",
        )
        sent = factory.Trait(sent_some_time_ago=True, state=State.SENT)
        taken_some_time_ago = factory.Trait(
            sent_some_time_ago=True,
            taken_by=factory.LazyAttribute(lambda each: ExpertFactory(service=each.healthcare_service)),
            taken_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1)),
            first_opened_at=factory.LazyAttribute(lambda each: each.taken_at),
            owner=factory.LazyAttribute(lambda each: each.taken_by),
        )
        taken = factory.Trait(taken_some_time_ago=True, state=State.TAKEN)
        on_hold = factory.Trait(
            taken_some_time_ago=True,
            state=State.ON_HOLD,
            held_from=State.TAKEN,
            held_at=factory.LazyFunction(timezone.now),
        )
        ended = factory.Trait(ended_at=factory.LazyFunction(timezone.now))
        answered = factory.Trait(taken_some_time_ago=True, final_state=State.ANSWERED)
        closed = factory.Trait(taken_some_time_ago=True, ended=True, final_state=State.CLOSED)
        declined = factory.Trait(sent_some_time_ago=True, ended=True, state=State.DECLINED)
        cancelled = factory.Trait(sent_some_time_ago=True, ended=True, state=State.CANCELLED)
        entered_in_error = factory.Trait(sent_some_time_ago=True, ended=True, state=State.ENTERED_IN_ERROR)
        discarded = factory.Trait(state=State.DISCARDED, discarded_at=factory.LazyFunction(timezone.now))

    reference = factory.LazyFunction(lambda: Reference.new(timezone.localdate().year))
    requester = factory.SubFactory(RoleFactory)
    patient = factory.SubFactory(PatientFactory)
    consent_form = ConsentForm.ORAL
    consent_giver = ConsentGiver.PATIENT
    consent_on = factory.LazyFunction(timezone.localdate)
    request_type = factory.SubFactory(RequestTypeFactory)
    healthcare_service = factory.SubFactory(ServiceFactory)
    urgency = Urgency.WITHIN_7_DAYS
    response = factory.LazyAttribute(
        lambda each: QuestionnaireResponse.objects.create(
            questionnaire=each.request_type.questionnaire,
            answers={"question": {"value": "Faut-il retirer cette lésion ?"}},
        )
    )
    folder = factory.LazyFunction(lambda: Folder.objects.create())

    @factory.post_generation
    def offer(self: ServiceRequest, create: bool, extracted: Any, **kwargs: Any) -> None:
        offered = ServiceOffer(healthcare_service=self.healthcare_service, request_type=self.request_type)
        ServiceOffer.objects.bulk_create([offered], ignore_conflicts=True)

    @classmethod
    def _create(cls, model_class: type[ServiceRequest], *args: Any, **columns: Any) -> ServiceRequest:
        final_state = columns.pop("final_state", None)
        service_request = model_class.objects.create(**columns)
        if final_state:
            signed_at = timezone.now() - timedelta(minutes=30)
            service_request.answer = AnswerFactory(
                service_request=service_request, signed_by=service_request.taken_by, signed_at=signed_at
            )
            service_request.state, service_request.answered_at = final_state, signed_at
            service_request.awaits_reading = True
            service_request.save(update_fields=["state", "answer", "answered_at", "awaits_reading"])
        return service_request


OPINION = Opinion(
    short_answer="Lésion bénigne : pas d’exérèse.",
    hypothesis="Kératose séborrhéique",
    certainty="high",
    actions=(ActionLine(what="Photographier de nouveau la lésion", when="dans 6 mois"),),
    decision="stay",
    warning_signs="La lésion change de couleur ou saigne.",
    for_patient="Cette tache est bénigne.",
)


class AnswerFactory(DjangoModelFactory[Answer]):
    class Meta:
        model = Answer

    version = 1
    signed_at = factory.LazyFunction(timezone.now)
    signed_by_label = factory.LazyAttribute(lambda each: str(each.signed_by))

    @classmethod
    def _create(cls, model_class: type[Answer], *args: Any, **kwargs: Any) -> Answer:
        return model_class.objects.create(**{**OPINION.columns(), **kwargs})


def ExpertFactory(  # noqa: N802 (a factory like the others)
    *,
    service: HealthcareService,
    kind: MemberKind = MemberKind.EXPERT,
    profession: str = PHYSICIAN,
) -> PractitionerRole:
    """A member of a service, in its establishment."""
    role = RoleFactory(organization=service.organization, practitioner__profession=profession)
    Membership.objects.create(healthcare_service=service, role=role, kind=kind, started_on=LONG_AGO)
    return role


def coordinator_of(service: HealthcareService) -> PractitionerRole:
    return service.memberships.get(kind=MemberKind.COORDINATOR).role


def actor(role: PractitionerRole, *, on_behalf_of: PractitionerRole | None = None) -> Actor:
    """The person of this workplace, acting."""
    return Actor(user=role.practitioner.user, role=role, on_behalf_of=on_behalf_of)


def requester_of(service_request: ServiceRequest) -> Actor:
    return actor(service_request.requester)


def expert_of(service_request: ServiceRequest, kind: MemberKind = MemberKind.EXPERT) -> Actor:
    """A new member of the service of this request."""
    return actor(ExpertFactory(service=service_request.healthcare_service, kind=kind))
