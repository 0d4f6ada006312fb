"""The opinion of the service: drafted by one, signed by a named professional, corrected by a new version."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from telavis.directory.models import PractitionerRole
from telavis.questionnaires.models import PageSave
from telavis.service_requests.opinion import Certainty, Decision, Opinion
from telavis.values.keys import new_key


class AnswerContent(models.Model):
    """What an answer says, drafted or signed. `actions` holds `ActionLine`s as mappings."""

    short_answer = models.TextField("réponse courte", blank=True)
    hypothesis = models.CharField("hypothèse principale", max_length=300, blank=True)
    certainty = models.CharField("certitude", max_length=10, choices=Certainty.choices, blank=True)
    actions = models.JSONField("actions", default=list)
    decision = models.CharField("décision", max_length=20, choices=Decision.choices, blank=True)
    decision_delay = models.CharField("délai de consultation", max_length=100, blank=True)
    warning_signs = models.TextField("recontacter si…", blank=True)
    for_patient = models.TextField("pour le patient", blank=True)
    sources = models.TextField("références", blank=True)
    photo_quality = models.PositiveSmallIntegerField("qualité des photos (1 à 5)", null=True)
    information_quality = models.PositiveSmallIntegerField("qualité des informations (1 à 5)", null=True)

    class Meta:
        abstract = True

    @property
    def opinion(self) -> Opinion:
        return Opinion.of(self)


class AnswerDraft(AnswerContent):
    """What one expert is writing, seen by nobody else as an answer; saved at each pause.

    An opinion, and apart from it the correction of one that is signed.
    One for a person, whichever workplace they write from: it is found by the person, under the lock of the request.
    `revision` and `rivals` are those of a `QuestionnaireResponse`: two pages on one text are brought together likewise.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    service_request = models.ForeignKey(
        "service_requests.ServiceRequest", on_delete=models.CASCADE, related_name="answer_drafts"
    )
    author = models.ForeignKey(PractitionerRole, on_delete=models.CASCADE, related_name="answer_drafts")
    revision = models.PositiveIntegerField("révision", default=0)
    saved_at = models.DateTimeField("enregistré le", default=timezone.now)
    rivals = models.JSONField("textes à départager", default=dict)
    corrects = models.PositiveIntegerField("version de l’avis à rectifier", null=True)
    """The version that this text will replace; null for an opinion of its own."""
    correction_reason = models.CharField("motif de la rectification", max_length=500, blank=True)

    class Meta:
        verbose_name = "avis en cours de rédaction"
        constraints = [
            models.UniqueConstraint(
                fields=["service_request", "author"],
                condition=Q(corrects__isnull=True),
                name="answer_draft_is_one_for_each_author",
            ),
            models.UniqueConstraint(
                fields=["service_request", "author"],
                condition=Q(corrects__isnull=False),
                name="answer_draft_corrects_once_for_each_author",
            ),
        ]

    def __str__(self) -> str:
        return f"brouillon d’avis {self.pk}"


class AnswerDraftSave(PageSave):
    """A save of an opinion that is being written, kept until it is signed or erased."""

    draft = models.ForeignKey(AnswerDraft, on_delete=models.CASCADE, related_name="saves")

    class Meta:
        verbose_name = "enregistrement d’un avis en cours"
        indexes = [models.Index(fields=["draft", "revision"], name="answer_draft_save_by_revision")]

    def __str__(self) -> str:
        return f"révision {self.revision} du brouillon {self.draft_id}"


class Answer(AnswerContent):
    """A signed opinion. Append-only: a correction is a new version, the former stays readable."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    service_request = models.ForeignKey(
        "service_requests.ServiceRequest", on_delete=models.PROTECT, related_name="answers"
    )
    version = models.PositiveIntegerField("version")
    signed_by = models.ForeignKey(
        PractitionerRole, on_delete=models.PROTECT, related_name="answers_signed", verbose_name="signé par"
    )
    signed_by_label = models.CharField("signataire en toutes lettres", max_length=300)
    signed_by_rpps = models.CharField("RPPS du signataire", max_length=11, blank=True)
    signed_at = models.DateTimeField("signé le")
    is_correction = models.BooleanField("avis rectifié", default=False)
    correction_reason = models.CharField("motif de la rectification", max_length=500, blank=True)

    class Meta:
        verbose_name = "avis"
        constraints = [
            models.UniqueConstraint(fields=["service_request", "version"], name="answer_version_is_unique"),
            models.CheckConstraint(name="answer_says_something", condition=~Q(short_answer="")),
            models.CheckConstraint(name="answer_has_a_decision", condition=~Q(decision="")),
            models.CheckConstraint(
                name="answer_corrected_says_why", condition=Q(is_correction=False) | ~Q(correction_reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"avis {self.pk} (version {self.version})"
