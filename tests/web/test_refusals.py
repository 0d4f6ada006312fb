"""A refused page is still a page: it says what happened, where to go, and whom to write to."""

import pytest
from django.conf import settings
from django.test import Client

from telavis.web.home import views as home
from tests.factories import UserFactory

HELP = "En cas de difficulté"


def test_an_address_that_does_not_exist_shows_the_way_home(client: Client):
    page = client.get("/nulle-part/")
    assert page.status_code == 404
    assert "Cette page n’existe pas" in page.text
    assert HELP in page.text


@pytest.mark.django_db
def test_an_act_that_is_not_theirs_is_refused_in_words(client: Client):
    client.force_login(UserFactory.create())
    page = client.get("/demandes/nouvelle/")
    assert page.status_code == 403
    assert "Votre rôle ne permet pas cette action" in page.text
    assert HELP in page.text


@pytest.mark.django_db
def test_a_failure_of_the_program_tells_whom_to_write_to(monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(home.home, "person_of", fail)
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory.create())
    page = client.get("/")
    assert page.status_code == 500
    assert "Un incident nous empêche de répondre" in page.text
    assert settings.CONTACT_EMAIL in page.text


@pytest.mark.django_db
def test_an_address_for_a_button_opened_as_a_page_is_no_blank_sheet(client: Client):
    client.force_login(UserFactory.create())
    page = client.get("/dossiers/TE-26-K7M4-9Q/clore/")
    assert page.status_code == 405
    assert page.headers["Allow"] == "POST"
    assert "Rien ne s’ouvre à cette adresse" in page.text
    assert HELP in page.text
