"""Seen from inside the database: how long each page takes, one request after the other, and how often it asks."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 models exist once Django is set up
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from benchmarks.inside import NO_QUERY, client_of  # noqa: E402
from telavis.registrations.models import Registration  # noqa: E402
from telavis.registrations.workflow import State  # noqa: E402

TIMES = 40
Ask = Callable[[], Any]


def pages() -> dict[str, Ask]:
    """Each as the one who would open it."""
    admin, anybody, requester = client_of("admin"), Client(SERVER_NAME="localhost"), client_of("requerant")
    waits = _one(State.WAITING)
    applicant = client_of(str(waits.user.username if waits.user else ""))
    account = _one(State.APPROVED).user_id
    home = "/administration/"
    return {
        "sign-in": lambda: anybody.get("/connexion/"),
        "«Je m’inscris»": lambda: anybody.get("/inscription/"),
        "where my registration stands": lambda: applicant.get("/inscription/suivi/"),
        "my account": lambda: requester.get("/mon-compte/"),
        "my sessions": lambda: requester.get("/mon-compte/sessions/"),
        "my delegates": lambda: requester.get("/delegues/"),
        "administration": lambda: admin.get(home),
        "registrations to decide": lambda: admin.get(f"{home}inscriptions/"),
        "registrations decided": lambda: admin.get(f"{home}inscriptions/?vue=decidees"),
        "one registration, compared with all": lambda: admin.get(f"{home}inscriptions/{waits.pk}/"),
        "accounts": lambda: admin.get(f"{home}comptes/"),
        "accounts that are not open": lambda: admin.get(f"{home}comptes/?vue=fermes"),
        "accounts, by a name": lambda: admin.post(f"{home}comptes/", {"q": "martin"}, follow=True),
        "accounts, by an address": lambda: admin.post(f"{home}comptes/", {"q": "foule.777@"}, follow=True),
        "one account": lambda: admin.get(f"{home}comptes/{account}/"),
        "its double, looked for": lambda: admin.get(f"{home}comptes/{account}/doublon/"),
        "departures": lambda: admin.get(f"{home}departs/"),
        "the log": lambda: admin.get(f"{home}journal/"),
    }


def _one(state: State) -> Registration:
    found = Registration.objects.filter(state=state, user__username__startswith="foule.").order_by("pk")
    return found.select_related("user")[0]


def measure(ask: Ask) -> dict[str, float]:
    """Once to warm up, once to count, then the clock."""
    ask()
    with CaptureQueriesContext(connection) as captured:
        ask()
    asked = sum(not query["sql"].startswith(NO_QUERY) for query in captured.captured_queries)
    taken = sorted(_seconds(ask) for _ in range(TIMES))
    return {
        "queries": asked,
        "median": statistics.median(taken) * 1000,
        "p95": taken[int(TIMES * 0.95) - 1] * 1000,
    }


def _seconds(ask: Ask) -> float:
    start = time.perf_counter()
    answer = ask()
    taken = time.perf_counter() - start
    if answer.status_code != 200:
        raise SystemExit(f"{answer.request['PATH_INFO']}: {answer.status_code}")
    return taken


if __name__ == "__main__":
    json.dump({name: measure(ask) for name, ask in pages().items()}, sys.stdout)
