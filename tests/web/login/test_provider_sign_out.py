"""Leaving: here at once, at the provider for who wishes it (docs/domain/sign-in.md, rule 38)."""

from typing import Any

import pytest
from django.test import Client

from telavis.audit.models import AuditAction, AuditEvent
from telavis.gateways.openid import documents
from tests.factories import PractitionerFactory, RoleFactory
from tests.openid.fixtures import come_back_from, sign_in
from tests.openid.professionals import DOCTOR
from tests.openid.provider import Provider
from tests.web.signing_in import sign_in as sign_in_with_a_password
from tests.web.signing_in import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside(client: Client, provider: Provider) -> Client:
    """A browser in which somebody has come in by the provider."""
    RoleFactory(practitioner=PractitionerFactory(rpps="10100997245"))
    sign_in(client)
    return client


def test_one_is_out_here_before_anything_is_asked_of_the_provider(inside: Client, provider: Provider):
    asked = len(provider.asked)
    response = inside.post("/connexion/sortie/")
    assert response["Location"] == "/connexion/sortie/faite/"
    assert "_auth_user_id" not in inside.session
    assert AuditEvent.objects.filter(action=AuditAction.SIGN_OUT).exists()
    assert len(provider.asked) == asked


def test_one_more_press_ends_the_session_at_the_provider(inside: Client, provider: Provider):
    inside.post("/connexion/sortie/")
    assert (
        "Me déconnecter aussi de Pro Santé Connect" in inside.get("/connexion/sortie/faite/").content.decode()
    )
    back = come_back_from(inside.get("/connexion/sortie/fournisseur/")["Location"])
    assert provider.ended_sessions == [DOCTOR["sub"]]
    page = inside.get(back, follow=True).content.decode()
    assert "Vous êtes déconnecté de Télavis et de Pro Santé Connect" in page


def test_a_provider_that_loses_the_state_is_not_believed(inside: Client, provider: Provider):
    inside.post("/connexion/sortie/")
    inside.get("/connexion/sortie/fournisseur/")
    page = inside.get("/connexion/sortie/terminee/", follow=True).content.decode()
    assert "Vous êtes déconnecté." in page
    assert "et de Pro Santé Connect" not in page


def test_a_provider_that_is_down_keeps_nobody_in(inside: Client, provider: Provider):
    documents.forget()
    provider.status = 503
    inside.post("/connexion/sortie/")
    page = inside.get("/connexion/sortie/fournisseur/", follow=True).content.decode()
    assert "fermez le navigateur" in page
    assert "_auth_user_id" not in inside.session


def test_a_provider_that_was_taken_away_keeps_nobody_in(inside: Client, settings: Any):
    settings.PSC = {**settings.PSC, "client_id": ""}
    assert inside.post("/connexion/sortie/")["Location"] == "/connexion/"


def test_who_came_by_password_is_out_in_one_step(client: Client, provider: Provider):
    somebody()
    sign_in_with_a_password(client)
    assert client.post("/connexion/sortie/")["Location"] == "/connexion/"


@pytest.mark.parametrize("page", ["faite", "fournisseur", "terminee"])
def test_without_a_session_to_leave_one_is_led_to_the_sign_in(page: str, client: Client, provider: Provider):
    assert client.get(f"/connexion/sortie/{page}/")["Location"] == "/connexion/"
