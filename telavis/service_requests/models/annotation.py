"""What experts draw over the pictures of a request."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from telavis.directory.models import PractitionerRole
from telavis.documents.models import Document
from telavis.values.keys import new_key


class Annotation(models.Model):
    """The marks of one expert on one picture, as they were at one moment; the newest is in force. Append-only."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    service_request = models.ForeignKey(
        "service_requests.ServiceRequest", on_delete=models.PROTECT, related_name="annotations"
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="annotations")
    author = models.ForeignKey(
        PractitionerRole, on_delete=models.PROTECT, related_name="annotations", verbose_name="auteur"
    )
    marks = models.JSONField("tracés (pixels de l’image)", default=list)
    """`values/picture_marks.py`; none: what stood there was taken away."""
    millimetres_per_pixel = models.FloatField("échelle (mm par pixel)", null=True)
    written_at = models.DateTimeField("écrite le", default=timezone.now)

    class Meta:
        verbose_name = "annotation"
        indexes = [models.Index(fields=["document", "author", "-written_at"], name="annotation_of_a_picture")]
        constraints = [
            models.CheckConstraint(
                name="annotation_scale_is_a_length",
                condition=Q(millimetres_per_pixel__isnull=True) | Q(millimetres_per_pixel__gt=0),
            )
        ]

    def __str__(self) -> str:
        return f"annotation {self.pk}"
