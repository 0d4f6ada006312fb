"""Where it stands: to the browser that applied, then to the account that signs in."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import Standing
from telavis.registrations import actions
from telavis.registrations.models import LegalText, Registration, TextAcceptance
from telavis.registrations.permissions import SYSTEM
from telavis.registrations.workflow import State
from telavis.values.french import date_words
from tests.registrations.applying import EMAIL, PASSWORD, an_administrator, known_professional, submit
from tests.web.registration.signing_up import boxes, page, sign_up
from tests.web.signing_in import newest_digits, somebody

pytestmark = pytest.mark.django_db
HERE = "/inscription/suivi/"
QUESTION = "Exercez-vous encore au CHU ?"


def plain_date(day: date) -> str:
    return date_words(day).replace("\u00a0", " ")


def enter(client: Client, identifier: str = EMAIL) -> str:
    typed = {"identifier": identifier, "password": PASSWORD, "channel": "mail"}
    client.post("/connexion/", typed)
    return page(client.post("/connexion/code/", {"code": newest_digits()}, follow=True))


def test_the_browser_that_applied_sees_what_comes_next(client: Client):
    known_professional()
    shown = page(sign_up(client))
    for words in ("C’est fait d’habitude en 2", "Dr Jeanne Dubois", EMAIL):
        assert words in shown


def test_another_browser_sees_nothing(client: Client):
    submit()
    assert client.get(HERE)["Location"] == "/inscription/"


def test_who_waits_signs_in_and_comes_to_this_page_only(client: Client):
    submit()
    assert "Votre inscription est envoyée" in enter(client)
    assert client.get("/")["Location"] == HERE
    assert client.get("/demandes/nouvelle/")["Location"] == HERE
    assert client.get("/mon-compte/").status_code == 200


def test_a_question_is_read_and_answered_after_signing_in(client: Client):
    registration = actions.ask(submit(), question=QUESTION, by=an_administrator())
    assert QUESTION in enter(client)
    shown = page(client.post("/inscription/suivi/reponse/", {"text": "Oui, à mi-temps."}, follow=True))
    assert "Votre réponse est partie" in shown
    registration.refresh_from_db()
    assert registration.state == State.WAITING
    again = page(client.post("/inscription/suivi/reponse/", {"text": "Encore."}, follow=True))
    assert "Ce n’est plus possible" in again


def test_an_empty_answer_gets_a_sentence(client: Client):
    actions.ask(submit(), question=QUESTION, by=an_administrator())
    enter(client)
    assert "Écrivez votre réponse" in page(client.post("/inscription/suivi/reponse/", {"text": " "}))


def test_question_and_reason_are_not_read_in_the_browser_that_applied(client: Client):
    known_professional()
    sign_up(client)
    actions.ask(Registration.objects.get(), question=QUESTION, by=an_administrator())
    assert QUESTION not in page(client.get(HERE))
    actions.refuse(Registration.objects.get(), reason="Inconnue ici.", by=an_administrator())
    assert "Inconnue ici." not in page(client.get(HERE))


def test_a_refusal_says_why_after_signing_in(client: Client):
    actions.refuse(submit(), reason="Inconnue ici.", by=an_administrator())
    shown = enter(client)
    assert "Inconnue ici." in shown
    assert "mailto:" in shown


def test_a_question_left_without_an_answer_tells_its_last_day_then_why_it_was_closed(client: Client):
    registration = actions.ask(submit(), question=QUESTION, by=an_administrator())
    now = timezone.now()
    last_day = actions.remind(registration, now=now, by=SYSTEM).answer_by
    assert last_day
    assert f"Répondez jusqu’au {plain_date(last_day)} inclus" in enter(client)
    actions.lapse(registration, now=now + timedelta(days=15), by=SYSTEM)
    shown = page(client.get(HERE))
    assert "est restée sans réponse" in shown
    assert f"gardée jusqu’au {plain_date(timezone.localdate() + timedelta(days=30))}" in shown


def test_once_approved_the_house_is_open(client: Client):
    known_professional()
    actions.approve(submit(), by=an_administrator())
    assert "Bonjour Dr Jeanne Dubois" in enter(client)


def test_approved_while_waiting_signed_in(client: Client):
    known_professional()
    registration = submit()
    enter(client)
    actions.approve(registration, by=an_administrator())
    assert client.get(HERE)["Location"] == "/"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"standing": Standing.SUSPENDED}, "Votre compte est suspendu"),
        ({"expires_on": timezone.localdate() - timedelta(days=1)}, "Votre compte a pris fin"),
        ({"standing": Standing.PENDING}, "Votre compte n’est pas ouvert"),
    ],
)
def test_a_closed_account_reads_why(client: Client, fields: dict[str, object], words: str):
    client.force_login(somebody(**fields))
    assert words in page(client.get("/", follow=True))


def test_an_account_lasts_until_the_end_of_its_last_day(client: Client):
    client.force_login(somebody(expires_on=timezone.localdate()))
    assert client.get("/").status_code == 200


def test_new_texts_are_asked_at_the_next_sign_in_and_once(client: Client):
    known_professional()
    actions.approve(submit(), by=an_administrator())
    enter(client)
    LegalText.objects.create(
        kind="terms", version=2, in_force_on=timezone.localdate(), body="## Du nouveau\n\nAutre chose."
    )
    assert client.get("/").status_code == 200, "nobody is interrupted"
    later = Client()
    shown = enter(later)
    assert "Du nouveau" in shown
    assert "Ce que nous enregistrons" not in shown
    assert later.get("/demandes/nouvelle/")["Location"] == "/inscription/textes/"
    later.post("/inscription/textes/", {})
    assert later.get("/").status_code == 302
    assert later.post("/inscription/textes/", boxes(), follow=True).redirect_chain[-1][0] == "/"
    assert TextAcceptance.objects.filter(user_id__isnull=False).count() == 1
    enter(once_more := Client())
    assert "Bonjour" in page(once_more.get("/"))
