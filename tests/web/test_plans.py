"""Whatever the volume, a page asks the database a few questions, and none reads a large table from end to end."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from telavis.accounts.models import User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.demo.crowd import make_crowd
from telavis.demo.volume import make_volume
from telavis.documents.models import Document, DocumentState
from telavis.gateways import object_store
from telavis.patients.models import LikelyDuplicate, Merge, PairState, Patient
from telavis.registrations.models import Registration
from telavis.registrations.workflow import State as Standing
from telavis.service_requests.models import ReadMark, ServiceRequest, Share
from telavis.service_requests.queries.inbox import Tab
from telavis.service_requests.workflow import State, States
from telavis.web.home.filters import STATES
from tests.demonstration import demonstration
from tests.web.planning import asked_by, indexes_of, make_reading_dear, read_by_index, scanned

Statements = Callable[..., list[tuple[str, Any]]]
Plans = Callable[..., list[str]]

MANY = 6000
ACCOUNTS, REGISTRATIONS = 4000, 2000
MOST_STATEMENTS = 12
MOST_OF_A_FILE = 11
LARGE = {
    "audit_auditevent",
    "documents_document",
    "documents_folder",
    "patients_identityversion",
    "patients_likelyduplicate",
    "patients_merge",
    "patients_patient",
    "questionnaires_questionnaireresponse",
    "service_requests_answer",
    "service_requests_message",
    "service_requests_readmark",
    "service_requests_servicerequest",
    "service_requests_share",
    "service_requests_transition",
}
OF_PEOPLE = {
    "accounts_user",
    "directory_practitioner",
    "directory_practitionerrole",
    "registrations_evidence",
    "registrations_registration",
    "registrations_registrationstep",
    "registrations_textacceptance",
}
"""Large where many come in; the pages of requests are not held to them here."""


@pytest.fixture(scope="module")
def volume(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A demonstration large enough for the planner to choose, in a transaction that is then undone."""
    with django_db_blocker.unblock(), demonstration():
        make_volume(MANY)
        make_crowd(ACCOUNTS, REGISTRATIONS)
        yield


@pytest.fixture
def statements(volume: None, db: None) -> Statements:
    """Asks for a page as somebody, and gives back what it asked the database."""

    def ask(username: str, path: str, **posted: str) -> list[tuple[str, Any]]:
        client = Client()
        client.force_login(User.objects.get(username=username))
        answers: list[Any] = []

        def get() -> None:
            answers.append(client.post(path, posted, follow=True) if posted else client.get(path))
            if answers[0].streaming:
                list(answers[0].streaming_content)  # read to its end, a file is closed

        asked = asked_by(get)
        assert answers[0].status_code == 200
        return asked

    return ask


@pytest.fixture
def plans(statements: Statements) -> Plans:
    """Tells which large tables the statements of a page read from end to end."""
    make_reading_dear()

    def read_whole(username: str, path: str, large: set[str] = LARGE, **posted: str) -> list[str]:
        asked = statements(username, path, **posted)
        return [f"{table}: {sql}" for sql, params in asked for table in scanned(sql, params, large)]

    return read_whole


@pytest.mark.parametrize("state", STATES)
def test_home_reads_no_large_table_whole(plans: Plans, state: str):
    assert plans("requerant", f"/?etat={state}") == []


def test_home_of_a_period_reads_no_large_table_whole(plans: Plans):
    assert plans("requerant", "/?periode=30") == []


@pytest.mark.parametrize("text", ["Martin", "TE-26-K7M4-9Q"])
def test_the_search_of_files_reads_no_large_table_whole(plans: Plans, text: str):
    read_by_index()
    assert plans("requerant", "/recherche/", texte=text) == []
    assert plans("expert", "/recherche/", texte=text) == []


def test_the_search_of_files_by_name_begins_with_the_name(statements: Statements):
    """An expert sees all that was ever sent to their services: those files are not read one after the other."""
    read_by_index()
    asked = statements("expert", "/recherche/", texte="Martin Claire")
    read = set().union(*(indexes_of(*each) for each in asked if "servicerequest" in each[0]))
    assert "patient_by_part_of_last_name" in read


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


@pytest.mark.parametrize("step", ["patient", "consentement", "type", "destinataire", "relecture"])
def test_a_step_of_composing_reads_no_large_table_whole(plans: Plans, step: str):
    assert plans("requerant", f"/demandes/{_draft()}/{step}/") == []


def test_the_search_of_a_patient_reads_no_large_table_whole(plans: Plans):
    typed = {"recherche-last": "Martin", "recherche-given": "Claire", "recherche-birth_date": "12/03/1954"}
    assert plans("requerant", "/demandes/nouvelle/", **typed) == []


def test_the_bin_reads_no_large_table_whole(plans: Plans):
    assert plans("requerant", "/corbeille/") == []


def test_the_list_of_a_referent_reads_no_large_table_whole(plans: Plans):
    assert plans("coordinateur", "/reception/referent/") == []


def test_sharing_reads_no_large_table_whole(plans: Plans):
    for username in ("requerant", "expert"):
        address = f"/dossiers/{_reference_for(username)}/transferer/"
        assert plans(username, address) == []
        assert plans(username, address, colleague_text="martin") == []


@pytest.mark.parametrize("name", ["open", "view", "thumbnail", "shown"])
def test_a_document_reads_no_large_table_whole(plans: Plans, name: str):
    for username in ("requerant", "expert"):
        assert (
            plans(username, reverse(f"folder:{name}", args=[_document_for(username, kind="image").pk])) == []
        )


def test_the_viewer_asks_a_dozen_times_at_most(statements: Statements):
    for username in ("requerant", "expert"):
        address = reverse("folder:view", args=[_document_for(username, kind="image").pk])
        assert len(statements(username, address)) <= MOST_STATEMENTS


def test_the_documents_of_a_request_read_no_large_table_whole(plans: Plans):
    assert plans("requerant", reverse("folder:index", args=[_document_for("requerant").folder_id])) == []


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


@pytest.mark.usefixtures("accesses")
@pytest.mark.parametrize(
    "part",
    ["", "inscriptions/", "inscriptions/?vue=decidees", "comptes/", "comptes/?vue=fermes", "departs/"],
)
def test_the_lists_of_people_read_no_large_table_whole(plans: Plans, part: str):
    assert plans("admin", f"/administration/{part}", OF_PEOPLE) == []


@pytest.mark.parametrize("state", [Standing.WAITING, Standing.REFUSED])
def test_a_registration_is_compared_with_the_others_by_index(plans: Plans, state: str):
    one = Registration.objects.filter(state=state, email__endswith="@foule.example")[0]
    assert plans("admin", f"/administration/inscriptions/{one.pk}/", OF_PEOPLE) == []


def test_the_pages_of_one_person_read_no_large_table_whole(plans: Plans):
    applicant = Registration.objects.filter(state=Standing.ASKED, user__username__startswith="foule.")[0].user
    assert applicant is not None
    account = User.objects.get(username=f"foule.{ACCOUNTS - 1}").pk
    pages = [
        (applicant.username, "/inscription/suivi/"),
        ("requerant", "/mon-compte/"),
        ("requerant", "/mon-compte/sessions/"),
        ("requerant", "/delegues/"),
        ("admin", f"/administration/comptes/{account}/"),
        ("admin", f"/administration/comptes/{account}/doublon/"),
    ]
    assert {path: read for name, path in pages if (read := plans(name, path, OF_PEOPLE))} == {}


def test_the_pages_of_those_who_come_in_ask_a_dozen_times_at_most(statements: Statements):
    waits = Registration.objects.filter(state=Standing.WAITING, user__username__startswith="foule.")[0]
    assert waits.user is not None
    lists = [
        "",
        "inscriptions/",
        "comptes/",
        "departs/",
        f"inscriptions/{waits.pk}/",
        f"comptes/{waits.user_id}/",
    ]
    pages = [("admin", f"/administration/{part}") for part in lists]
    pages += [(waits.user.username, "/inscription/suivi/"), ("requerant", "/mon-compte/")]
    asked = {path: len(statements(name, path)) for name, path in pages}
    assert {path: count for path, count in asked.items() if count > MOST_STATEMENTS} == {}


@pytest.mark.usefixtures("accesses")
def test_an_account_is_found_among_many_by_index(plans: Plans):
    for words in ("martin", f"foule.{ACCOUNTS - 1}", "8000000077"):
        assert plans("admin", "/administration/comptes/", OF_PEOPLE, q=words) == []


@pytest.fixture
def pairs(volume: None, db: None) -> LikelyDuplicate:
    """Two hundred that wait beside those of the demonstration, and as many told apart; merges, undone."""
    people = list(Patient.objects.order_by("pk")[:401])
    neighbours = list(pairwise(people))
    said = {"state": PairState.APART, "settled_at": timezone.now(), "settled_by_label": "x"}
    LikelyDuplicate.objects.bulk_create(
        [
            LikelyDuplicate(first=one, second=other, score=place, words="x", **(said if place % 2 else {}))
            for place, (one, other) in enumerate(neighbours)
        ],
        ignore_conflicts=True,
    )
    undone = {"merged_by_label": "x", "undone_at": timezone.now(), "undone_by_label": "x"}
    Merge.objects.bulk_create(Merge(survivor=one, absorbed=other, **undone) for one, other in neighbours)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE patients_likelyduplicate, patients_merge")
    return LikelyDuplicate.objects.filter(state=PairState.WAITING).latest("score")


def test_the_identity_desk_reads_no_large_table_whole(plans: Plans, pairs: LikelyDuplicate):
    pages = [
        "",
        f"?apres={pairs.score!r}_{pairs.pk}",
        "deux-personnes/",
        "fusions/",
        f"patients/{pairs.first_id}/",
    ]
    pages.append(f"patients/{pairs.first_id}/correction/")
    for page in (*pages, f"paires/{pairs.pk}/", f"paires/{pairs.pk}/fusion/"):
        assert plans("identites", f"/identites/{page}") == [], page


def test_a_whole_reading_would_be_seen(plans: Plans):
    assert scanned("SELECT reference FROM service_requests_servicerequest", [], LARGE) == [
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


def _document_for(username: str, **having: str) -> Document:
    """One of a request that they asked, or answer, and whose bytes are there."""
    person = {
        f"{'requester' if username == 'requerant' else 'taken_by'}__practitioner__user__username": username
    }
    folders = ServiceRequest.objects.filter(state=State.CLOSED, **person).values("folder")
    ready = Document.objects.filter(folder__in=folders, state=DocumentState.READY, removed_at=None)
    shown = ready.filter(**having).order_by("pk")
    return next(each for each in shown.iterator() if object_store.store().exists(each.rendition_key))


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
