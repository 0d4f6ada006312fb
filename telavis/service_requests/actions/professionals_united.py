"""Two professionals are one person: what the former one followed as a colleague, the present one follows."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from telavis.directory.models import Practitioner
from telavis.service_requests.models import ReadMark, Share
from telavis.service_requests.steps import lock


@transaction.atomic
def professionals_united(former: Practitioner, present: Practitioner, **announced: Any) -> None:
    """Shares and what was read; who shared, when and with what words stays as it was."""
    running = Share.objects.filter(practitioner=former, revoked_at__isnull=True)
    for share in running.select_related("service_request").order_by("service_request_id"):
        _pass_on(share, present)
    marks = ReadMark.objects.filter(practitioner=former)
    read = {mark.service_request_id: mark.answer_version for mark in marks}
    both = ReadMark.objects.filter(practitioner=present, service_request_id__in=read)
    for mark in both:
        mark.answer_version = max(mark.answer_version, read[mark.service_request_id])
    ReadMark.objects.bulk_update(both, ["answer_version"])
    marks.exclude(service_request_id__in=both.values("service_request_id")).update(practitioner=present)


def _pass_on(share: Share, present: Practitioner) -> None:
    """The locked request keeps another share of it from beginning meanwhile."""
    service_request = lock(share.service_request)
    follows = service_request.shares.filter(practitioner=present, revoked_at__isnull=True).exists()
    if follows or service_request.requester.practitioner_id == present.pk:
        Share.objects.filter(pk=share.pk).update(revoked_at=timezone.now())
    else:
        Share.objects.filter(pk=share.pk).update(practitioner=present)
