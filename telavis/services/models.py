"""How an expert service lives: its members, its duty rota, its absences, what it answers."""

from django.db import models
from django.db.models import F, Q

from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.questionnaires.models import Questionnaire, RequestType
from telavis.values.keys import new_key


class MemberKind(models.TextChoices):
    EXPERT = "expert", "expert"
    JUNIOR = "junior", "junior"
    SECRETARY = "secretary", "secrétaire"
    COORDINATOR = "coordinator", "coordinateur"


class Membership(models.Model):
    """Somebody's place in a service, between two dates."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    healthcare_service = models.ForeignKey(
        HealthcareService, on_delete=models.CASCADE, related_name="memberships", verbose_name="service"
    )
    role = models.ForeignKey(
        PractitionerRole, on_delete=models.PROTECT, related_name="memberships", verbose_name="membre"
    )
    kind = models.CharField("place", max_length=20, choices=MemberKind.choices)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "membre d’un service"
        constraints = [
            models.UniqueConstraint(
                fields=["healthcare_service", "role", "kind"],
                condition=Q(ended_on__isnull=True),
                name="membership_is_open_once",
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} : {self.get_kind_display()}"


class Absence(models.Model):
    """A member is away; the substitute may do what they may, for that time."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="absences", verbose_name="absent"
    )
    substitute = models.ForeignKey(
        PractitionerRole,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="substitutions",
        verbose_name="remplaçant",
    )
    started_on = models.DateField("du")
    ended_on = models.DateField("au")

    class Meta:
        verbose_name = "absence"
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_starts", condition=Q(ended_on__gte=F("started_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.role} du {self.started_on:%d/%m/%Y} au {self.ended_on:%d/%m/%Y}"


class DutyDay(models.Model):
    """Who is on duty in a service on one day."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    healthcare_service = models.ForeignKey(
        HealthcareService, on_delete=models.CASCADE, related_name="duty_days", verbose_name="service"
    )
    day = models.DateField("jour")
    role = models.ForeignKey(
        PractitionerRole, on_delete=models.PROTECT, related_name="duty_days", verbose_name="de garde"
    )

    class Meta:
        verbose_name = "jour de garde"
        constraints = [
            models.UniqueConstraint(
                fields=["healthcare_service", "day"], name="duty_day_has_one_person_on_duty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} : {self.role}"


class ServiceOffer(models.Model):
    """A service answers a type of request: what for, what not for, what it needs, and what it asks.

    `questionnaire` is the form of this service; without one it asks the common form of the type.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    healthcare_service = models.ForeignKey(
        HealthcareService, on_delete=models.CASCADE, related_name="offers", verbose_name="service"
    )
    request_type = models.ForeignKey(
        RequestType, on_delete=models.PROTECT, related_name="offers", verbose_name="type de demande"
    )
    use_for = models.TextField("à utiliser pour", blank=True)
    not_for = models.TextField("ne pas utiliser pour", blank=True)
    prerequisites = models.TextField("à joindre", blank=True)
    questionnaire = models.ForeignKey(
        Questionnaire,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="offers",
        verbose_name="formulaire du service",
    )

    class Meta:
        verbose_name = "type de demande d’un service"
        constraints = [
            models.UniqueConstraint(
                fields=["healthcare_service", "request_type"], name="service_offer_is_made_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.healthcare_service} : {self.request_type}"

    @property
    def form(self) -> Questionnaire:
        """What a new request is asked: the form of the service, else the common one."""
        return self.questionnaire or self.request_type.questionnaire
