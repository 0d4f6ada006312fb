"""The request itself: the row tells the present, the journal tells the past."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.documents.models import Folder
from telavis.patients.models import IdentityVersion, Patient
from telavis.questionnaires.models import QuestionnaireResponse, RequestType
from telavis.service_requests.workflow import State, States
from telavis.services.queries import services_open_to
from telavis.values.keys import new_key


class Urgency(models.IntegerChoices):
    """The wished delay («delai»), stored as a rank: 1 is the most urgent, so that lists sort upwards."""

    WITHIN_24_HOURS = 1, "< 24 h"
    WITHIN_72_HOURS = 2, "< 72 h"
    WITHIN_7_DAYS = 3, "≤ 7 jours"
    NOT_URGENT = 4, "pas urgent"


class ConsentForm(models.TextChoices):
    """How the patient agreed: the item `information_patient` of every form."""

    ORAL = "oral", "oui, oral"
    WRITTEN = "written", "oui, écrit"
    IMPOSSIBLE = "impossible", "impossible (motif)"
    REFUSED = "refused", "refus"


class ConsentGiver(models.TextChoices):
    PATIENT = "patient", "le patient"
    LEGAL_REPRESENTATIVE = "legal_representative", "son représentant légal"
    TRUSTED_PERSON = "trusted_person", "sa personne de confiance"


class ServiceRequestQuerySet(models.QuerySet["ServiceRequest"]):
    def asked_by(self, actor: Actor) -> "ServiceRequestQuerySet":
        """Asked from any workplace of this person, or of the one they prepare for."""
        return self.filter(requester__practitioner_id__in=actor.person_ids)

    def shared_with(self, actor: Actor, now: datetime | None = None) -> "ServiceRequestQuerySet":
        """Not before the service: taken back and sent again, it can be undone again."""
        if actor.practitioner_id is None:
            return self.none()
        running = Q(shares__practitioner_id=actor.practitioner_id, shares__revoked_at__isnull=True)
        return self.filter(_arrived(now), running)

    def of_services_of(self, actor: Actor) -> "ServiceRequestQuerySet":
        """Arrived in a service where this person works or replaces somebody today."""
        return self.filter(_arrived(), healthcare_service__in=services_open_to(actor))

    def arrived(self) -> "ServiceRequestQuerySet":
        return self.filter(_arrived())

    def visible_to(
        self, actor: Actor, *, on: date | None = None, now: datetime | None = None
    ) -> "ServiceRequestQuerySet":
        """All that this person may open. Closed by default: no place in the directory, no request.

        Each reason is a test of the row's own columns against few keys: whichever index found the row, nothing
        gathers first all that this person could see.
        """
        if actor.role is None:
            return self.none()
        roles = PractitionerRole.objects.filter(practitioner_id__in=actor.person_ids)
        mine = Q(requester__in=roles.values("pk"))
        shared = Q(pk__in=ServiceRequest.objects.shared_with(actor, now).values("pk"))
        served = _arrived(now) & Q(healthcare_service__in=services_open_to(actor, on))
        return self.filter(mine | shared | served)

    def reasons(self, actor: Actor) -> "list[ServiceRequestQuerySet]":
        """The same as `visible_to`, one set for each reason: a search over all of them follows an index in each."""
        if actor.role is None:
            return [self.none()]
        return [self.asked_by(actor), self.shared_with(actor), self.of_services_of(actor)]

    def open(self) -> "ServiceRequestQuerySet":
        return self.filter(state__in=States.OPEN)


def _arrived(now: datetime | None = None) -> Q:
    """Sent, and past the seconds during which the requester can still undo."""
    return Q(state__in=States.ONCE_SENT, visible_at__lte=now or timezone.now())


class ServiceRequest(models.Model):
    """A question about a patient, from a requester to a service."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    reference = models.CharField("référence", max_length=20, unique=True)
    state = models.CharField("état", max_length=20, choices=State.choices, default=State.DRAFT)

    requester = models.ForeignKey(
        PractitionerRole, on_delete=models.PROTECT, related_name="requests_asked", verbose_name="requérant"
    )
    prepared_by = models.ForeignKey(
        PractitionerRole,
        null=True,
        on_delete=models.PROTECT,
        related_name="requests_prepared",
        verbose_name="préparée par",
    )
    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="service_requests", verbose_name="patient"
    )
    identity_version = models.ForeignKey(
        IdentityVersion,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="identité à l’envoi",
    )

    consent_form = models.CharField(
        "accord du patient", max_length=12, choices=ConsentForm.choices, blank=True
    )
    consent_giver = models.CharField("donné par", max_length=24, choices=ConsentGiver.choices, blank=True)
    consent_on = models.DateField("donné le", null=True)
    consent_reason = models.CharField("motif si impossible", max_length=300, blank=True)
    consent_withdrawn_at = models.DateTimeField("retiré le", null=True)

    request_type = models.ForeignKey(
        RequestType, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="type de demande"
    )
    healthcare_service = models.ForeignKey(
        HealthcareService,
        null=True,
        on_delete=models.PROTECT,
        related_name="requests",
        verbose_name="service",
    )
    addressed_to = models.ForeignKey(
        PractitionerRole,
        null=True,
        on_delete=models.PROTECT,
        related_name="requests_addressed",
        verbose_name="adressée à",
    )
    urgency = models.PositiveSmallIntegerField("délai souhaité", choices=Urgency.choices, null=True)
    response = models.OneToOneField(
        QuestionnaireResponse,
        null=True,
        on_delete=models.PROTECT,
        related_name="service_request",
        verbose_name="réponses au formulaire",
    )
    folder = models.OneToOneField(
        Folder, on_delete=models.PROTECT, related_name="service_request", verbose_name="documents"
    )
    reply_folder = models.OneToOneField(
        Folder,
        null=True,
        on_delete=models.PROTECT,
        related_name="reply_in_preparation",
        verbose_name="documents du complément en préparation",
    )
    headline = models.CharField("en une ligne", max_length=200, blank=True)
    missing_count = models.PositiveSmallIntegerField("éléments manquants", default=0)
    document_count = models.PositiveSmallIntegerField("documents", default=0)

    owner = models.ForeignKey(
        PractitionerRole,
        null=True,
        on_delete=models.PROTECT,
        related_name="requests_owned",
        verbose_name="responsable",
    )
    taken_by = models.ForeignKey(
        PractitionerRole,
        null=True,
        on_delete=models.PROTECT,
        related_name="requests_taken",
        verbose_name="prise en charge par",
    )
    held_from = models.CharField("avant le complément", max_length=20, choices=State.choices, blank=True)
    answer = models.OneToOneField(
        "service_requests.Answer",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="avis en vigueur",
    )

    awaits_reading = models.BooleanField("avis en vigueur pas encore lu par le requérant", default=False)

    creation_key = models.UUIDField("clé du formulaire de création", default=new_key, unique=True)
    created_at = models.DateTimeField("créée le", default=timezone.now)
    touched_at = models.DateTimeField("dernier mouvement", default=timezone.now)
    sent_at = models.DateTimeField("envoyée le", null=True)
    visible_at = models.DateTimeField("visible du service le", null=True)
    first_opened_at = models.DateTimeField("ouverte par le service le", null=True)
    taken_at = models.DateTimeField("prise en charge le", null=True)
    held_at = models.DateTimeField("complément demandé le", null=True)
    answered_at = models.DateTimeField("répondue le", null=True)
    ended_at = models.DateTimeField("terminée le", null=True)
    discarded_at = models.DateTimeField("mise à la corbeille le", null=True)
    announce_at = models.DateTimeField("annonce au service le", null=True)
    remind_at = models.DateTimeField("rappel le", null=True)
    escalate_at = models.DateTimeField("escalade le", null=True)
    close_at = models.DateTimeField("clôture le", null=True)

    objects = ServiceRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande"
        indexes = [
            models.Index(
                fields=["healthcare_service", "urgency", "sent_at", "id"],
                condition=Q(state__in=States.OPEN),
                name="request_inbox_open",
            ),
            models.Index(
                fields=["healthcare_service", "-touched_at", "-id"],
                condition=~Q(state__in=States.PRIVATE),
                name="request_inbox_all",
            ),
            models.Index(fields=["requester", "-touched_at", "-id"], name="request_of_requester"),
            models.Index(fields=["requester", "state"], name="request_of_requester_by_state"),
            models.Index(
                fields=["requester"], condition=Q(awaits_reading=True), name="request_awaits_reading"
            ),
            models.Index(fields=["taken_by", "state"], name="request_taken_by"),
            models.Index(fields=["patient", "-created_at"], name="request_of_patient"),
            models.Index(
                fields=["announce_at"], condition=Q(announce_at__isnull=False), name="request_due_to_announce"
            ),
            models.Index(
                fields=["close_at"], condition=Q(close_at__isnull=False), name="request_due_to_close"
            ),
            models.Index(
                fields=["remind_at"], condition=Q(remind_at__isnull=False), name="request_due_to_remind"
            ),
            models.Index(
                fields=["escalate_at"], condition=Q(escalate_at__isnull=False), name="request_due_to_escalate"
            ),
            models.Index(
                fields=["discarded_at"], condition=Q(state=State.DISCARDED), name="request_due_to_erase"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="service_request_open_has_an_owner",
                condition=~Q(state__in=States.OPEN) | Q(owner__isnull=False),
            ),
            models.CheckConstraint(
                name="service_request_once_sent_is_complete",
                condition=Q(state__in=States.PRIVATE)
                | Q(
                    sent_at__isnull=False,
                    visible_at__isnull=False,
                    identity_version__isnull=False,
                    request_type__isnull=False,
                    healthcare_service__isnull=False,
                    response__isnull=False,
                    urgency__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="service_request_once_sent_has_an_agreement",
                condition=Q(state__in=States.PRIVATE)
                | Q(consent_form__in=[ConsentForm.ORAL, ConsentForm.WRITTEN, ConsentForm.IMPOSSIBLE]),
            ),
            models.CheckConstraint(
                name="service_request_taken_has_an_expert",
                condition=~Q(state=State.TAKEN) | Q(taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="service_request_taken_by_and_at_go_together",
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by__isnull=False, taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="service_request_on_hold_knows_where_it_came_from",
                condition=~Q(state=State.ON_HOLD)
                | Q(held_from__in=[State.SENT, State.TAKEN], held_at__isnull=False),
            ),
            models.CheckConstraint(
                name="service_request_answered_has_an_answer",
                condition=~Q(state__in=States.WITH_AN_ANSWER)
                | Q(answer__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="service_request_ended_has_a_time",
                condition=~Q(state__in=States.ENDED) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="service_request_discarded_has_a_time",
                condition=Q(state=State.DISCARDED, discarded_at__isnull=False)
                | (~Q(state=State.DISCARDED) & Q(discarded_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="service_request_visible_after_sent",
                condition=Q(visible_at__isnull=True) | Q(visible_at__gte=F("sent_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state in States.OPEN

    @property
    def is_visible_to_service(self) -> bool:
        return self.visible_at is not None and self.visible_at <= timezone.now()
