"""What the tests of this room share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from telavis.notifications.models import Notification
from telavis.service_requests.models import ServiceRequest, Transition


@pytest.fixture
def documents_folder(tmp_path: Path, settings) -> Path:
    """Documents of a test lie in a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "documents"
    return settings.MEDIA_ROOT


@pytest.fixture
def journal() -> Callable[[ServiceRequest], list[tuple[str, str, str]]]:
    """The lines of a request's journal: verb, from, to."""

    def read(service_request: ServiceRequest) -> list[tuple[str, str, str]]:
        rows = Transition.objects.filter(service_request_id=service_request.pk).order_by("id")
        return [(row.verb, row.from_state, row.to_state) for row in rows]

    return read


@pytest.fixture
def told() -> Callable[[ServiceRequest], set[str]]:
    """The user names of those who were told something about a request."""

    def read(service_request: ServiceRequest) -> set[str]:
        rows = Notification.objects.filter(service_request_id=service_request.pk)
        return set(rows.values_list("user__username", flat=True))

    return read
