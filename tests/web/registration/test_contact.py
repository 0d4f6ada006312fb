"""E-mail, mobile, password."""

import pytest
from django.test import Client

from telavis.registrations.models import Registration
from tests.registrations.applying import EMAIL, known_professional
from tests.web.registration.signing_up import choose_first_place, give_contact, give_number, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(client: Client) -> Client:
    known_professional()
    give_number(client)
    choose_first_place(client)
    return client


def test_a_code_leaves_for_the_address(there: Client):
    assert f"parti à <strong>{EMAIL}</strong>" in page(give_contact(there))


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("email", "jeanne", "s’écrit nom@domaine.fr"),
        ("email", "", "Entrez votre adresse e-mail"),
        ("mobile", "05 56 00 00 00", "pas celui d’un mobile"),
        ("mobile", "12", "n’existe pas"),
        ("password", "court", "12 caractères"),
        ("password", "passwordpassword", "trop courant"),
        ("password", "", "Choisissez un mot de passe"),
    ],
)
def test_what_will_not_do_gets_a_sentence(there: Client, name: str, typed: str, sentence: str):
    assert sentence in page(give_contact(there, **{name: typed}))
    assert Registration.objects.get().email == ""


def test_coming_back_nothing_is_typed_again(there: Client):
    give_contact(there)
    digest = Registration.objects.get().password
    shown = page(there.get("/inscription/compte/"))
    assert f'value="{EMAIL}"' in shown
    assert "Laissez vide pour garder" in shown
    give_contact(there, email="autre@exemple.fr", password="")
    registration = Registration.objects.get()
    assert (registration.email, registration.password) == ("autre@exemple.fr", digest)


def test_the_password_is_on_no_page_and_in_no_session(there: Client):
    shown = page(give_contact(there)) + page(there.get("/inscription/compte/"))
    assert "une-phrase-que-je-retiens" not in shown + str(dict(there.session))
