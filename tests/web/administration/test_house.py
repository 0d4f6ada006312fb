"""The pages of establishments and services."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from telavis.directory.models import HealthcareService, Organization, PublishedEstablishment
from telavis.services.models import Membership
from telavis.values.finess import Finess
from telavis.values.names import normalise
from tests.administration.administering import administrator
from tests.factories import (
    OrganizationFactory,
    PractitionerFactory,
    RequestTypeFactory,
    RoleFactory,
    ServiceFactory,
)
from tests.web.desks import statements
from tests.web.registration.signing_up import page

pytestmark = pytest.mark.django_db
NUMBER = str(Finess.with_key("99000020"))
PLACES, SERVICES = "/administration/etablissements/", "/administration/services/"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(administrator(full_name="Anne Première").user)
    return client


def test_an_establishment_of_the_register_is_created_with_its_data(desk: Client):
    PublishedEstablishment.objects.create(
        finess=NUMBER, name="CH DE VALMONT", name_key="CH VALMONT", kind="hospital", town="VALMONT",
        postcode="99230", sort_key="CH VALMONT", search_text=" CH VALMONT ", fingerprint=1,
        weight=0, first_seen_on=date(2026, 1, 1),
    )  # fmt: skip
    assert "Dans le registre FINESS" in page(desk.post(PLACES, {"q": "valmont"}, follow=True))
    assert 'value="99230"' in page(desk.get(f"{PLACES}nouveau/", {"finess": NUMBER}))
    typed = {"name": "CH de Valmont", "kind": "hospital", "finess": NUMBER, "town": "Valmont"}
    assert "est créé" in page(desk.post(f"{PLACES}nouveau/", typed, follow=True))
    assert "Dans le registre FINESS" not in page(desk.post(PLACES, {"q": "valmont"}, follow=True))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Écrivez le nom"),
        ({"finess": "990000208"}, "contient une erreur"),
        ({"postcode": "33"}, "5 chiffres"),
        ({"phone": "12"}, "n’existe pas"),
        ({"kind": "castle"}, "Choisissez la nature"),
    ],
)
def test_what_is_wrong_in_a_form_is_a_sentence(desk: Client, wrong: dict[str, str], words: str):
    typed = {"name": "CH de Valmont", "kind": "hospital", **wrong}
    assert words in page(desk.post(f"{PLACES}nouveau/", typed))
    assert not Organization.objects.filter(name="CH de Valmont").exists()


def test_of_two_who_correct_the_same_page_the_second_reads_so_and_keeps_the_words(desk: Client):
    place = OrganizationFactory(name="Ancien nom")
    shown = desk.get(f"{PLACES}{place.pk}/")
    typed = {"name": "Premier", "kind": "hospital", "seen": shown.context["form"]["seen"].value()}
    desk.post(f"{PLACES}{place.pk}/fiche/", typed)
    late = page(desk.post(f"{PLACES}{place.pk}/fiche/", {**typed, "name": "Second"}))
    assert "vient de changer" in late
    assert 'value="Second"' in late


def test_from_an_establishment_to_a_service_that_answers(desk: Client):
    place = OrganizationFactory()
    role, kind = RoleFactory(organization=place), RequestTypeFactory(title="Lésion de la peau")
    shown = page(desk.get(f"{PLACES}{place.pk}/referent/"))
    assert str(role.practitioner) in shown
    desk.post(f"{PLACES}{place.pk}/referent/", {"role": str(role.pk)})
    typed = {"name": "Dermatologie", "specialty": "G15_10/SM15"}
    desk.post(f"{PLACES}{place.pk}/services/nouveau/", typed)
    service = HealthcareService.objects.get(organization=place)
    address = f"{SERVICES}{service.pk}/"
    assert "Il manque un coordinateur et un type de demande" in page(
        desk.post(f"{address}ouverture/", {"open": "1"}, follow=True)
    )
    day = f"{timezone.localdate():%d/%m/%Y}"
    assert "Choisissez la personne" in page(desk.post(f"{address}membres/nouveau/", {"started_on": day}))
    member = {"role": str(role.pk), "kind": "coordinator", "started_on": day}
    desk.post(f"{address}membres/nouveau/", member)
    desk.post(f"{address}demandes/", {"request_type": str(kind.pk), "use_for": "Photos nettes"})
    shown = page(desk.post(f"{address}ouverture/", {"open": "1"}, follow=True))
    for words in ("est ouvert aux demandes", "coordinateur", "Photos nettes", "Lésion de la peau"):
        assert words in shown
    held = Membership.objects.get(healthcare_service=service)
    assert "personne ne coordonne plus" in page(
        desk.post(f"{SERVICES}membres/{held.pk}/fin/", {"last_day": day}, follow=True)
    )


def test_a_wrong_last_day_of_a_place_is_a_sentence(desk: Client):
    member = ServiceFactory().memberships.get()
    answer = desk.post(f"{SERVICES}membres/{member.pk}/fin/", {"last_day": "31/02/2027"}, follow=True)
    assert "n’existe pas" in page(answer)


def test_services_are_found_by_their_words(desk: Client):
    ServiceFactory(name="Cardiologie", search_text="CARDIOLOGIE")
    assert "Cardiologie" in page(desk.post(SERVICES, {"q": "cardio"}, follow=True))
    assert "Aucun service" in page(desk.post(SERVICES, {"q": "personne"}, follow=True))


def test_these_pages_ask_a_dozen_times_at_most(desk: Client):
    service = ServiceFactory()
    for _ in range(3):
        RoleFactory(organization=service.organization)
    place = service.organization_id
    pages = [
        PLACES,
        desk.post(PLACES, {"q": "chu"}).url,
        f"{PLACES}{place}/",
        f"{PLACES}{place}/referent/",
        SERVICES,
    ]
    pages += [
        desk.post(SERVICES, {"q": "derm"}).url,
        f"{SERVICES}{service.pk}/",
        f"{SERVICES}{service.pk}/membres/nouveau/",
    ]
    for address in pages:
        asked = len(statements(lambda address=address: desk.get(address)))
        assert asked <= 12, f"{address}: {asked}"


@pytest.mark.parametrize("where", ["referent", "new_member"])
def test_the_name_of_a_colleague_who_is_searched_stands_in_no_address(desk: Client, where: str):
    service = ServiceFactory()
    for name in ("Lefèvre", "Petit"):
        practitioner = PractitionerFactory(family_name=name, search_text=normalise(name))
        RoleFactory(practitioner=practitioner, organization=service.organization)
    key = service.organization_id if where == "referent" else service.pk
    results = desk.post(reverse(f"administration:{where}", args=[key]), {"q": "lefèvre"})
    assert "lef" not in results.url.lower()
    shown = page(desk.get(results.url))
    assert "Lefèvre" in shown
    assert "Petit" not in shown
