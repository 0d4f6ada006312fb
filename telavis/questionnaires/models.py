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
    original = models.JSONField("fichier tel qu’il est venu d’ailleurs", null=True, blank=True)
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
        return f"validé par {self.validated_by}, le {self.validated_on:%d/%m/%Y}"


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

    `answers` maps a linkId to its entry; see `telavis.questionnaires.answers` for the shapes. `rivals` maps one to the
    entries that wait beside it, because two pages have answered the same question (`merging`).
    `revision` grows by one at each save that changes something, so that a page can say what it started from.
    `moved_from` is the form of which these answers were taken over, while the page has to say so.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="responses", verbose_name="formulaire"
    )
    answers = models.JSONField("réponses", default=dict)
    rivals = models.JSONField("réponses à départager", default=dict)
    carried = models.JSONField("réponses reprises de demandes antérieures", default=dict)
    """linkId → the day of that request, and the entry as it was taken: the mark stays while the answer does."""
    left = models.JSONField("réponses que ce formulaire ne peut pas reprendre", default=list)
    """Each with the label and the words that its reader knew (`moving`)."""
    revision = models.PositiveIntegerField("révision", default=0)
    saved_at = models.DateTimeField("enregistrées le", default=timezone.now)
    moved_from = models.ForeignKey(
        Questionnaire,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="commencées sur le formulaire",
    )
    completed_at = models.DateTimeField("envoyées le", null=True)

    class Meta:
        verbose_name = "réponses au formulaire"

    def __str__(self) -> str:
        return f"réponses {self.pk} (révision {self.revision})"


class PageSave(models.Model):
    """One save of one page: what it replaced, and its rank among those of its tab.

    `tab` names the page, so that it never stands in its own way; `turn` tells that a save was overtaken on the way.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    revision = models.PositiveIntegerField("révision")
    tab = models.CharField("onglet", max_length=36, blank=True)
    turn = models.PositiveIntegerField("rang dans cet onglet", default=0)
    former = models.JSONField("réponses d’avant", default=dict)

    class Meta:
        abstract = True


class AnswerSave(PageSave):
    """A save of the form of a request, kept until the answers are sent."""

    response = models.ForeignKey(QuestionnaireResponse, on_delete=models.CASCADE, related_name="saves")

    class Meta:
        verbose_name = "enregistrement des réponses"
        indexes = [models.Index(fields=["response", "revision"], name="answer_save_by_revision")]

    def __str__(self) -> str:
        return f"révision {self.revision} des réponses {self.response_id}"
