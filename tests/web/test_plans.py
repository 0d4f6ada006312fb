"""Whatever the volume, a page asks the database a few questions, and none reads a large table from end to end."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.demo.load import load_demo
from telavis.demo.volume import make_volume
from telavis.service_requests.models import ReadMark, ServiceRequest, Share
from telavis.service_requests.queries.inbox import Tab
from telavis.service_requests.workflow import State, States
from telavis.web.home.filters import STATES

Statements = Callable[..., list[tuple[str, Any]]]
Plans = Callable[..., list[str]]

MANY = 6000
MOST_STATEMENTS = 12
MOST_OF_A_FILE = 11
LARGE = {
    "audit_auditevent",
    "documents_document",
    "documents_folder",
    "patients_identityversion",
    "patients_patient",
    "questionnaires_questionnaireresponse",
    "service_requests_answer",
    "service_requests_message",
    "service_requests_readmark",
    "service_requests_servicerequest",
    "service_requests_share",
    "service_requests_transition",
}
OF_A_FEW_ROWS = {"audit_of_administration"}
"""An index that holds a few rows of a large table may be walked from end to end."""


@pytest.fixture(scope="module")
def volume(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A demonstration large enough for the planner to choose, in a transaction that is then undone."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load_demo()
        make_volume(MANY)
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture
def statements(volume: None, db: None) -> Statements:
    """Asks for a page as somebody, and gives back what it asked the database."""

    def ask(username: str, path: str, **posted: str) -> list[tuple[str, Any]]:
        client = Client()
        client.force_login(User.objects.get(username=username))
        executed: list[tuple[str, Any]] = []

        def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            executed.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(keep):
            response = client.post(path, posted, follow=True) if posted else client.get(path)
        assert response.status_code == 200
        return [each for each in executed if not each[0].startswith(("SAVEPOINT", "RELEASE"))]

    return ask


@pytest.fixture
def plans(statements: Statements) -> Plans:
    """Tells which large tables the statements of a page read from end to end."""
    # A few thousand rows in memory cost nothing: a table is made as dear to read as on a national server.
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL seq_page_cost = 100")

    def read_whole(username: str, path: str, **posted: str) -> list[str]:
        asked = statements(username, path, **posted)
        return [f"{table}: {sql}" for sql, params in asked for table in _scanned(sql, params)]

    return read_whole


def _scanned(sql: str, params: Any) -> list[str]:
    if not sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        (plan,) = cursor.fetchone()[0]
    return sorted(set(_read_whole(plan["Plan"])) & LARGE)


def _read_whole(node: dict[str, Any]) -> Iterator[str]:
    """Row after row, in the order of the table or of an index: nothing says which rows are wanted."""
    if node.get("Index Name") in OF_A_FEW_ROWS:
        return
    if node["Node Type"] == "Seq Scan":
        yield node["Relation Name"]
    if node["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in node:
        yield node["Relation Name"]
    for below in node.get("Plans", []):
        yield from _read_whole(below)


@pytest.mark.parametrize("state", STATES)
def test_home_reads_no_large_table_whole(plans: Plans, state: str):
    assert plans("requerant", f"/?etat={state}") == []


def test_home_of_a_period_reads_no_large_table_whole(plans: Plans):
    assert plans("requerant", "/?periode=30") == []


@pytest.mark.parametrize("text", ["Martin", "Martin Claire", "TE-26-K7M4-9Q"])
def test_the_search_of_files_reads_no_large_table_whole(plans: Plans, text: str):
    assert plans("requerant", "/recherche/", texte=text) == []
    assert plans("expert", "/recherche/", texte=text) == []


@pytest.mark.parametrize("tab", Tab)
def test_the_inbox_reads_no_large_table_whole(plans: Plans, tab: str):
    assert plans("expert", f"/reception/?onglet={tab}") == []


def test_a_file_reads_no_large_table_whole(plans: Plans):
    for username in ("requerant", "expert"):
        seen = _reference_for(username)
        assert plans(username, f"/dossiers/{seen}/") == []
        assert plans(username, f"/dossiers/{seen}/pdf/") == []


def test_assigning_reads_no_large_table_whole(plans: Plans):
    waiting = ServiceRequest.objects.filter(
        state=State.SENT, healthcare_service__memberships__role__practitioner__user__username="coordinateur"
    )
    assert plans("coordinateur", f"/reception/{waiting[0].reference}/attribuer/") == []


def test_a_form_reads_no_large_table_whole(plans: Plans):
    assert plans("requerant", f"/demandes/{_draft()}/formulaire/") == []


def test_the_activity_reads_no_large_table_whole(plans: Plans):
    assert plans("requerant", "/activite/") == []


@pytest.fixture
def accesses(volume: None, db: None) -> None:
    """The journal of accesses with a few thousand of them, none of an administrator."""
    opened = {"occurred_at": timezone.now(), "action": AuditAction.OPEN_REQUEST, "user_label": "x"}
    AuditEvent.objects.bulk_create(AuditEvent(**opened) for _ in range(3000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_auditevent")


@pytest.mark.usefixtures("accesses")
@pytest.mark.parametrize("part", ["", "journal/", "services/?q=derm"])
def test_the_administration_reads_no_large_table_whole(plans: Plans, part: str):
    assert plans("admin", f"/administration/{part}") == []


@pytest.mark.usefixtures("accesses")
def test_a_search_among_accounts_reads_no_large_table_whole(plans: Plans):
    assert plans("admin", "/administration/comptes/", q="martin") == []


@pytest.mark.usefixtures("accesses")
def test_the_page_of_an_account_reads_no_large_table_whole(plans: Plans):
    account = User.objects.get(username="expert").pk
    assert plans("admin", f"/administration/comptes/{account}/") == []


def test_a_whole_reading_would_be_seen(plans: Plans):
    assert _scanned("SELECT reference FROM service_requests_servicerequest", []) == [
        "service_requests_servicerequest"
    ]


@pytest.mark.parametrize("username", ["requerant", "expert"])
def test_a_page_asks_a_dozen_times_at_most(statements: Statements, username: str):
    reference = _reference_for(username)
    pages = [f"/dossiers/{reference}/pdf/", "/activite/"]
    pages += ["/", f"/demandes/{_draft()}/formulaire/"] if username == "requerant" else ["/reception/"]
    asked = {page: len(statements(username, page)) for page in pages}
    assert {page: count for page, count in asked.items() if count > MOST_STATEMENTS} == {}


@pytest.mark.parametrize("username", ["requerant", "expert", "consoeur"])
def test_a_file_asks_eleven_times_at_most_in_each_state(statements: Statements, username: str):
    """Opened for the first time, with an answer that nobody has read yet, and again."""
    asked: dict[str, int] = {}
    for state, reference in _files_of(username).items():
        ReadMark.objects.filter(service_request__reference=reference).delete()
        ServiceRequest.objects.filter(reference=reference, answer__isnull=False).update(awaits_reading=True)
        for time in ("first", "again"):
            found = statements(username, f"/dossiers/{reference}/")
            # A form is read once by each process, then kept.
            asked[f"{state}, {time}"] = sum('questionnaires_questionnaire"' not in sql for sql, _ in found)
    assert asked
    # Reading an answer for the first time also writes that its requester has read it.
    most = {page: MOST_OF_A_FILE + page.endswith("first") for page in asked}
    assert {page: count for page, count in asked.items() if count > most[page]} == {}


def _draft() -> UUID:
    drafts = ServiceRequest.objects.filter(
        state=State.DRAFT, requester__practitioner__user__username="requerant", response__isnull=False
    )
    return drafts.order_by("pk").values_list("pk", flat=True)[0]


def _files_of(username: str) -> dict[str, str]:
    """One file in each state that this person can open; those of a colleague are shared here."""
    user = User.objects.get(username=username)
    found: dict[str, str] = {}
    for state in States.ONCE_SENT:
        files = ServiceRequest.objects.filter(state=state, visible_at__lte=timezone.now()).order_by("pk")
        if username == "consoeur":
            file = files.exclude(requester__practitioner__user=user).first()
            assert file
            follow = {"service_request": file, "practitioner": user.practitioner, "revoked_at": None}
            Share.objects.get_or_create(
                **follow, defaults={"shared_by": file.requester, "shared_at": timezone.now()}
            )
        elif username == "requerant":
            file = files.filter(requester__practitioner__user=user).first()
        else:
            file = files.filter(healthcare_service__memberships__role__practitioner__user=user).first()
        assert file, f"{username} has no file «{state}»"
        found[state] = file.reference
    return found


def _reference_for(username: str) -> str:
    user = User.objects.get(username=username)
    side = "requester" if username == "requerant" else "taken_by"
    closed = ServiceRequest.objects.filter(state=State.CLOSED, **{f"{side}__practitioner__user": user})
    return closed.order_by("pk").values_list("reference", flat=True)[0]
