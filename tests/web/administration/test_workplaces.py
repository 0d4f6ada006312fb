"""Workplaces and ways in, on the page of an account."""

import pytest
from django.test import Client
from django.utils import timezone

from telavis.accounts.models import AuthenticatorApp, ExternalIdentity, Passkey, RecoveryCode
from telavis.directory.models import PractitionerRole
from telavis.services.models import MemberKind, Membership
from tests.administration.administering import administrator
from tests.factories import OrganizationFactory, RoleFactory, ServiceFactory
from tests.web.desks import statements
from tests.web.registration.signing_up import page

pytestmark = pytest.mark.django_db
LIST = "/administration/comptes/"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(administrator().user)
    return client


def test_what_opens_the_account_is_listed_by_kind_and_day_never_by_what_it_is(desk: Client):
    user = RoleFactory().practitioner.user
    Passkey.objects.create(user=user, name="Téléphone de Camille", credential_id=b"1", credential=b"secret")
    AuthenticatorApp.objects.create(user=user, name="Appli", sealed_secret="scellé", last_step=0)
    for digest in ("a", "b"):
        RecoveryCode.objects.create(user=user, digest=digest)
    RecoveryCode.objects.create(user=user, digest="c", used_at=timezone.now())
    ExternalIdentity.objects.create(user=user, provider="psc", issuer="https://psc", subject="8")
    shown = page(desk.get(f"{LIST}{user.pk}/"))
    for words in ("Clé d’accès", "Application d’authentification", "2 codes de secours", "Pro Santé Connect"):
        assert words in shown
    for secret in ("Téléphone de Camille", "scellé"):
        assert secret not in shown
    assert len(statements(lambda: desk.get(f"{LIST}{user.pk}/"))) <= 12


def test_the_services_somebody_works_in_are_listed_with_their_workplace(desk: Client):
    service = ServiceFactory(name="Dermatologie")
    role = RoleFactory(organization=service.organization)
    Membership.objects.create(
        healthcare_service=service, role=role, kind=MemberKind.EXPERT, started_on=role.started_on
    )
    shown = page(desk.get(f"{LIST}{role.practitioner.user_id}/"))
    assert "Dermatologie" in shown
    assert "Donner un lieu d’exercice" in shown


def test_a_workplace_is_found_given_and_ended(desk: Client):
    role, place = (
        RoleFactory(),
        OrganizationFactory(name="Clinique des Tilleuls", search_text="CLINIQUE TILLEULS"),
    )
    user = role.practitioner.user
    found = desk.post(f"{LIST}{user.pk}/lieu/", {"q": "tilleuls"})
    assert "tilleuls" not in found.url
    assert "Clinique des Tilleuls" in page(desk.get(found.url))
    typed = {"organization": str(place.pk), "started_on": f"{timezone.localdate():%d/%m/%Y}"}
    assert "peut travailler depuis" in page(desk.post(found.url, typed, follow=True))
    given = PractitionerRole.objects.get(organization=place)
    address = f"/administration/lieux/{given.pk}/fin/"
    assert "Écrivez le dernier jour" in page(desk.post(address, {"last_day": ""}, follow=True))
    desk.post(address, {"last_day": f"{timezone.localdate():%d/%m/%Y}"})
    given.refresh_from_db()
    assert given.ended_on == timezone.localdate()


@pytest.mark.parametrize(("typed", "is_said"), [("", False), ("introuvable", True)])
def test_without_a_place_found_there_is_nothing_to_give(desk: Client, typed: str, is_said: bool):
    RoleFactory(organization__search_text="VALMONT")
    here = f"{LIST}{RoleFactory().practitioner.user_id}/lieu/"
    shown = page(desk.get(desk.post(here, {"q": typed}).url if typed else here))
    assert "Donner ce lieu d’exercice" not in shown
    assert ("Aucun établissement" in shown) is is_said


def test_what_is_refused_is_said_on_the_same_page(desk: Client):
    role = RoleFactory(organization__search_text="VALMONT")
    found = desk.post(f"{LIST}{role.practitioner.user_id}/lieu/", {"q": "valmont"})
    typed = {"organization": str(role.organization_id), "started_on": f"{timezone.localdate():%d/%m/%Y}"}
    assert "a déjà ce lieu" in page(desk.post(found.url, typed))
