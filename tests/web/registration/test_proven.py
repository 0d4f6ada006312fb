"""Who comes by Pro Santé Connect: nothing is typed of what was proved, and the house opens at once."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import ExternalIdentity
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.directory.models import Practitioner
from telavis.registrations.models import Registration
from tests.factories import PractitionerFactory
from tests.registrations.applying import NUMBER, OTHER_NUMBER
from tests.registrations.test_submit import HOSPITAL, proven
from tests.web.registration.signing_up import boxes, give_contact, page, type_mail_code, type_mobile_code

pytestmark = pytest.mark.django_db


def browser(identity: ProvenIdentity) -> Client:
    """As the sign-in by Pro Santé Connect leaves the browser of somebody unknown."""
    client = Client()
    session = client.session
    identity.to_session(session)
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


def test_number_and_name_are_not_asked():
    shown = page(browser(proven()).get("/inscription/"))
    assert "Pro Santé Connect vous a reconnu" in shown
    assert "Jeanne Dubois, médecin" in shown
    assert "Numéro RPPS" not in shown


def test_boxes_place_and_codes_are_enough_and_the_account_is_open():
    client = browser(proven())
    shown = page(client.post("/inscription/", boxes(), follow=True))
    assert HOSPITAL.name in shown
    assert "Prénom d’exercice" not in shown
    assert "Corriger le numéro" not in shown, "what was proved is not typed, and the way back would lose it"
    client.post("/inscription/lieu/", {"place": HOSPITAL.finess, "do": "continue"})
    give_contact(client)
    type_mail_code(client)
    assert "Votre compte est ouvert" in page(type_mobile_code(client))
    user = Registration.objects.get().user
    assert user is not None
    assert user.is_open
    assert Practitioner.objects.get(rpps=NUMBER).user == user


def test_the_boxes_are_asked_of_them_too():
    client = browser(proven())
    assert "pour continuer" in page(client.post("/inscription/", {}))
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    "identity",
    [
        {"is_professional": False, "rpps": "", "profession": ""},
        {"provider": "hopital"},
        {"authenticated_at": timezone.now() - timedelta(hours=1)},
    ],
)
def test_what_proves_no_professional_today_proves_nothing_here(identity: dict[str, object]):
    assert "Numéro RPPS" in page(browser(proven(**identity)).get("/inscription/"))


def test_the_proof_serves_once():
    client = browser(proven())
    client.post("/inscription/", boxes())
    assert "Numéro RPPS" in page(client.get("/inscription/"))


@pytest.mark.parametrize(("number", "is_linked"), [(OTHER_NUMBER, False), ("", False), (NUMBER, True)])
def test_a_proof_is_linked_to_the_account_of_that_number_and_to_no_namesakes(number: str, is_linked: bool):
    client = browser(proven())
    user = PractitionerFactory(rpps=number, user__full_name="Dr Paul Dubois").user
    session = dict(client.session.items())
    client.force_login(user)
    kept = client.session
    kept.update({name: value for name, value in session.items() if name not in kept})
    kept.save()
    client.post("/connexion/relier/", {"link": "1"})
    assert ExternalIdentity.objects.filter(user=user).exists() is is_linked
