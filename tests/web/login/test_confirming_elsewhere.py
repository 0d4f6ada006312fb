"""«Confirmez que c’est vous» at an identity provider: anew, with two factors, and the same person; nothing else."""

import time
from typing import Any

import pytest
from django.test import Client

from telavis.accounts.models import ExternalIdentity, User
from telavis.audit.models import AuditAction, AuditEvent
from tests.factories import UserFactory
from tests.openid.fixtures import come_back_from, sign_in
from tests.openid.provider import Provider
from tests.web.signing_in import forget_proof

pytestmark = pytest.mark.django_db
GUARDED, CONFIRM = "/mon-compte/mot-de-passe/", "/connexion/identite/psc/confirmation/"


@pytest.fixture
def claire(client: Client, provider: Provider) -> User:
    """Signed in by Pro Santé Connect, long ago."""
    user: User = UserFactory(full_name="Dr Claire Martin")
    ExternalIdentity.objects.create(
        user=user, provider="psc", issuer=provider.issuer, subject=provider.person["SubjectNameID"]
    )
    sign_in(client)
    assert client.session["_auth_user_id"] == str(user.pk)
    forget_proof(client)
    return user


def page(answer: Any) -> str:
    return str(answer.content.decode()).replace("\u202f", " ")


def confirm(client: Client) -> Any:
    """Press the button on the page, prove oneself there, come back."""
    asked = client.get(GUARDED).url
    assert CONFIRM in page(client.get(asked))
    out = client.get(f"{CONFIRM}?{asked.partition('?')[2]}")
    assert "prompt=login" in out.url
    assert "max_age=0" in out.url
    return client.get(come_back_from(out.url), follow=True)


def test_proven_anew_one_reaches_the_page_that_was_wished_for(client: Client, claire: User):
    before = client.session.session_key
    answer = confirm(client)
    assert answer.redirect_chain[-1][0] == GUARDED
    assert client.session.session_key != before
    assert AuditEvent.objects.get(action=AuditAction.CONFIRM).detail == {
        "factors": ["openid"],
        "provider": "psc",
    }


@pytest.mark.parametrize("auth_time", [None, 0, "now", True, 10**9])
def test_a_session_that_was_open_there_is_not_enough(
    client: Client, claire: User, provider: Provider, auth_time: Any
):
    def spoil(claims: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in claims.items() if name != "auth_time"}
        return kept if auth_time is None else {**kept, "auth_time": auth_time}

    provider.spoil_claims = spoil
    assert "rien n’est confirmé" in page(confirm(client))
    assert client.get(GUARDED).status_code == 302


def test_an_hour_old_proof_there_is_not_enough(client: Client, claire: User, provider: Provider):
    provider.spoil_claims = lambda claims: {**claims, "auth_time": int(time.time()) - 3600}
    assert "rien n’est confirmé" in page(confirm(client))


def test_somebody_else_at_the_provider_confirms_nothing(client: Client, claire: User, provider: Provider):
    provider.person = {**provider.person, "SubjectNameID": "899700999999", "sub": "f:1:899700999999"}
    assert "n’ouvre pas ce compte" in page(confirm(client))
    assert client.get(GUARDED).status_code == 302
    assert client.session["_auth_user_id"] == str(claire.pk), "nor does it change who is signed in"


def test_an_answer_of_a_sign_in_does_not_confirm(client: Client, claire: User):
    """Begun before signing in, come back after it: the browser's back button."""
    other = Client()
    begun = other.get("/connexion/identite/psc/").url
    other.force_login(claire)
    forget_proof(other)
    other.get(come_back_from(begun))
    assert other.get(GUARDED).status_code == 302


def test_it_is_offered_to_those_whom_it_knows_alone(client: Client, claire: User):
    ExternalIdentity.objects.all().delete()
    assert CONFIRM not in page(client.get(client.get(GUARDED).url))


def test_nobody_begins_it_without_being_signed_in(provider: Provider):
    assert Client().get(CONFIRM).url.startswith("/connexion/?next=")
