"""Professionals, the places where they work, the expert services, and who prepares for whom."""

from datetime import date

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from telavis.accounts.models import is_open_account
from telavis.values.keys import new_key


class Practitioner(models.Model):
    """A professional, whether or not they have an account here."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="practitioner",
        verbose_name="compte",
    )
    rpps = models.CharField("RPPS", max_length=11, blank=True)
    title = models.CharField("civilité d’exercice", max_length=10, blank=True)
    family_name = models.CharField("nom d’exercice", max_length=100)
    given_name = models.CharField("prénom d’exercice", max_length=100)
    profession = models.CharField("profession (code G15)", max_length=10)
    specialty = models.CharField("spécialité (code)", max_length=20, blank=True)
    sort_key = models.TextField("clé de tri")
    search_text = models.TextField("texte de recherche")

    class Meta:
        verbose_name = "professionnel"
        ordering = ["sort_key"]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="practitioner_by_words"),
            models.Index(fields=["sort_key", "id"], name="practitioner_in_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rpps"], condition=~Q(rpps=""), name="practitioner_rpps_is_of_one_person"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)


class OrganizationKind(models.TextChoices):
    HOSPITAL = "hospital", "centre hospitalier"
    CLINIC = "clinic", "clinique"
    NURSING_HOME = "nursing_home", "EHPAD"
    REHABILITATION = "rehabilitation", "SMR"
    PRACTICE = "practice", "cabinet"
    HEALTH_CENTRE = "health_centre", "centre ou maison de santé"
    OTHER = "other", "autre structure"


class Organization(models.Model):
    """An establishment or a practice."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    finess = models.CharField("FINESS", max_length=9, blank=True)
    name = models.CharField("nom", max_length=200)
    kind = models.CharField("nature", max_length=20, choices=OrganizationKind.choices)
    address_line = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    town = models.CharField("commune", max_length=100, blank=True)
    phone = models.CharField("téléphone (E.164)", max_length=20, blank=True)
    referent = models.ForeignKey(
        "directory.PractitionerRole",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referent_of",
        verbose_name="référent",
    )
    sort_key = models.TextField("clé de tri")
    search_text = models.TextField("texte de recherche")

    class Meta:
        verbose_name = "établissement"
        ordering = ["sort_key"]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="organization_by_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["finess"], condition=~Q(finess=""), name="organization_finess_is_of_one_place"
            ),
        ]

    def __str__(self) -> str:
        return self.name


def holds_on(day: date | None = None, prefix: str = "") -> Q:
    """The rows with `started_on` and `ended_on` that hold on a day (today in Paris by default).

    `prefix` leads to the one that has to hold: ("role__").
    """
    day = day or timezone.localdate()
    lasts = Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gte": day})
    return Q(**{f"{prefix}started_on__lte": day}) & lasts


def is_there(day: date | None = None, prefix: str = "") -> Q:
    """The workplaces whose holder works there on a day, and is let in today; `prefix` leads there: ("role__").

    One whom the directory knows without an account counts: nobody has closed anything.
    """
    user = f"{prefix}practitioner__user"
    reached = Q(**{f"{user}__isnull": True}) | is_open_account(f"{user}__")
    return holds_on(day, prefix) & reached


class PractitionerRoleQuerySet(models.QuerySet["PractitionerRole"]):
    def current(self, on: date | None = None) -> "PractitionerRoleQuerySet":
        return self.filter(holds_on(on))


class PractitionerRole(models.Model):
    """A person in an establishment: what acts are stamped with."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="roles", verbose_name="professionnel"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="roles", verbose_name="établissement"
    )
    phone = models.CharField("téléphone direct (E.164)", max_length=20, blank=True)
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)

    objects = PractitionerRoleQuerySet.as_manager()

    class Meta:
        verbose_name = "situation d’exercice"
        constraints = [
            models.UniqueConstraint(
                fields=["practitioner", "organization"],
                condition=Q(ended_on__isnull=True),
                name="practitioner_role_is_open_once",
            ),
            models.CheckConstraint(
                name="practitioner_role_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner.full_name}, {self.organization.name}"

    @property
    def is_current(self) -> bool:
        """Does this person work there today?"""
        today = timezone.localdate()
        return self.started_on <= today and (self.ended_on is None or self.ended_on >= today)

    @property
    def is_there(self) -> bool:
        """They work there today, and are let in."""
        user = self.practitioner.user
        return self.is_current and (user is None or user.is_open)


class Originals(models.TextChoices):
    """Whether those who see a request may save its files as they came, with all that they hide."""

    NO = "non", "Non, seulement la version vérifiée"
    YES = "oui", "Oui, à leurs risques"


class HealthcareService(models.Model):
    """An expert team of an establishment, which answers requests."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="services", verbose_name="établissement"
    )
    name = models.CharField("nom", max_length=150)
    specialty = models.CharField("spécialité (code)", max_length=20)
    specialty_label = models.CharField("spécialité", max_length=120)
    phone = models.CharField("téléphone de l’astreinte (E.164)", max_length=20, blank=True)
    is_published = models.BooleanField("ouvert aux demandes", default=False)
    originals = models.CharField(
        "fichiers d’origine téléchargeables", max_length=3, choices=Originals.choices, default=Originals.NO
    )
    sort_key = models.TextField("clé de tri")
    search_text = models.TextField("texte de recherche")

    class Meta:
        verbose_name = "service destinataire"
        ordering = ["sort_key"]
        indexes = [
            GinIndex(fields=["search_text"], opclasses=["gin_trgm_ops"], name="healthcare_service_by_words"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], name="healthcare_service_name_is_unique_in_its_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organization.name}"


class Delegation(models.Model):
    """Somebody of a practice prepares requests for a professional, between two dates."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    delegator = models.ForeignKey(
        PractitionerRole, on_delete=models.CASCADE, related_name="delegations_given", verbose_name="pour"
    )
    delegate = models.ForeignKey(
        PractitionerRole,
        on_delete=models.CASCADE,
        related_name="delegations_held",
        verbose_name="préparées par",
    )
    started_on = models.DateField("depuis le")
    ended_on = models.DateField("jusqu’au", null=True, blank=True)
    revoked_at = models.DateTimeField("arrêtée le", null=True, blank=True)
    """Ended at once, whatever its dates."""

    class Meta:
        verbose_name = "délégation"
        constraints = [
            models.CheckConstraint(
                name="delegation_is_to_somebody_else", condition=~Q(delegator=models.F("delegate"))
            ),
            models.CheckConstraint(
                name="delegation_ends_after_it_starts",
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} pour {self.delegator}"
