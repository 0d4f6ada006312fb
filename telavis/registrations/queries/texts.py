"""The texts of the site: which version is in force, and who still has to accept it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from telavis.registrations.models import LegalText, Registration, TextAcceptance, TextKind


def texts_in_force(on: date | None = None) -> list[LegalText]:
    """The newest version of each text on a day (today by default), in the order of the boxes."""
    day = on or timezone.localdate()
    newest = LegalText.objects.filter(in_force_on__lte=day).order_by("kind", "-version").distinct("kind")
    order = list(TextKind.values)
    return sorted(newest, key=lambda text: order.index(text.kind))


def texts_due(user_id: UUID) -> list[LegalText]:
    """What this person has not accepted yet of what is in force, be it at sign-up or since."""
    applications = Registration.objects.filter(user_id=user_id).values("pk")
    theirs = Q(user_id=user_id) | Q(registration_id__in=applications)
    accepted = set(TextAcceptance.objects.filter(theirs).values_list("text_id", flat=True))
    return [text for text in texts_in_force() if text.pk not in accepted]


def are_all_in_force(texts: Iterable[LegalText]) -> bool:
    """What was read is what holds: nobody accepts a version that was replaced meanwhile."""
    return {text.pk for text in texts} == {text.pk for text in texts_in_force()}


def versions_of(kind: TextKind) -> list[LegalText]:
    """Every version, the newest first."""
    return list(LegalText.objects.filter(kind=kind).order_by("-version"))
