"""«Se déconnecter»."""

from typing import Any

import pytest
from django.test import Client

from telavis.audit.models import AuditAction, AuditEvent
from tests.web.signing_in import sign_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True


def test_signing_out_ends_the_session_and_leaves_a_trace(client: Client) -> None:
    user = somebody()
    sign_in(client)
    answer = client.post("/connexion/sortie/", follow=True)
    assert "Vous êtes déconnecté" in answer.content.decode()
    assert client.get("/mon-compte/").status_code == 302
    assert AuditEvent.objects.get(action=AuditAction.SIGN_OUT).user_id == user.pk


def test_a_link_signs_nobody_out(client: Client) -> None:
    somebody()
    sign_in(client)
    assert client.get("/connexion/sortie/").status_code == 405
    assert client.get("/mon-compte/").status_code == 200


def test_a_form_of_an_earlier_session_gets_a_sentence() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/connexion/", {"identifier": "claire", "password": "x"})
    assert answer.status_code == 403
    assert "rechargez-la" in answer.content.decode()
