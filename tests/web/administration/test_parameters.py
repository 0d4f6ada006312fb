"""The pages of settings and texts."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from telavis.parameters.models import Parameter, parameter
from telavis.registrations import actions as registrations
from telavis.registrations.models import LegalText
from tests.administration.administering import administrator
from tests.web.desks import statements
from tests.web.registration.signing_up import page

pytestmark = pytest.mark.django_db
SETTINGS, TEXTS = "/administration/reglages/", "/administration/textes/"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(administrator(full_name="Anne Première").user)
    return client


def day(ahead: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=ahead):%d/%m/%Y}"


def test_each_setting_says_its_value_and_what_it_is_for(desk: Client):
    shown = page(desk.get(SETTINGS))
    for words in ("Délai promis", "Corbeille", "30 jours", "Pro Santé Connect"):
        assert words in shown
    assert "ensuite effacé" in page(desk.get(f"{SETTINGS}bin_days/"))
    assert desk.get(f"{SETTINGS}nothing/").status_code == 404


def test_the_last_factor_of_administrators_is_not_taken_away(desk: Client):
    address = f"{SETTINGS}sign_in_factors/valeur/"
    refused = desk.post(address, {"value": ["sms", "mail"], "valid_from": day(5)})
    assert "un administrateur ne pourrait plus entrer" in page(refused)
    desk.post(address, {"value": ["passkey", "sms"], "valid_from": day(5)})
    assert Parameter.objects.filter(key="sign_in_factors", value=["passkey", "sms"]).exists()


def test_a_value_to_come_is_announced_then_withdrawn(desk: Client):
    answer = desk.post(f"{SETTINGS}bin_days/valeur/", {"value": "45", "valid_from": day(5)}, follow=True)
    assert "45 jours à partir du" in page(answer)
    row = Parameter.objects.get(key="bin_days", value=45)
    desk.post(f"{SETTINGS}valeurs/{row.pk}/retrait/")
    assert not Parameter.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "douze", "valid_from": "01/01/2030"}, "nombre entier de jours"),
        ({"value": "45", "valid_from": "demain"}, "Écrivez la date"),
        ({"value": "45", "valid_from": "01/01/2020"}, "Ce jour est passé"),
        ({"value": "4000", "valid_from": "01/01/2030"}, "vous avez écrit 4 000"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(desk: Client, typed: dict[str, str], words: str):
    assert words in page(desk.post(f"{SETTINGS}bin_days/valeur/", typed)).replace("\u202f", " ")
    assert parameter("bin_days") == 30


def test_several_choices_and_several_ranks_are_kept(desk: Client):
    desk.post(
        f"{SETTINGS}registration_approved_at_once/valeur/", {"value": ["two_sources"], "valid_from": day()}
    )
    assert parameter("registration_approved_at_once") == ["two_sources"]
    ranks = {"1": "12", "2": "48", "3": "96", "4": "200", "valid_from": day()}
    desk.post(f"{SETTINGS}promised_hours/valeur/", ranks)
    assert parameter("promised_hours") == {"1": 12, "2": 48, "3": 96, "4": 200}


def test_a_text_is_seen_before_it_is_published(desk: Client):
    registrations.publish_shipped()
    address = f"{TEXTS}nouveau/terms/"
    assert LegalText.objects.get(kind="terms").body[:40] in page(desk.get(address))
    typed = {"body": "## Nouveau titre\n\nNouveau texte.", "in_force_on": day(4), "follows": "1"}
    seen = page(desk.post(address, {**typed, "do": "preview"}))
    assert "<h3>Nouveau titre</h3>" in seen
    assert "Publier cette version" in seen
    assert LegalText.objects.filter(kind="terms").count() == 1
    assert "est publiée" in page(desk.post(address, {**typed, "do": "publish"}, follow=True))
    text = LegalText.objects.get(kind="terms", version=2)
    assert "à venir" in page(desk.get(TEXTS))
    assert "est retirée" in page(desk.post(f"{TEXTS}{text.pk}/retrait/", follow=True))


def test_two_who_write_the_next_version(desk: Client):
    registrations.publish_shipped()
    address = f"{TEXTS}nouveau/terms/"
    typed = {"body": "Le mien.", "in_force_on": day(), "follows": "1", "do": "publish"}
    desk.post(address, typed)
    shown = page(desk.post(address, {**typed, "body": "Le sien."}))
    assert "vient d’être publiée" in shown
    assert "Le sien." in shown


def test_these_pages_ask_a_dozen_times_at_most(desk: Client):
    registrations.publish_shipped()
    text = LegalText.objects.first()
    assert text is not None
    pages = (SETTINGS, f"{SETTINGS}promised_hours/", TEXTS, f"{TEXTS}nouveau/terms/", f"{TEXTS}{text.pk}/")
    for address in pages:
        assert len(statements(lambda address=address: desk.get(address))) <= 12, address
