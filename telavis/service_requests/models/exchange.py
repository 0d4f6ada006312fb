"""What requester and service write to each other, who else follows, and who has read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from telavis.directory.models import HealthcareService, Practitioner, PractitionerRole
from telavis.documents.models import Folder
from telavis.questionnaires.models import PageSave, Questionnaire
from telavis.values.keys import new_key


class MessageKind(models.TextChoices):
    COMPLEMENT = "complement", "complément demandé"
    REPLY = "reply", "complément"
    MESSAGE = "message", "message"


class Message(models.Model):
    """One message of the exchange. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    service_request = models.ForeignKey(
        "service_requests.ServiceRequest", on_delete=models.PROTECT, related_name="messages"
    )
    kind = models.CharField("nature", max_length=12, choices=MessageKind.choices)
    author = models.ForeignKey(
        PractitionerRole, on_delete=models.PROTECT, related_name="messages", verbose_name="auteur"
    )
    text = models.TextField("texte")
    asked_items = ArrayField(
        models.CharField(max_length=80), verbose_name="questions à compléter (linkId)", default=list
    )
    answers = models.JSONField("réponses aux questions demandées", default=dict)
    """As `QuestionnaireResponse.answers`; their words stand in the text too, for every reader of it."""
    folder = models.OneToOneField(
        Folder, null=True, on_delete=models.PROTECT, related_name="message", verbose_name="documents"
    )
    sent_at = models.DateTimeField("envoyé le")

    class Meta:
        verbose_name = "message"
        indexes = [models.Index(fields=["service_request", "sent_at"], name="message_in_its_exchange")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class WordsDraft(models.Model):
    """What one person is writing to the other side, saved at each pause and seen by nobody else; gone once it has left.

    `answers`, `rivals` and `revision` are those of a `QuestionnaireResponse`: two pages are brought together likewise.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    service_request = models.ForeignKey(
        "service_requests.ServiceRequest", on_delete=models.CASCADE, related_name="words_drafts"
    )
    author = models.ForeignKey(PractitionerRole, on_delete=models.CASCADE, related_name="words_drafts")
    event = models.CharField("ce que ce texte fera", max_length=20)
    answers = models.JSONField("texte et réponses", default=dict)
    rivals = models.JSONField("textes à départager", default=dict)
    revision = models.PositiveIntegerField("révision", default=0)
    saved_at = models.DateTimeField("enregistré le", default=timezone.now)

    class Meta:
        verbose_name = "message en cours de rédaction"
        constraints = [
            models.UniqueConstraint(
                fields=["service_request", "author", "event"], name="words_draft_is_one_for_each_author"
            )
        ]

    def __str__(self) -> str:
        return f"brouillon de message {self.pk}"


class WordsDraftSave(PageSave):
    """A save of words that are being written, kept until they leave."""

    draft = models.ForeignKey(WordsDraft, on_delete=models.CASCADE, related_name="saves")

    class Meta:
        verbose_name = "enregistrement d’un message en cours"
        indexes = [models.Index(fields=["draft", "revision"], name="words_draft_save_by_revision")]

    def __str__(self) -> str:
        return f"révision {self.revision} du brouillon {self.draft_id}"


class AskedItem(models.Model):
    """A question of the form that an expert missed: asked for, and perhaps given. No answer stands here, only when.

    It keeps the service and the version of the form as they were: what is counted each month does not move.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    service_request = models.ForeignKey(
        "service_requests.ServiceRequest", on_delete=models.PROTECT, related_name="asked_items"
    )
    healthcare_service = models.ForeignKey(
        HealthcareService, on_delete=models.PROTECT, related_name="+", verbose_name="service"
    )
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="+", verbose_name="formulaire"
    )
    link_id = models.CharField("question (linkId)", max_length=80)
    asked_at = models.DateTimeField("demandée le")
    answered_at = models.DateTimeField("donnée le", null=True)

    class Meta:
        verbose_name = "question demandée en complément"
        indexes = [
            models.Index(
                fields=["healthcare_service", "answered_at"],
                condition=Q(answered_at__isnull=False),
                name="asked_item_given",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["service_request", "link_id"],
                condition=Q(answered_at__isnull=True),
                name="asked_item_waits_once",
            ),
            models.CheckConstraint(
                name="asked_item_is_given_after_it_was_asked",
                condition=Q(answered_at__isnull=True) | Q(answered_at__gte=F("asked_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"question demandée {self.pk}"


class Share(models.Model):
    """A colleague follows the request («Transférer»), until the share is revoked."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    service_request = models.ForeignKey(
        "service_requests.ServiceRequest", on_delete=models.CASCADE, related_name="shares"
    )
    practitioner = models.ForeignKey(
        Practitioner, on_delete=models.PROTECT, related_name="shares_received", verbose_name="collègue"
    )
    shared_by = models.ForeignKey(
        PractitionerRole, on_delete=models.PROTECT, related_name="shares_made", verbose_name="transférée par"
    )
    note = models.CharField("mot d’accompagnement", max_length=500, blank=True)
    shared_at = models.DateTimeField("le", default=timezone.now)
    revoked_at = models.DateTimeField("retiré le", null=True)

    class Meta:
        verbose_name = "transfert à un collègue"
        indexes = [
            models.Index(
                fields=["practitioner", "service_request"],
                condition=Q(revoked_at__isnull=True),
                name="share_running",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["service_request", "practitioner"],
                condition=Q(revoked_at__isnull=True),
                name="share_runs_once_for_a_colleague",
            )
        ]

    def __str__(self) -> str:
        return f"transfert {self.pk}"


class ReadMark(models.Model):
    """The version of the answer that a professional has read last; 0: the file before any answer."""

    service_request = models.ForeignKey(
        "service_requests.ServiceRequest", on_delete=models.CASCADE, related_name="read_marks"
    )
    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="read_marks")
    answer_version = models.PositiveIntegerField("version de l’avis lue", default=0)
    first_read_at = models.DateTimeField("lue la première fois le")
    last_read_at = models.DateTimeField("lue la dernière fois le")

    class Meta:
        verbose_name = "marque de lecture"
        constraints = [
            models.UniqueConstraint(
                fields=["service_request", "practitioner"], name="read_mark_is_one_for_each_reader"
            )
        ]

    def __str__(self) -> str:
        return f"lecture {self.pk}"
