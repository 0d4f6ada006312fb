"""An answer that comes late takes no newer session away."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from telavis.accounts.models import OpenSession
from tests.factories import RoleFactory


def browser() -> Client:
    client = Client()
    client.force_login(RoleFactory().practitioner.user)
    return client


def test_a_request_that_bore_an_ended_session_leaves_the_cookie(db: None):
    client = browser()
    OpenSession.objects.all().delete()
    response = client.get("/")
    assert response.url.startswith("/connexion/")
    assert settings.SESSION_COOKIE_NAME not in response.cookies


def test_signing_out_takes_the_cookie_away(db: None):
    response = browser().post(reverse("login:sign_out"))
    assert response.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
