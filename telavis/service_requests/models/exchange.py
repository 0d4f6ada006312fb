"""What requester and service write to each other, who else follows, and who has read."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from telavis.directory.models import Practitioner, PractitionerRole
from telavis.documents.models import Folder
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
    folder = models.OneToOneField(
        Folder, null=True, on_delete=models.PROTECT, related_name="message", verbose_name="documents"
    )
    sent_at = models.DateTimeField("envoyé le")

    class Meta:
        verbose_name = "message"
        indexes = [models.Index(fields=["service_request", "sent_at"], name="message_in_its_exchange")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


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
