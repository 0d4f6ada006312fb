"""The identity providers that open my account: shown, taken away with a recent proof, never the last way in."""

from typing import Any

import pytest
from django.test import Client

from telavis.accounts.models import ExternalIdentity, Passkey, User
from telavis.audit.models import AuditAction, AuditEvent
from telavis.notifications.models import Delivery
from tests.factories import UserFactory
from tests.web.signing_in import forget_proof, sign_in, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.DEMO = True
    settings.PSC = {**settings.PSC, "client_id": "telavis"}


@pytest.fixture
def claire(client: Client) -> User:
    user = somebody()
    sign_in(client)
    return user


def link(user: User, provider: str = "psc") -> ExternalIdentity:
    return ExternalIdentity.objects.create(
        user=user, provider=provider, issuer=f"https://{provider}.example", subject=str(user.pk)
    )


def page_of(linked: ExternalIdentity) -> str:
    return f"/mon-compte/identites/{linked.pk}/delier/"


def test_the_account_says_what_opens_it_too(client: Client, claire: User):
    link(claire)
    shown = client.get("/mon-compte/").content.decode()
    assert "Ces informations viennent de Pro Santé Connect" in shown
    assert page_of(ExternalIdentity.objects.get()) in shown


def test_without_any_nothing_is_said_of_them(client: Client, claire: User):
    assert "Ce qui ouvre aussi votre compte" not in client.get("/mon-compte/").content.decode()


def test_unlinked_it_opens_nothing_and_the_owner_is_told(client: Client, claire: User):
    linked = link(claire)
    assert "il sera relié de nouveau" in client.get(page_of(linked)).content.decode()
    assert ExternalIdentity.objects.exists(), "reading the page changes nothing"
    answer = client.post(page_of(linked), follow=True)
    assert "Pro Santé Connect n’ouvre plus votre compte" in answer.content.decode()
    assert not ExternalIdentity.objects.exists()
    assert "ne s’ouvre plus par Pro Santé Connect" in Delivery.objects.latest("queued_at").body
    assert AuditEvent.objects.filter(action=AuditAction.UNLINK_IDENTITY).exists()


def test_it_wants_a_recent_proof(client: Client, claire: User):
    linked = link(claire)
    forget_proof(client)
    for answer in (client.get(page_of(linked)), client.post(page_of(linked))):
        assert answer.url.startswith("/connexion/confirmation/")
    assert ExternalIdentity.objects.exists()


def test_the_last_way_in_stays(client: Client):
    alone = UserFactory()
    alone.set_unusable_password()
    alone.save(update_fields=["password"])
    client.force_login(alone)
    linked = link(alone)
    assert "dernière façon d’entrer" in client.get(page_of(linked)).content.decode()
    assert "dernière façon d’entrer" in client.post(page_of(linked), follow=True).content.decode()
    assert ExternalIdentity.objects.exists()
    other = link(alone, "chu")
    client.post(page_of(linked))
    client.post(page_of(other))
    assert list(ExternalIdentity.objects.all()) == [other]


def test_a_passkey_is_another_way_in(client: Client):
    alone = UserFactory()
    alone.set_unusable_password()
    alone.save(update_fields=["password"])
    Passkey.objects.create(user=alone, name="Téléphone", credential_id=b"1", credential=b"2")
    client.force_login(alone)
    client.post(page_of(link(alone)))
    assert not ExternalIdentity.objects.exists()


def test_nobody_unlinks_what_is_somebody_elses(client: Client, claire: User):
    theirs = link(UserFactory())
    assert client.get(page_of(theirs)).status_code == client.post(page_of(theirs)).status_code == 404
    assert ExternalIdentity.objects.exists()
