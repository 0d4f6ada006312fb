"""What is counted once and kept: figures only, nothing of a patient."""

from django.db import models
from django.utils import timezone

from telavis.directory.models import HealthcareService
from telavis.values.french import MONTHS
from telavis.values.keys import new_key


class ComplementReport(models.Model):
    """What a service had completed most often in one month, after it had asked for more. Written once.

    `forms`: for each version of a form, as `telavis.statistics.complements.FormFigures`.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    healthcare_service = models.ForeignKey(
        HealthcareService,
        on_delete=models.PROTECT,
        related_name="complement_reports",
        verbose_name="service",
    )
    month = models.DateField("premier jour du mois")
    forms = models.JSONField("chiffres par formulaire")
    made_at = models.DateTimeField("établi le", default=timezone.now)

    class Meta:
        verbose_name = "rapport des compléments"
        constraints = [
            models.UniqueConstraint(
                fields=["healthcare_service", "month"], name="complement_report_is_one_for_each_month"
            ),
            models.CheckConstraint(
                name="complement_report_begins_with_its_month", condition=models.Q(month__day=1)
            ),
        ]

    def __str__(self) -> str:
        return f"compléments de {self.month_in_words}"

    @property
    def month_in_words(self) -> str:
        """«octobre 2026»."""
        return f"{MONTHS[self.month.month - 1]} {self.month.year}"
