"""What a person is told, and each delivery of it by mail or SMS."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from telavis.values.keys import new_key


class Notification(models.Model):
    """Something a person should know: a kind of event and a reference, nothing clinical."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name="pour"
    )
    kind = models.CharField("événement", max_length=40)
    service_request_id = models.UUIDField("demande", null=True)
    reference = models.CharField("référence", max_length=20, blank=True)
    title = models.CharField("en une ligne", max_length=200)
    created_at = models.DateTimeField("créée le", default=timezone.now)
    read_at = models.DateTimeField("lue le", null=True)

    class Meta:
        verbose_name = "notification"
        indexes = [
            models.Index(fields=["user", "-created_at"], name="notification_of_a_person"),
            models.Index(fields=["service_request_id"], name="notification_of_a_request"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.user})"


class Channel(models.TextChoices):
    MAIL = "mail", "e-mail"
    SMS = "sms", "SMS"


class DeliveryState(models.TextChoices):
    QUEUED = "queued", "en attente"
    SENT = "sent", "partie"
    FAILED = "failed", "échouée"


class Delivery(models.Model):
    """One mail or SMS to one address. Its `id` makes the Message-ID, the same at every attempt."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    notification = models.ForeignKey(
        Notification,
        null=True,
        on_delete=models.CASCADE,
        related_name="deliveries",
        verbose_name="notification",
    )
    channel = models.CharField("canal", max_length=10, choices=Channel.choices)
    address = models.CharField("adresse ou numéro", max_length=254)
    subject = models.CharField("objet", max_length=200, blank=True)
    body = models.TextField("texte")
    body_html = models.TextField("texte HTML", blank=True)
    holds_a_secret = models.BooleanField("porte un code", default=False)
    state = models.CharField(
        "état", max_length=10, choices=DeliveryState.choices, default=DeliveryState.QUEUED
    )
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    leased_until = models.DateTimeField("entre les mains d’un ouvrier jusqu’à", null=True)
    queued_at = models.DateTimeField("déposée le", default=timezone.now)
    sent_at = models.DateTimeField("partie le", null=True)
    error = models.CharField("dernier échec", max_length=300, blank=True)

    class Meta:
        verbose_name = "envoi"
        indexes = [models.Index(fields=["-queued_at"], name="delivery_newest_first")]
        constraints = [
            models.CheckConstraint(
                name="delivery_sent_has_a_time",
                condition=~models.Q(state=DeliveryState.SENT) | models.Q(sent_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.get_state_display()} ({self.queued_at:%d/%m/%Y %H:%M})"
