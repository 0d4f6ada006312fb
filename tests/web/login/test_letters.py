"""What is sent with a code: it says who writes, and an SMS is one SMS."""

from typing import Any

import pytest
from django.test import Client

from telavis.notifications.models import Delivery
from telavis.values.short_messages import GSM
from tests.web.login.test_recovery import ask
from tests.web.signing_in import give_password, somebody

pytestmark = pytest.mark.django_db
LONGEST_SMS = 160


@pytest.fixture(autouse=True)
def operator(settings: Any) -> None:
    settings.DEMO = True
    settings.OPERATOR_NAME, settings.CONTACT_EMAIL = "Hôpital d’Aquilon", "aide@hopital.example"
    settings.PUBLIC_URL = "https://telavis.example"


@pytest.mark.parametrize("way", [give_password, ask])
def test_an_sms_names_the_establishment_and_is_one_sms(client: Client, way: Any) -> None:
    somebody()
    way(client, channel="sms")
    text = Delivery.objects.get().body
    assert text.startswith("Télavis, Hopital d'Aquilon : votre code")
    assert len(text) <= LONGEST_SMS
    assert set(text) <= GSM


@pytest.mark.parametrize("way", [give_password, ask])
def test_a_mail_names_the_establishment_in_its_subject_and_at_its_foot(client: Client, way: Any) -> None:
    somebody()
    way(client, channel="mail")
    mail = Delivery.objects.get()
    assert mail.subject.startswith("Télavis, Hôpital d’Aquilon : votre code")
    for body in (mail.body, mail.body_html):
        foot = body[body.index("plateforme de téléexpertise") :]
        assert "Hôpital d’Aquilon" in foot
        assert "aide@hopital.example" in foot
