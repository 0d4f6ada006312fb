"""The proof that an administrator asked for, by the pages of both."""

import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from telavis.accounts.models import Standing, User
from telavis.documents import tasks
from telavis.documents.cleaning.__main__ import clean_file
from telavis.documents.cleaning.outcome import Cleaned
from telavis.documents.models import Document
from telavis.registrations.models import Registration
from telavis.registrations.workflow import State
from tests.documents import files
from tests.factories import RoleFactory
from tests.registrations.applying import an_administrator, sent_registration
from tests.web.desks import desk_of
from tests.web.registration.signing_up import page

pytestmark = pytest.mark.django_db
HERE, JOIN = "/inscription/suivi/", "/inscription/suivi/justificatifs/ajout/"
WANTED = "Votre carte professionnelle, recto."


@pytest.fixture(autouse=True)
def cleaning_in_this_process(monkeypatch: Any, tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "documents"
    monkeypatch.setattr(
        tasks, "clean", lambda original, folder: Cleaned.from_json(clean_file(original, folder))
    )


def browser_of(user: User | None) -> Client:
    client = Client()
    assert user
    client.force_login(user)
    return client


@pytest.fixture
def desk() -> Client:
    return browser_of(an_administrator().user)


@pytest.fixture
def asked(desk: Client) -> Registration:
    registration = sent_registration()
    desk.post(f"/administration/inscriptions/{registration.pk}/justificatif/", {"wanted": WANTED})
    registration.refresh_from_db()
    return registration


@pytest.fixture
def applicant(asked: Registration) -> Client:
    return browser_of(asked.user)


def card(name: str = "carte.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.png(random.Random(1)))


def checked() -> Document:
    document = Document.objects.get()
    tasks.clean_document(document)
    return document


def test_asking_says_what_for(desk: Client):
    registration = sent_registration()
    address = f"/administration/inscriptions/{registration.pk}/justificatif/"
    assert "Écrivez quel justificatif" in page(desk.post(address, {"wanted": ""}))
    assert "Le justificatif est demandé" in page(desk.post(address, {"wanted": WANTED}, follow=True))


def test_from_the_asking_to_the_eyes_of_who_decides(asked: Registration, applicant: Client, desk: Client):
    shown = page(applicant.get(HERE))
    assert "Un justificatif vous est demandé" in shown
    assert WANTED in shown
    assert "vérification en cours" in page(applicant.post(JOIN, {"files": card()}, follow=True))
    document = checked()
    applicant.post("/inscription/suivi/reponse/", {"text": ""})
    asked.refresh_from_db()
    assert asked.state == State.WAITING
    here = f"/inscription/justificatifs/{document.pk}/"
    assert f"{here}decision/" in page(desk.get(f"/administration/inscriptions/{asked.pk}/"))
    answer = desk.get(f"{here}decision/")
    assert answer["Content-Type"] == "image/png"
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content)  # type: ignore[arg-type]
    assert applicant.head(here).status_code == 200


def test_only_they_and_who_decides_while_their_account_is_open(asked: Registration, applicant: Client):
    applicant.post(JOIN, {"files": card()})
    here = f"/inscription/justificatifs/{checked().pk}/"
    administrator, stranger = an_administrator().user, desk_of(RoleFactory())
    assert administrator
    User.objects.filter(pk=administrator.pk).update(standing=Standing.SUSPENDED)
    assert browser_of(administrator).get(f"{here}decision/")["Location"] == HERE
    assert {stranger.get(f"{here}{end}").status_code for end in ("", "decision/")} == {404}
    assert applicant.get(f"{here}decision/")["Location"] == HERE


def test_the_page_asks_again_until_the_check_is_over(applicant: Client):
    applicant.post(JOIN, {"files": card()})
    fragment = "/inscription/suivi/justificatifs/"
    assert "hx-get" in page(applicant.get(fragment))
    checked()
    assert "hx-get" not in page(applicant.get(fragment))


def test_what_was_typed_stays_when_the_proof_is_missing(applicant: Client):
    shown = page(applicant.post("/inscription/suivi/reponse/", {"text": "La voici bientôt."}))
    assert "Joignez le justificatif" in shown
    assert "La voici bientôt." in shown


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([SimpleUploadedFile("carte.pdf", b"du texte")], "ni un PDF, ni une image"),
        ([], "Choisissez au moins un fichier"),
    ],
    ids=["text", "nothing"],
)
def test_a_file_that_is_not_taken_gets_a_sentence(applicant: Client, sent: list[Any], said: str):
    answer = applicant.post(JOIN, {"files": sent})
    assert answer.status_code == 422
    assert said in page(answer)


def test_a_body_that_could_not_be_kept_is_not_read(applicant: Client, monkeypatch: Any):
    monkeypatch.setattr("telavis.web.pieces.uploads.LONGEST_BODY", 100)
    assert applicant.post(JOIN, {"files": card()}).status_code == 413
    assert not Document.objects.exists()


def test_the_token_is_wanted_like_everywhere(asked: Registration):
    strict = Client(enforce_csrf_checks=True)
    assert asked.user
    strict.force_login(asked.user)
    assert strict.post(JOIN, {"files": card()}).status_code == 403


def test_a_file_chosen_by_mistake_is_taken_back(applicant: Client):
    applicant.post(JOIN, {"files": card("autre.png")})
    document = Document.objects.get()
    shown = page(applicant.post(f"/inscription/justificatifs/{document.pk}/retrait/", follow=True))
    assert "autre" not in shown
    assert applicant.get(f"/inscription/justificatifs/{document.pk}/").status_code == 404


def test_joining_a_file_or_taking_one_back_takes_no_word_away(applicant: Client):
    typed = {"text": "Le verso est blanc."}
    form = re.search(r"<form[^>]*data-send-when-chosen.*?</form>", page(applicant.get(HERE)), re.DOTALL)
    assert form
    assert 'name="text"' in form[0]
    kept = "Le verso est blanc.</textarea>"
    assert kept in page(applicant.post(JOIN, {"files": card(), **typed}))
    take_back = f"/inscription/justificatifs/{Document.objects.get().pk}/retrait/"
    assert kept in page(applicant.post(take_back, typed))
    assert kept in page(applicant.post(JOIN, typed))


def test_what_was_sent_can_be_taken_back_no_more(asked: Registration, applicant: Client, desk: Client):
    applicant.post(JOIN, {"files": card()})
    take_back = f"/inscription/justificatifs/{checked().pk}/retrait/"
    assert take_back in page(applicant.get(HERE))
    applicant.post("/inscription/suivi/reponse/", {"text": ""})
    desk.post(f"/administration/inscriptions/{asked.pk}/justificatif/", {"wanted": "Le verso."})
    assert take_back not in page(applicant.get(HERE))
    shown = page(applicant.post(take_back, follow=True))
    assert "une réponse déjà partie ne change plus" in shown
    assert "Rappelez la demande" not in shown


def test_once_it_waits_nothing_is_joined(asked: Registration, applicant: Client):
    Registration.objects.filter(pk=asked.pk).update(state=State.WAITING)
    assert "Aucun justificatif" in page(applicant.post(JOIN, {"files": card()}, follow=True))
