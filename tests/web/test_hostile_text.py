"""What an attacker types: in every field of every form, in every address, and then on every page that shows it.

Whatever is sent, the answer is a page, a redirection or a refusal in French: never an error of ours, and never the
mark-up itself in a page.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from telavis.directory.models import HealthcareService, Organization, Practitioner
from telavis.documents.models import Document
from telavis.patients.models import LikelyDuplicate, Merge, Patient
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.registrations.models import Evidence, Registration, RegistrationStep
from telavis.service_requests import actions
from telavis.service_requests.models import AnswerDraft, Message, ServiceRequest, Share, Transition
from telavis.service_requests.workflow import State
from telavis.web import session_limits
from tests.architecture.test_urls import names
from tests.factories import (
    OPINION,
    AnswerFactory,
    IdentityFactory,
    RoleFactory,
    actor,
    requester_of,
)
from tests.web.attacked import House, address_of, build, client_for, pages_read
from tests.web.desks import desk_of
from tests.web.hostile import (
    FIELDS,
    HOSTILE,
    IN_ADDRESSES,
    IN_ADDRESSES_TOO,
    OPINION_FIELDS,
    READ_ONLY,
    SCRIPT,
    WITH_MANY_QUESTIONS,
    WORDS,
    Watched,
    check,
    fields_of,
    kinds_typed,
    one_question_of_each_kind,
)
from tests.web.signing_in import give_password, newest_digits, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[House]:
    """Built once, in a transaction that is undone after the last test of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


FIRST_COOKIES: dict[int, str] = {}
"""What each browser held when it was signed in."""


@pytest.fixture
def house(built: House, db: None, monkeypatch: pytest.MonkeyPatch) -> House:
    """Every browser forgets what an earlier test did to its cookies, as the rows were undone; no session ends."""
    monkeypatch.setattr(session_limits, "LONGEST_IDLE", session_limits.LONGEST)
    for client in built.clients.values():
        first = FIRST_COOKIES.setdefault(id(client), client.cookies.output(header="", sep=";"))
        client.cookies.clear()
        client.cookies.load(first)
    return built


# --- typing ------------------------------------------------------------------------------------------------------
def test_every_address_is_attacked():
    listed = {*FIELDS, *READ_ONLY}
    assert names() <= listed


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_hostile_text_in_every_field_is_answered_in_french(name: str, house: House):
    address, fields = address_of(name, house), fields_of(name, house)
    for kind, text in kinds_typed(name).items():
        with transaction.atomic():
            client = client_for(name, house)
            check(client.post(address, dict.fromkeys(fields, text)), f"{name}, all fields, {kind}")
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", sorted(set(FIELDS) - WITH_MANY_QUESTIONS))
def test_a_nul_in_one_field_is_answered_in_french(name: str, house: House):
    """Alone, it comes further than among other faults."""
    address = address_of(name, house)
    for each in fields_of(name, house):
        with transaction.atomic():
            check(client_for(name, house).post(address, {each: "a\x00b"}), f"{name}, {each}")
            transaction.set_rollback(True)


def test_a_nul_in_one_answer_is_answered_in_french(house: House):
    address = address_of("compose:autosave", house)
    for each in one_question_of_each_kind(house.draft):
        with transaction.atomic():
            check(house.clients["requester"].post(address, {each: "a\x00b"}), each)
            transaction.set_rollback(True)


@pytest.mark.parametrize(
    "do", ["sign", "save", "add-action", f"remove-action-{'9' * 5000}", "remove-action-²"]
)
def test_hostile_opinions_with_each_button_are_answered_in_french(do: str, house: House):
    for kind, text in HOSTILE.items():
        typed = {**dict.fromkeys(OPINION_FIELDS, text), "decision": "stay", "do": do}
        with transaction.atomic():
            address = address_of("thread:answer", house)
            check(house.clients["expert"].post(address, typed), f"answer, {do[:20]}, {kind}")
            transaction.set_rollback(True)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Watched]:
    """With what each request of this test came."""
    made: list[Watched] = []
    came_with = Client._base_environ

    def watch(client: Client, **given: Any) -> Watched:
        made.append(Watched(came_with(client, **given)))
        return made[-1]

    monkeypatch.setattr(Client, "_base_environ", watch)
    return made


def test_a_page_that_reads_its_address_is_known_from_one_that_does_not(asked: list[Watched], house: House):
    house.clients["requester"].get("/?etat=clos")
    house.clients["nobody"].get("/sante/vif?etat=clos")
    assert [each.query_was_read for each in asked] == [True, False]


@pytest.mark.parametrize("name", sorted(set(FIELDS) | READ_ONLY))
def test_hostile_text_in_an_address_is_answered_in_french(name: str, house: House, asked: list[Watched]):
    if name.startswith("demo:"):
        return  # exists in a demonstration only
    address = address_of(name, house)
    for kind in ("mark-up of all kinds", "NUL", "five thousand digits"):
        query = dict.fromkeys((*IN_ADDRESSES, *IN_ADDRESSES_TOO), HOSTILE[kind])
        with transaction.atomic():
            response = client_for(name, house).get(address, query)
            transaction.set_rollback(True)
        if response.status_code == 405:
            return  # turned away before the address is read
        check(response, f"{name}?, {kind}")
        if not any(each.query_was_read for each in asked):
            return  # whatever else stood behind the «?», nobody would have read it


# --- signing in and out ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_the_code_page_takes_whatever_is_typed(kind: str):
    somebody()
    client = Client()
    give_password(client, next=HOSTILE[kind][:2000])
    check(client.post("/connexion/code/", {"code": HOSTILE[kind]}), kind)
    check(client.post("/connexion/code/nouveau/", {"channel": HOSTILE[kind]}), kind)
    check(client.post("/connexion/code/", {"code": newest_digits()}), f"the way in, {kind}")


@pytest.mark.parametrize(
    "back", ["accueil", "//exemple.invalid", "https://exemple.invalid/", "/\\exemple.invalid"]
)
def test_the_way_back_is_a_path_of_ours_or_home(back: str):
    desk = desk_of(RoleFactory())
    response = desk.get("/connexion/", {"next": back})
    assert (response.status_code, response.url) == (302, "/")


# --- what only a machine sends -----------------------------------------------------------------------------------
@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "base64", "utf-16", "nothing-known"])
def test_another_encoding_than_utf_8_is_refused(charset: str, house: House):
    """«unicode_escape» writes lone surrogates, which no database keeps; «base64» is no encoding of text."""
    body = b'--x\r\nContent-Disposition: form-data; name="texte"\r\n\r\n\\ud800\r\n--x--\r\n'
    kind = f"multipart/form-data; boundary=x; charset={charset}"
    response = house.clients["requester"].generic("POST", "/recherche/", body, content_type=kind)
    assert response.status_code == 400
    assert "Cet envoi n’a pas pu être lu" in response.content.decode()


@pytest.mark.parametrize(
    "name", ["filename*=unicode_escape''%5cud800.pdf", "filename*=base64''x.pdf", 'filename="\x00.pdf"']
)
def test_a_file_name_in_a_strange_encoding_is_no_error_of_ours(name: str, house: House):
    body = (
        f'--x\r\nContent-Disposition: form-data; name="files"; {name}\r\n\r\n%PDF-1.7\r\n--x--\r\n'.encode()
    )
    address = address_of("folder:add", house)
    kind = "multipart/form-data; boundary=x"
    check(house.clients["requester"].generic("POST", address, body, content_type=kind), name)


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages", "theme"])
@pytest.mark.parametrize("value", ['"aaaaaaaaaaaa\\000"', f'"{SCRIPT}"', "9" * 5000])
def test_a_hostile_cookie_is_no_error_of_ours(cookie: str, value: str):
    check(Client(headers={"Cookie": f"{cookie}={value}"}).get("/connexion/"), f"{cookie}={value[:40]}")


def test_bytes_that_are_no_text_are_no_error_of_ours(house: House):
    desk = house.clients["requester"]
    form = "application/x-www-form-urlencoded"
    check(desk.generic("POST", "/recherche/", b"texte=%ff%fe%00%ed%a0%80", content_type=form), "bad UTF-8")
    check(desk.generic("POST", "/recherche/", b"x", content_type="multipart/form-data"), "no boundary")
    check(desk.generic("POST", "/recherche/", b"&".join([b"a=1"] * 3000), content_type=form), "3000 fields")


def test_a_body_that_is_too_long_is_refused_with_a_way_on():
    response = desk_of(RoleFactory()).post("/recherche/", {"texte": "x" * 3_000_000})
    assert response.status_code == 413
    assert "Cet envoi est trop lourd" in response.content.decode()


# --- reading it again --------------------------------------------------------------------------------------------
SHORT = WORDS[:90]


@pytest.fixture
def poisoned(house: House) -> House:
    """The same words in every text that the house keeps, even where a form would have refused them."""
    taken, answered = house.taken, house.answered
    Practitioner.objects.update(family_name=SHORT)
    Organization.objects.update(name=SHORT, town=SHORT[:50])
    HealthcareService.objects.update(name=SHORT)
    for patient in Patient.objects.all():
        said_names = dict.fromkeys(("birth_name", "used_name", "given_names", "birth_place_label"), SHORT)
        patient.current = IdentityFactory(patient=patient, number=2, **said_names)
        patient.save(update_fields=["current"])
        ServiceRequest.objects.filter(patient=patient, identity_version__isnull=False).update(
            identity_version=patient.current
        )
    QuestionnaireResponse.objects.exclude(pk=house.draft.response_id).update(
        answers={"question": {"value": WORDS}}
    )
    ServiceRequest.objects.update(headline=WORDS)
    actions.write(taken, text=WORDS, by=requester_of(taken))
    actions.ask_more(taken, text=WORDS, by=actor(taken.taken_by))
    actions.save_answer_draft(taken, OPINION, by=actor(taken.taken_by))
    said = {"short_answer": WORDS, "hypothesis": WORDS, "warning_signs": WORDS, "for_patient": WORDS}
    AnswerDraft.objects.update(**said)
    signed = AnswerFactory(
        service_request=answered,
        version=2,
        signed_by=answered.taken_by,
        signed_by_label=SHORT,
        actions=[{"what": WORDS, "who": "service", "when": WORDS}],
        **said,
    )
    ServiceRequest.objects.filter(pk=answered.pk).update(answer=signed)
    Evidence.objects.update(family_name=SHORT, given_name=SHORT, places=[{"name": SHORT, "town": SHORT}])
    Registration.objects.update(place={"name": SHORT, "address_line": SHORT, "postcode": "x", "town": SHORT})
    RegistrationStep.objects.create(
        registration_id=house.sent.pk, verb="ask", from_state="waiting", to_state="asked",
        occurred_at=timezone.now(), user_label=SHORT, text=WORDS,
    )  # fmt: skip
    Document.objects.update(title=SHORT, file_name=SHORT)
    Share.objects.update(note=WORDS)
    one, other = Patient.objects.order_by("pk")[:2]
    LikelyDuplicate.objects.create(first=one, second=other, score=30, words=WORDS)
    Merge.objects.create(survivor=one, absorbed=other, merged_by_label=SHORT)
    Patient.objects.update(apart_words=WORDS)
    assert Message.objects.filter(text=WORDS).count() == 2
    assert answered.state == State.ANSWERED
    return house


LEAST = {"applicant": 1, "waiting": 1}
"""Pages that must really have shown something hostile, or the test proves nothing; two where nothing is said."""


@pytest.mark.parametrize(
    "who",
    [
        "requester",
        "expert",
        "coordinator",
        "colleague",
        "administrator",
        "identity_desk",
        "applicant",
        "waiting",
    ],
)
def test_no_page_runs_what_somebody_typed(who: str, poisoned: House):
    read = 0
    for address in pages_read(poisoned)[who]:
        response = poisoned.clients[who].get(address)
        check(response, f"{who}, {address}")
        read += response.status_code == 200 and "&lt;script&gt;" in response.content.decode()
    assert read >= LEAST.get(who, 2), "nothing hostile was shown: this test proves nothing"


def test_the_pdf_prints_mark_up_as_text(poisoned: House):
    for each in (poisoned.taken, poisoned.answered):
        response = poisoned.clients["requester"].get(reverse("thread:pdf", args=[each.reference]))
        assert response.status_code == 200
        assert response.content.startswith(b"%PDF")
        assert b"root:x:" not in response.content


def test_the_journal_keeps_reasons_whole(house: House):
    typed = {"reason_code": "other", "reason": SCRIPT}
    house.clients["expert"].post(reverse("thread:decline", args=[house.taken.reference]), typed)
    if Transition.objects.filter(service_request_id=house.taken.pk, reason=SCRIPT).exists():
        page = house.clients["requester"].get(reverse("thread:file", args=[house.taken.reference]))
        check(page, "a hostile reason")
