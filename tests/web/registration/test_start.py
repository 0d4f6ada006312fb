"""The first page: number, name, and the two boxes of the memo."""

import pytest
from django.test import Client
from django.utils import timezone

from telavis.registrations.models import LegalText, Registration, TextAcceptance, TextKind
from telavis.web.registration import views
from tests.registrations.applying import NUMBER, known_professional
from tests.web.registration.signing_up import boxes, give_number, page
from tests.web.signing_in import somebody

pytestmark = pytest.mark.django_db


def test_the_words_of_the_memo_stand_on_the_page(client: Client):
    shown = page(client.get("/inscription/"))
    for words in (
        *("J’ai déjà un compte", "Je m’inscris", "Numéro RPPS"),
        "Termes et conditions d’utilisation du Portail",
        "Consentement au traitement des données",
        *("Version 1, du 1er janvier 2026", "En cas de difficulté"),
    ):
        assert words in shown


def test_the_texts_can_be_read_where_they_are_accepted(client: Client):
    shown = page(client.get("/inscription/"))
    assert "À quoi sert le portail" in shown
    assert "Ce que nous enregistrons de vous" in shown


def test_both_boxes_are_kept_with_their_versions(client: Client):
    known_professional()
    assert "Où exercez-vous" in page(give_number(client))
    kept = TextAcceptance.objects.filter(registration_id=Registration.objects.get().pk)
    assert {(each.text.kind, each.text.version) for each in kept} == {("terms", 1), ("privacy", 1)}


@pytest.mark.parametrize("kind", TextKind.values)
def test_without_one_of_the_boxes_nothing_begins(client: Client, kind: str):
    answer = give_number(client, **{kind: ""})
    assert f"Cochez « {TextKind(kind).label} » pour continuer" in page(answer)
    assert not Registration.objects.exists()


def test_a_version_that_was_replaced_while_it_was_read_is_asked_again(client: Client):
    read = boxes()
    LegalText.objects.create(kind="terms", version=2, in_force_on=timezone.localdate(), body="Nouveau texte.")
    answer = give_number(client, **read)
    assert "Ce texte vient de changer" in page(answer)
    assert "Nouveau texte." in page(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("10100997246", "sa clé ne correspond pas"),
        ("1010099724", "Un numéro RPPS a 11 chiffres"),
        ("abc", "que des chiffres"),
        ("", "Entrez votre numéro RPPS"),
    ],
)
def test_a_wrong_number_gets_a_sentence(client: Client, typed: str, sentence: str):
    assert sentence in page(give_number(client, typed))


def test_a_number_may_be_typed_with_its_spaces(client: Client):
    known_professional()
    spaced = f"{NUMBER[:2]} {NUMBER[2:5]} {NUMBER[5:8]} {NUMBER[8:]}"
    assert "Où exercez-vous" in page(give_number(client, spaced))


def test_the_name_is_compared_without_its_accents(client: Client):
    known_professional(family_name="LEFEVRE-ROY", given_name="Jeanne")
    shown = page(give_number(client, name="Lefèvre Roy"))
    assert "LEFEVRE-ROY" in shown
    assert "autre nom" not in shown


def test_another_name_is_told_and_the_name_of_the_directory_is_not_shown(client: Client):
    known_professional(family_name="Perrin")
    shown = page(give_number(client))
    assert "L’annuaire donne un autre nom à ce numéro RPPS" in shown
    assert "Perrin" not in shown


def test_who_is_signed_in_needs_no_registration(client: Client):
    client.force_login(somebody())
    assert client.get("/inscription/", follow=True).redirect_chain[-1][0] == "/"


def test_on_a_site_without_texts_nobody_signs_up(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(views, "texts_in_force", list)
    assert "Les inscriptions ne sont pas encore ouvertes" in page(client.get("/inscription/"))
    client.post("/inscription/", {"rpps": NUMBER, "family_name": "Dubois"})
    assert not Registration.objects.exists()
