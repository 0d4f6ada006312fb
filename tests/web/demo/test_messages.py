"""In a demonstration, and there only, every message can be read."""

import json
from typing import Any

import pytest
from django.test import Client

from telavis.notifications.actions import send_mail, send_sms

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings: Any) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.web.demo.urls"


@pytest.mark.usefixtures("demonstration")
def test_messages_are_shown_newest_first_as_they_would_leave(client: Client) -> None:
    send_mail(to="claire@exemple.fr", subject="un avis vous attend", text="L’expert a <b>répondu</b>.")
    send_sms(to="+33612345678", text="Code : 123 456", holds_a_secret=True)
    shown = client.get("/demo/messages/").content.decode()
    assert shown.index("Code : 123 456") < shown.index("Télavis, CHU d’Aquilon : un avis vous attend")
    assert "&lt;b&gt;" in shown


@pytest.mark.usefixtures("demonstration")
def test_a_program_reads_one_line_of_json_for_each_message(client: Client) -> None:
    send_mail(to="claire@exemple.fr", subject="un avis", text="Première\nligne.")
    send_sms(to="+33612345678", text="Code : 123 456")
    lines = client.get("/demo/messages.json").content.decode().splitlines()
    sms, mail = (json.loads(line) for line in lines)
    assert (sms["channel"], sms["to"], sms["text"]) == (
        *("sms", "+33612345678"),
        "Télavis, CHU d'Aquilon : Code : 123 456",
    )
    assert mail["subject"] == "Télavis, CHU d’Aquilon : un avis"
    assert sorted(mail) == ["at", "channel", "subject", "text", "to"]


@pytest.mark.parametrize("address", ["/demo/messages/", "/demo/messages.json"])
def test_elsewhere_these_addresses_do_not_exist(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
