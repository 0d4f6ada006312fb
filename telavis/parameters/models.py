"""Dated settings: tariffs, caps, delays, retention. A value holds from its day until the next row's."""

from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone


class Parameter(models.Model):
    """The value of one setting from one day on."""

    key = models.CharField("clé", max_length=80)
    valid_from = models.DateField("à partir du")
    value = models.JSONField("valeur")
    label = models.CharField("en clair", max_length=200, blank=True)
    source = models.CharField("source", max_length=200, blank=True)

    class Meta:
        verbose_name = "paramètre daté"
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="parameter_has_one_value_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.key} au {self.valid_from:%d/%m/%Y}"


class UnknownParameter(LookupError):
    """No value is known for this key on this day."""


def parameter(key: str, *, on: date | None = None) -> Any:
    """The value of `key` on a day (today in Paris by default)."""
    day = on or timezone.localdate()
    row = Parameter.objects.filter(key=key, valid_from__lte=day).order_by("-valid_from").first()
    if row is None:
        raise UnknownParameter(f"{key} ({day:%Y-%m-%d})")
    return row.value
