"""What takes two administrators: asked by one, confirmed by another (docs/decisions/0023, 0026)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from telavis.values.keys import new_key


class AskedState(models.TextChoices):
    WAITING = "waiting", "à confirmer"
    CONFIRMED = "confirmed", "confirmée"
    ABANDONED = "abandoned", "abandonnée"


class AskedOfTwo(models.Model):
    """Who asked and who settled it; only the second one changes anything."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    state = models.CharField("état", max_length=10, choices=AskedState.choices, default=AskedState.WAITING)
    asked_at = models.DateTimeField("demandée le", default=timezone.now)
    asked_by_id = models.UUIDField("demandée par (compte)")
    asked_by_label = models.CharField("demandée par", max_length=200)
    settled_at = models.DateTimeField("décidée le", null=True)
    settled_by_id = models.UUIDField("décidée par (compte)", null=True)
    settled_by_label = models.CharField("décidée par", max_length=200, blank=True)

    class Meta:
        abstract = True


TAKES_TWO_PERSONS = ~Q(state="confirmed") | (
    Q(settled_by_id__isnull=False) & ~Q(settled_by_id=F("asked_by_id"))
)
SETTLED_HAS_A_TIME = Q(state="waiting", settled_at__isnull=True) | (
    ~Q(state="waiting") & Q(settled_at__isnull=False)
)


class AccessReset(AskedOfTwo):
    """Somebody has lost their ways in: one administrator asks, another one does it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="resets", verbose_name="compte"
    )
    reason = models.CharField("motif", max_length=500)
    new_email = models.EmailField("nouvelle adresse e-mail", blank=True)

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
            models.CheckConstraint(name="access_reset_takes_two_persons", condition=TAKES_TWO_PERSONS),
            models.CheckConstraint(name="access_reset_settled_has_a_time", condition=SETTLED_HAS_A_TIME),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_state_display()}"


class AccountMerge(AskedOfTwo):
    """Two accounts of one person: one administrator asks, another one reads the same plan and does it."""

    stays = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="compte qui reste"
    )
    closes = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="compte qui se ferme",
    )
    mark = models.CharField("empreinte de ce qui fut lu", max_length=24)

    class Meta:
        verbose_name = "réunion de deux comptes"
        indexes = [
            models.Index(
                fields=["asked_at"], condition=Q(state="waiting"), name="account_merge_waiting_by_age"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["closes"],
                condition=Q(state="waiting"),
                name="account_merge_waits_once_for_an_account",
            ),
            models.CheckConstraint(name="account_merge_takes_two_persons", condition=TAKES_TWO_PERSONS),
            models.CheckConstraint(name="account_merge_settled_has_a_time", condition=SETTLED_HAS_A_TIME),
        ]

    def __str__(self) -> str:
        return f"{self.closes} dans {self.stays}, {self.get_state_display()}"
