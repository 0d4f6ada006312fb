"""Seen from inside one database: which pages to ask for and as whom, their SQL queries, the costs of the slow ones."""

import cProfile
import json
import pstats
import sys
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 models exist once Django is set up
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from telavis.accounts.models import User  # noqa: E402
from telavis.documents.models import Document, DocumentState  # noqa: E402
from telavis.service_requests.models import ServiceRequest  # noqa: E402
from telavis.service_requests.workflow import State  # noqa: E402

REQUESTER, EXPERT = "requerant", "expert"
NO_QUERY = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
PROFILED = ("home", "inbox")
PROFILE_RUNS = 10
LAYERS = {
    "templates": (
        "/django/template/",
        "/template_partials/",
        "/telavis/web/templatetags/",
        "/django/utils/html",
    ),
    "what is sent to and read from PostgreSQL": ("/psycopg",),
    "Django's ORM: making SQL, making objects": ("/django/db/",),
    "sessions, sign-in and other middleware": (
        "/django/contrib/",
        "/django/middleware/",
        "/allauth/",
        "/csp/",
    ),
    "the log": ("/structlog/", "/logging/", "/json/"),
    "our own Python": ("/telavis/",),
}


@dataclass
class Page:
    """One page to measure."""

    name: str
    path: str
    cookie: str
    queries: int = 0
    statements: list[str] = field(default_factory=list)
    costs: list[str] = field(default_factory=list)


def client_of(username: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=username))
    return client


def pages() -> list[tuple[str, str, str]]:
    """Name, who asks, and address."""
    expert = User.objects.get(username=EXPERT)
    answered = ServiceRequest.objects.filter(
        state=State.CLOSED, taken_by__practitioner__user=expert, document_count__gte=2
    ).order_by("pk")
    # Two files: each report adds a line to the journal of its own, which the page of the other does not show.
    printed, shown = answered[:2]
    draft = (
        ServiceRequest.objects.filter(
            state=State.DRAFT, requester__practitioner__user__username=REQUESTER, response__isnull=False
        )
        .order_by("pk")
        .first()
    )
    assert draft is not None  # noqa: S101 the demonstration has one
    joined = Document.objects.filter(folder=shown.folder_id, state=DocumentState.READY).exclude(
        thumbnail_key=""
    )
    picture = joined.order_by("position").first()
    assert picture is not None  # noqa: S101
    return [
        ("empty", EXPERT, reverse("empty")),
        ("home", REQUESTER, reverse("home:index")),
        ("inbox", EXPERT, reverse("inbox:index")),
        ("file", EXPERT, reverse("thread:file", args=[shown.reference])),
        ("form", REQUESTER, reverse("compose:form", args=[draft.pk])),
        ("thumbnail", EXPERT, reverse("folder:thumbnail", args=[picture.pk])),
        ("PDF", EXPERT, reverse("thread:pdf", args=[printed.reference])),
    ]


def look_at(name: str, client: Client, path: str) -> Page:
    """Once to warm up, once to count."""
    _get(client, path)
    with CaptureQueriesContext(connection) as captured:
        _get(client, path)
    statements = [
        query["sql"] for query in captured.captured_queries if not query["sql"].startswith(NO_QUERY)
    ]
    page = Page(name, path, client.cookies["sessionid"].value, len(statements), statements)
    if name in PROFILED:
        page.costs = costs_of(client, path)
    return page


def costs_of(client: Client, path: str) -> list[str]:
    """Where the time goes, by layer, the largest first."""
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(PROFILE_RUNS):
        _get(client, path)
    profile.disable()
    spent: Counter[str] = Counter()
    raw: dict[Any, Any] = pstats.Stats(profile).stats  # type: ignore[attr-defined]
    for (file, _, _), (_, _, own, _, callers) in raw.items():
        if file != "~":
            spent[_layer(file)] += own
            continue
        for (caller_file, _, _), (_, _, own_for_caller, _) in callers.items():
            spent[_layer(caller_file)] += own_for_caller
    total = sum(spent.values())
    return [f"{layer} {seconds / total:.0%}" for layer, seconds in spent.most_common(3)]


def _layer(file: str) -> str:
    here = Path(file).as_posix()
    return next((layer for layer, parts in LAYERS.items() if any(part in here for part in parts)), "the rest")


def _get(client: Client, path: str) -> None:
    response = client.get(path)
    if response.status_code != 200:
        raise SystemExit(f"{path} answers {response.status_code}")
    b"".join(response) if response.streaming else response.content


def main() -> None:
    clients = {username: client_of(username) for username in (REQUESTER, EXPERT)}
    json.dump([asdict(look_at(name, clients[who], path)) for name, who, path in pages()], sys.stdout)


if __name__ == "__main__":
    main()
