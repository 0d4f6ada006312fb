"""Seen from inside: the folders of drafts with a session of who prepares them, and the inbox of an expert; as JSON."""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402 models exist once Django is set up
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from telavis.accounts.models import User  # noqa: E402
from telavis.service_requests.models import ServiceRequest  # noqa: E402
from telavis.service_requests.workflow import State  # noqa: E402


def main() -> None:
    drafts = ServiceRequest.objects.filter(
        state=State.DRAFT, requester__practitioner__user__isnull=False
    ).select_related("requester__practitioner__user")
    found = [
        {
            "path": reverse("folder:uploads", args=[draft.folder_id]),
            "cookie": _cookie(draft.requester.practitioner.user),
        }
        for draft in drafts.order_by("pk")[:50]
        if draft.requester.practitioner.user
    ]
    expert = _cookie(User.objects.get(username="expert"))
    json.dump([{"path": reverse("inbox:index"), "cookie": expert}, *found], sys.stdout)


def _cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()
