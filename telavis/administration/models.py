"""What takes two administrators: the ways into an account, asked by one to be taken away, confirmed by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from telavis.values.keys import new_key


class ResetState(models.TextChoices):
    WAITING = "waiting", "à confirmer"
    CONFIRMED = "confirmed", "confirmée"
    ABANDONED = "abandoned", "abandonnée"


class AccessReset(models.Model):
    """Somebody has lost their ways in: one administrator asks, another one does it."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="resets", verbose_name="compte"
    )
    state = models.CharField("état", max_length=10, choices=ResetState.choices, default=ResetState.WAITING)
    reason = models.CharField("motif", max_length=500)
    new_email = models.EmailField("nouvelle adresse e-mail", blank=True)
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    asked_by_id = models.UUIDField("demandée par (compte)")
    asked_by_label = models.CharField("demandée par", max_length=200)
    settled_at = models.DateTimeField("décidée le", null=True)
    settled_by_id = models.UUIDField("décidée par (compte)", null=True)
    settled_by_label = models.CharField("décidée par", max_length=200, blank=True)

    class Meta:
        verbose_name = "remise à zéro d’un accès"
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state="waiting"), name="access_reset_waiting_by_age"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state="waiting"), name="access_reset_waits_once_for_an_account"
            ),
            models.CheckConstraint(
                name="access_reset_takes_two_persons",
                condition=~Q(state="confirmed")
                | (Q(settled_by_id__isnull=False) & ~Q(settled_by_id=F("asked_by_id"))),
            ),
            models.CheckConstraint(
                name="access_reset_settled_has_a_time",
                condition=Q(state="waiting", settled_at__isnull=True)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_state_display()}"
