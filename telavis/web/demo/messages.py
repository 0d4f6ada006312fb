"""In a demonstration no message leaves: here they are, as they would."""

import json
from collections.abc import Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from telavis.notifications.models import Delivery

SHOWN = 100


@login_not_required
@never_cache
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """Newest first, in plain text."""
    return render(
        request, "demo/messages.html", {"deliveries": Delivery.objects.order_by("-queued_at")[:SHOWN]}
    )


@login_not_required
@never_cache
@require_safe
def messages_json(request: HttpRequest) -> HttpResponse:
    """The same for a program: one line of JSON for each message."""
    return HttpResponse("".join(_lines()), content_type="application/x-ndjson; charset=utf-8")


def _lines() -> Iterator[str]:
    for delivery in Delivery.objects.order_by("-queued_at")[:SHOWN]:
        message = {
            "channel": delivery.channel,
            "to": delivery.address,
            "subject": delivery.subject,
            "text": delivery.body,
            "at": timezone.localtime(delivery.queued_at).isoformat(),
        }
        yield json.dumps(message, ensure_ascii=False) + "\n"
