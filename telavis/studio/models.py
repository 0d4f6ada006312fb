"""Work on the form of a service: the words as they stand, each change of them, and the cases they are tried with."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.questionnaires.models import Questionnaire, RequestType
from telavis.studio.workflow import State, States
from telavis.values.keys import new_key


class FormWork(models.Model):
    """One piece of work on what one service asks for one type of request, or for a type that it makes.

    `definition` is a complete FHIR Questionnaire, and always one that can be read. `replaced` is what the service asked
    before this one was published: to withdraw it is to ask that again.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    healthcare_service = models.ForeignKey(
        HealthcareService, on_delete=models.PROTECT, related_name="form_works", verbose_name="service"
    )
    request_type = models.ForeignKey(
        RequestType,
        null=True,
        on_delete=models.PROTECT,
        related_name="form_works",
        verbose_name="type de demande (vide : un nouveau)",
    )
    title = models.CharField("titre", max_length=120)
    description = models.CharField("en une phrase", max_length=250, blank=True)
    base = models.ForeignKey(
        Questionnaire,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="à partir du formulaire",
    )
    definition = models.JSONField("définition (FHIR R4)")
    use_for = models.TextField("à utiliser pour", blank=True)
    not_for = models.TextField("ne pas utiliser pour", blank=True)
    prerequisites = models.TextField("à joindre", blank=True)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.EDITING)
    revision = models.PositiveIntegerField("révision", default=0)
    started_at = models.DateTimeField("commencé le", default=timezone.now)
    started_by_label = models.CharField("commencé par", max_length=200)
    touched_at = models.DateTimeField("modifié le", default=timezone.now)
    submitted_at = models.DateTimeField("soumis le", null=True)
    submitted_by_label = models.CharField("soumis par", max_length=200, blank=True)
    signed_at = models.DateTimeField("signé le", null=True)
    signed_by = models.ForeignKey(
        PractitionerRole, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="signé par"
    )
    signer = models.CharField("signataire, en mots", max_length=200, blank=True)
    publish_at = models.DateTimeField("à publier le", null=True)
    moves_drafts = models.BooleanField("les brouillons passent à ce formulaire", default=False)
    published_at = models.DateTimeField("publié le", null=True)
    published = models.OneToOneField(
        Questionnaire,
        null=True,
        on_delete=models.PROTECT,
        related_name="form_work",
        verbose_name="version publiée",
    )
    replaced = models.ForeignKey(
        Questionnaire, null=True, on_delete=models.PROTECT, related_name="+", verbose_name="à la place de"
    )
    drafts_moved_at = models.DateTimeField("brouillons passés le", null=True)
    ended_at = models.DateTimeField("retiré ou abandonné le", null=True)
    ended_because = models.CharField("motif", max_length=500, blank=True)

    class Meta:
        verbose_name = "travail sur un formulaire"
        constraints = [
            models.UniqueConstraint(
                fields=["healthcare_service", "request_type"],
                condition=Q(state__in=States.OPEN, request_type__isnull=False),
                name="form_work_is_one_at_a_time",
            ),
            models.UniqueConstraint(
                "healthcare_service",
                Lower("title"),
                condition=Q(state__in=States.OPEN, request_type__isnull=True),
                name="form_work_new_type_is_one_at_a_time",
            ),
            models.CheckConstraint(
                name="form_work_signed_says_by_whom",
                condition=Q(signed_at__isnull=True, signed_by__isnull=True, signer="")
                | (Q(signed_at__isnull=False, signed_by__isnull=False) & ~Q(signer="")),
            ),
            models.CheckConstraint(
                name="form_work_is_signed_before_it_is_published",
                condition=~Q(state__in=States.SIGNED) | Q(signed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="form_work_scheduled_has_its_moment",
                condition=~Q(state=State.SCHEDULED) | Q(publish_at__isnull=False),
            ),
            models.CheckConstraint(
                name="form_work_published_has_its_version",
                condition=~Q(state__in=(State.PUBLISHED, State.WITHDRAWN))
                | Q(published__isnull=False, published_at__isnull=False, request_type__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["publish_at"], condition=Q(state=State.SCHEDULED), name="form_work_to_publish"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.healthcare_service}"

    @property
    def is_open(self) -> bool:
        return self.state in States.OPEN

    @property
    def is_editable(self) -> bool:
        return self.state == State.EDITING


class FormChange(models.Model):
    """One change of the words, with what stood before it; only added. To undo is a change too."""

    id = models.BigAutoField(primary_key=True)
    work = models.ForeignKey(
        FormWork, on_delete=models.CASCADE, related_name="changes", verbose_name="travail"
    )
    number = models.PositiveIntegerField("rang")
    words = models.CharField("ce qui a changé", max_length=300)
    before = models.JSONField("définition d’avant")
    undoes = models.PositiveIntegerField("défait le changement", null=True)
    changed_at = models.DateTimeField("le", default=timezone.now)
    changed_by_label = models.CharField("par", max_length=200)

    class Meta:
        verbose_name = "changement d’un formulaire"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["work", "number"], name="form_change_has_its_number"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.words}"


class FormCase(models.Model):
    """Answers kept with a form, and what it must make of them: shown, calculated, alarmed, complete."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    work = models.ForeignKey(FormWork, on_delete=models.CASCADE, related_name="cases", verbose_name="travail")
    name = models.CharField("nom", max_length=120)
    answers = models.JSONField("réponses")
    patient = models.JSONField("patient (naissance, sexe)", default=dict)
    expected = models.JSONField("résultat attendu")
    kept_at = models.DateTimeField("gardé le", default=timezone.now)
    kept_by_label = models.CharField("gardé par", max_length=200)

    class Meta:
        verbose_name = "cas d’essai"
        ordering = ["kept_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["work", "name"], name="form_case_has_its_own_name"),
        ]

    def __str__(self) -> str:
        return self.name
