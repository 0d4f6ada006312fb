"""The end of a session in a real browser: warned, put off in all tabs, opened again over a page that lost nothing."""

import re
import time
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from telavis.accounts.models import OpenSession
from telavis.directory.models import PractitionerRole
from telavis.documents.models import Document
from telavis.service_requests.models import AnswerDraft, Message, ServiceRequest
from telavis.web import session_limits
from tests.documents.files import png
from tests.factories import ServiceRequestFactory
from tests.web.looks import is_sound
from tests.web.signing_in import PASSWORD, newest_digits

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "Lésion bénigne, à revoir dans six mois."


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


@pytest.fixture
def taken() -> ServiceRequest:
    """A file that its expert answers."""
    service_request: ServiceRequest = ServiceRequestFactory(taken=True)
    user = service_request.taken_by.practitioner.user
    user.email = "expert@exemple.fr"
    user.set_password(PASSWORD)
    user.save()
    return service_request


@pytest.fixture
def file(live_server: Any, page: Page, sign_in: Any, taken: ServiceRequest) -> Page:
    sign_in(taken.taken_by)
    page.goto(f"{live_server.url}/dossiers/{taken.reference}/")
    return page


def hurry(monkeypatch: pytest.MonkeyPatch, *, idle: int, warned: int) -> None:
    monkeypatch.setattr(session_limits, "LONGEST_IDLE", idle)
    monkeypatch.setattr(session_limits, "WARNED_BEFORE", warned)
    monkeypatch.setattr(session_limits, "NOTED_EVERY", 0)


def warning(page: Page) -> Locator:
    return page.get_by_role("heading", name="Votre session se termine dans 2 minutes")


def closed(page: Page) -> Locator:
    return page.get_by_role("heading", name="Votre session est fermée")


def come_back(page: Page) -> None:
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    dialog.get_by_label("par e-mail").check()
    dialog.get_by_role("button", name="Recevoir mon code").click()
    field = dialog.get_by_label("Code reçu")
    expect(field).to_be_focused()
    field.fill(newest_digits())
    dialog.get_by_role("button", name="Me reconnecter").click()
    expect(closed(page)).to_be_hidden()


def test_staying_renews_the_session_in_every_tab(
    live_server: Any, page: Page, sign_in: Any, taken: ServiceRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry(monkeypatch, idle=60, warned=56)
    sign_in(taken.taken_by)
    page.goto(f"{live_server.url}/mon-compte/")
    other = page.context.new_page()
    other.goto(f"{live_server.url}/mon-compte/")
    expect(warning(page)).to_be_visible()
    expect(warning(other)).to_be_visible()
    is_sound(other)
    began = time.time()
    # the clock of the first tab, by which it asks the server now and then, stands: only the other tab can tell it
    page.evaluate("for (let each = setInterval(() => {}); each > 0; each -= 1) clearInterval(each)")
    other.get_by_role("button", name="Rester connecté").click()
    expect(warning(other)).to_be_hidden()
    expect(warning(page)).to_be_hidden()
    assert OpenSession.objects.get().get_decoded()[session_limits.ACTED_AT] >= int(began)


def test_escape_is_somebodys_hand_too(file: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch, idle=60, warned=56)
    file.reload()
    expect(warning(file)).to_be_visible()
    with file.expect_request(
        lambda request: request.method == "POST" and request.url.endswith("/connexion/session/")
    ):
        file.keyboard.press("Escape")
    expect(warning(file)).to_be_hidden()


def test_an_ended_session_is_opened_again_over_the_page_and_nothing_typed_is_lost(
    file: Page, taken: ServiceRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = file.get_by_label("Réponse courte")
    answer.fill("Lésion")
    expect(file.locator("#save-state")).to_contain_text("Enregistré à")
    monkeypatch.setattr(session_limits, "LONGEST_IDLE", -1)
    answer.press_sequentially(" bénigne")
    expect(closed(file)).to_be_visible()
    expect(answer).to_be_hidden()
    assert "bénigne" not in file.inner_text("body")
    assert "Lésion" not in file.pdf().decode("latin-1")
    is_sound(file)
    file.keyboard.press("Escape")
    file.keyboard.press("Escape")
    expect(closed(file)).to_be_visible()
    monkeypatch.setattr(session_limits, "LONGEST_IDLE", 30 * 60)
    come_back(file)
    expect(answer).to_have_value("Lésion bénigne")
    expect(file.locator("#save-state")).to_contain_text("Enregistré à")
    assert AnswerDraft.objects.get(service_request=taken).short_answer == "Lésion bénigne"


def test_at_whatever_moment_the_session_goes_the_text_stays(
    file: Page, live_server: Any, taken: ServiceRequest, complaints: list[str]
) -> None:
    """Signed out from elsewhere at some moments around the save that follows the typing, half of them with a press."""
    assert taken.taken_by
    answer = file.get_by_label("Réponse courte")
    for moment, pause in enumerate((0, 450, 1900, 2000, 2100, 2900)):
        typed = TEXT[: moment + 5]
        answer.fill(typed)
        answer.press("Home")
        file.wait_for_timeout(pause)
        OpenSession.objects.all().delete()
        if moment % 2:
            # a press that was already on its way: a save may just have found the session gone, and closed the page
            file.get_by_role(
                "button", name=re.compile("Signer et envoyer"), include_hidden=True
            ).dispatch_event("click")
        doubt(file)
        expect(closed(file)).to_be_visible()
        give_session(file, live_server.url, taken.taken_by)
        doubt(file)
        expect(closed(file)).to_be_hidden()
        expect(answer).to_have_value(typed)
        assert answer.evaluate("field => field.selectionStart") == 0
    assert file.url.endswith(f"/dossiers/{taken.reference}/")
    # The head of the file asks every half-minute, now and then while nobody is signed in: htmx says so.
    complaints[:] = [each for each in complaints if "Error Code 401" not in each]


def doubt(page: Page) -> None:
    """The page asks at once who is signed in, instead of at its next beat."""
    page.evaluate("document.dispatchEvent(new Event('session:doubt'))")


def test_a_file_that_met_an_ended_session_leaves_once_the_same_person_is_back(
    page: Page, live_server: Any, sign_in: Any, tmp_path: Path
) -> None:
    draft = ServiceRequestFactory()
    sign_in(draft.requester)
    page.goto(live_server.url + reverse("folder:index", args=[draft.folder_id]))
    OpenSession.objects.all().delete()
    photo = tmp_path / "dos.png"
    photo.write_bytes(png(Random(1)))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Ajouter un document").click()
    chooser.value.set_files(photo)
    expect(closed(page)).to_be_visible()
    assert not Document.objects.exists()
    give_session(page, live_server.url, draft.requester)
    doubt(page)
    expect(page.get_by_text("Vérification en cours")).to_be_visible()
    assert Document.objects.get().title == "dos"


def test_a_message_that_met_an_ended_session_leaves_at_the_second_press(
    file: Page, live_server: Any, taken: ServiceRequest
) -> None:
    file.goto(f"{live_server.url}/dossiers/{taken.reference}/message/")
    message = file.locator("main textarea")
    message.fill(TEXT)
    OpenSession.objects.all().delete()
    send = file.get_by_role("button", name="Envoyer le message")
    send.click()
    expect(closed(file)).to_be_visible()
    assert not Message.objects.filter(text=TEXT).exists()
    come_back(file)
    expect(message).to_have_value(TEXT)
    send.click()
    expect(file.get_by_text(TEXT).first).to_be_visible()
    assert Message.objects.filter(text=TEXT).count() == 1


def give_session(page: Page, site: str, role: PractitionerRole) -> None:
    client = Client()
    client.force_login(role.practitioner.user)
    key = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": site}])


def test_another_person_gets_their_own_home_and_never_this_page(
    file: Page, live_server: Any, taken: ServiceRequest
) -> None:
    file.get_by_label("Réponse courte").fill(TEXT)
    OpenSession.objects.all().delete()
    expect(closed(file)).to_be_visible()
    give_session(file, live_server.url, taken.requester)
    expect(file).to_have_url(f"{live_server.url}/")
    expect(file.get_by_text(TEXT)).to_have_count(0)


def test_a_page_whose_person_was_replaced_sends_nothing_in_the_name_of_the_other(
    file: Page, live_server: Any, taken: ServiceRequest
) -> None:
    give_session(file, live_server.url, taken.requester)
    file.get_by_label("Réponse courte").fill(TEXT)
    file.get_by_role("button", name=re.compile("Signer et envoyer")).click()
    expect(file).to_have_url(f"{live_server.url}/")
    assert not AnswerDraft.objects.filter(short_answer=TEXT).exists()


def test_signed_in_again_in_another_tab_the_page_opens_by_itself(
    file: Page, live_server: Any, taken: ServiceRequest
) -> None:
    file.get_by_label("Réponse courte").fill(TEXT)
    OpenSession.objects.all().delete()
    expect(closed(file)).to_be_visible()
    assert taken.taken_by
    give_session(file, live_server.url, taken.taken_by)
    expect(closed(file)).to_be_hidden()
    expect(file.locator("#save-state")).to_contain_text("Enregistré à")
    assert AnswerDraft.objects.get(service_request=taken).short_answer == TEXT
