"""The page on which two accounts of one person become one."""

import pytest
from django.test import Client

from telavis.accounts.models import User
from tests.administration.administering import administrator
from tests.factories import RoleFactory, UserFactory
from tests.web.desks import statements
from tests.web.registration.signing_up import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(administrator(full_name="Anne Première").user)
    return client


def test_the_other_is_found_what_will_happen_is_read_then_it_is_done(desk: Client):
    stays = UserFactory(full_name="Dr Jeanne Dubois", username="jeanne.1")
    role = RoleFactory(
        practitioner__user__full_name="Dr Jeanne Dubois",
        practitioner__user__username="jeanne.2",
        practitioner__family_name="Dubois",
    )
    address = f"/administration/comptes/{stays.pk}/doublon/"
    assert "jeanne.2" in page(desk.post(address, {"q": "dubois"}, follow=True))
    other = role.practitioner.user
    shown = desk.get(address, {"avec": str(other.pk)})
    for words in ("Ce compte reste", "se ferme, pour toujours", "passent au compte qui reste"):
        assert words in page(shown)
    second = Client()
    second.force_login(administrator().user)
    posted = {"avec": str(other.pk), "seen": shown.context["plan"].mark}
    asked = page(desk.post(f"{address}reunion/", posted, follow=True))
    assert "un autre administrateur doit la confirmer" in asked
    assert "Confirmer la réunion" not in asked
    assert "jeanne.1 reste, jeanne.2 se ferme" in page(second.get("/administration/"))
    read = second.get(address, {"avec": str(other.pk)})
    assert "Confirmer la réunion" in page(read)
    confirmed = f"/administration/reunions/{read.context['asked'].pk}/confirmation/"
    assert "sont réunis" in page(second.post(confirmed, follow=True))
    assert not User.objects.get(pk=other.pk).is_active
    assert "déjà réuni" in page(desk.post(f"{address}reunion/", posted, follow=True))
    assert "ne se rouvre pas" in page(desk.get(f"/administration/comptes/{other.pk}/"))


def test_what_cannot_be_is_said_before_it_is_tried(desk: Client):
    stays = UserFactory()
    shown = page(desk.get(f"/administration/comptes/{stays.pk}/doublon/", {"avec": str(stays.pk)}))
    assert "C’est le même compte" in shown
    assert "Demander la réunion" not in shown


def test_the_page_asks_a_dozen_times_at_most(desk: Client):
    first, second = RoleFactory().practitioner.user, RoleFactory().practitioner.user
    address = f"/administration/comptes/{first.pk}/doublon/"
    for asked in (desk.post(address, {"q": "dr"}).url, f"{address}?avec={second.pk}"):
        assert len(statements(lambda asked=asked: desk.get(asked))) <= 12, asked
