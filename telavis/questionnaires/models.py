"""Forms as data (FHIR R4 Questionnaire), the types of request that use them, and the answers."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from telavis.values.keys import new_key


class QuestionnaireStatus(models.TextChoices):
    DRAFT = "draft", "brouillon"
    ACTIVE = "active", "publié"
    RETIRED = "retired", "retiré"


class Questionnaire(models.Model):
    """One version of one form. Once published its definition never changes."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    url = models.CharField("adresse canonique", max_length=200)
    version = models.CharField("version", max_length=20)
    title = models.CharField("titre", max_length=150)
    status = models.CharField(
        "statut", max_length=10, choices=QuestionnaireStatus.choices, default=QuestionnaireStatus.DRAFT
    )
    definition = models.JSONField("définition (FHIR R4)")
    validated_by = models.CharField("validé par", max_length=200, blank=True)
    validated_on = models.DateField("validé le", null=True, blank=True)
    published_at = models.DateTimeField("publié le", null=True, blank=True)

    class Meta:
        verbose_name = "formulaire"
        constraints = [
            models.UniqueConstraint(fields=["url", "version"], name="questionnaire_version_is_unique"),
            models.CheckConstraint(
                name="questionnaire_active_was_published",
                condition=~Q(status=QuestionnaireStatus.ACTIVE) | Q(published_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"

    @property
    def validation(self) -> str:
        """Who signed this form, in words; «non validé» until a service has."""
        if not self.validated_by or self.validated_on is None:
            return "non validé"
        return f"validé par {self.validated_by} le {self.validated_on:%d/%m/%Y}"


class RequestType(models.Model):
    """What one can ask for: «Dermatologie», «Maladies infectieuses»…"""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    code = models.SlugField("code", max_length=40, unique=True)
    title = models.CharField("titre", max_length=120)
    description = models.CharField("en une phrase", max_length=250, blank=True)
    icon = models.CharField("icône", max_length=40, blank=True)
    position = models.PositiveSmallIntegerField("rang", default=0)
    is_open = models.BooleanField("proposé aux requérants", default=True)
    questionnaire = models.ForeignKey(
        Questionnaire,
        on_delete=models.PROTECT,
        related_name="request_types",
        verbose_name="formulaire courant",
    )

    class Meta:
        verbose_name = "type de demande"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.title


class QuestionnaireResponse(models.Model):
    """The answers to one version of one form, in progress or sent.

    `answers` maps a linkId to its entry; see `telavis.questionnaires.answers` for the shapes.
    `revision` grows by one at each save, so that an older tab cannot overwrite a newer one in silence;
    `saved_from` names the tab of the last save, so that a tab never stands in its own way; `saved_turn` is its rank
    among the saves of that tab, so that one that was overtaken on the way changes nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="responses", verbose_name="formulaire"
    )
    answers = models.JSONField("réponses", default=dict)
    revision = models.PositiveIntegerField("révision", default=0)
    saved_at = models.DateTimeField("enregistrées le", default=timezone.now)
    saved_from = models.CharField("enregistrées depuis (onglet)", max_length=36, blank=True)
    saved_turn = models.PositiveIntegerField("rang de l’enregistrement dans cet onglet", default=0)
    completed_at = models.DateTimeField("envoyées le", null=True)

    class Meta:
        verbose_name = "réponses au formulaire"

    def __str__(self) -> str:
        return f"réponses {self.pk} (révision {self.revision})"
