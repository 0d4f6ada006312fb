"""Somebody of a practice is invited to prepare for a professional; and what they typed until they have an account."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from telavis.directory.models import Delegation, PractitionerRole
from telavis.values.keys import new_key

LASTS = timedelta(days=14)
"""How long an invitation waits for its answer."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> "InvitationQuerySet":
        """Those that may still be accepted, today."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate()),
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            invited_at__gt=timezone.now() - LASTS,
        )


class Invitation(models.Model):
    """A professional asks one person, by their e-mail address, to prepare requests for them."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    delegator = models.ForeignKey(
        PractitionerRole, on_delete=models.CASCADE, related_name="invitations", verbose_name="pour"
    )
    given_name = models.CharField("prénom", max_length=100)
    family_name = models.CharField("nom", max_length=100)
    email = models.EmailField("adresse e-mail")
    starts_on = models.DateField("à partir du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    invited_at = models.DateTimeField("envoyée le")
    accepted_at = models.DateTimeField("acceptée le", null=True)
    withdrawn_at = models.DateTimeField("retirée le", null=True)
    delegation = models.OneToOneField(
        Delegation, null=True, on_delete=models.SET_NULL, related_name="invitation", verbose_name="délégation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation à préparer"
        indexes = [models.Index(fields=["invited_at"], name="invitation_oldest_first")]
        constraints = [
            models.UniqueConstraint(
                F("delegator"),
                Lower("email"),
                condition=Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_of_one_person_waits_once",
            ),
            models.CheckConstraint(
                name="invitation_is_accepted_or_withdrawn",
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="invitation_ends_after_it_starts",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name} pour {self.delegator}"

    @property
    def full_name(self) -> str:
        return f"{self.given_name} {self.family_name}"


class Joining(models.Model):
    """Somebody with a link has begun to answer an invitation; the browser that began holds the key.

    Whoever has only the link reads who invites whom, and opens nothing: the code goes to the address that was invited.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, related_name="joinings", verbose_name="invitation"
    )
    given_name = models.CharField("prénom", max_length=100)
    family_name = models.CharField("nom", max_length=100)
    mobile = models.CharField("téléphone mobile (E.164)", max_length=20)
    email_proved_at = models.DateTimeField("adresse prouvée le", null=True)
    mobile_proved_at = models.DateTimeField("mobile prouvé le", null=True)
    begun_at = models.DateTimeField("commencée le")

    class Meta:
        verbose_name = "réponse à une invitation"

    def __str__(self) -> str:
        return f"Réponse du {self.begun_at:%d/%m/%Y}"
