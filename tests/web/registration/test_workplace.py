"""Where one works: a place of the directory, one that was searched, or a practice."""

import pytest
from django.test import Client

from telavis.registrations.models import Registration
from tests.factories import OrganizationFactory, RoleFactory
from tests.registrations.applying import UNKNOWN_NUMBER, known_professional
from tests.web.registration.signing_up import choose_first_place, give_number, page

pytestmark = pytest.mark.django_db
HERE = "/inscription/lieu/"


def test_who_the_directory_knows_is_asked_for_the_place_only(client: Client):
    known_professional()
    shown = page(give_number(client))
    assert "Dr Jeanne Dubois" in shown
    assert "Prénom d’exercice" not in shown


def test_a_single_known_place_is_ticked_already(client: Client):
    known_professional()
    assert page(give_number(client)).count(" checked") == 1


def test_several_known_places_are_all_proposed_and_none_is_ticked(client: Client):
    RoleFactory(practitioner=known_professional(), organization__name="EHPAD des Ifs")
    shown = page(give_number(client))
    assert "EHPAD des Ifs" in shown
    assert " checked" not in shown


def test_the_place_that_was_ticked_is_kept(client: Client):
    who = known_professional()
    give_number(client)
    assert "Comment vous joindre" in page(choose_first_place(client))
    assert Registration.objects.get().workplace.name == who.roles.get().organization.name


def test_another_establishment_is_searched_without_script(client: Client):
    known_professional()
    OrganizationFactory(name="CH de Port-Lavande", finess="990000207", town="Port-Lavande")
    give_number(client)
    found = client.post(HERE, {"words": "lavande", "do": "search"})
    assert "CH de Port-Lavande" in page(found)
    assert "Choisissez votre lieu" not in page(found)
    client.post(HERE, {"words": "lavande", "place": "990000207", "do": "continue"})
    assert Registration.objects.get().workplace.finess == "990000207"


def test_with_script_only_the_list_comes_back(client: Client):
    known_professional()
    OrganizationFactory(name="CH de Port-Lavande", finess="990000207")
    give_number(client)
    answer = client.post(HERE, {"words": "lavande", "do": "search"}, headers={"HX-Request": "true"})
    assert "CH de Port-Lavande" in page(answer)
    assert "<h1>" not in page(answer)


def test_a_place_that_was_not_shown_is_not_taken(client: Client):
    known_professional()
    OrganizationFactory(name="CH de Port-Lavande", finess="990000207")
    give_number(client)
    answer = client.post(HERE, {"place": "990000207", "do": "continue"})
    assert "parmi ceux de la liste" in page(answer)
    assert Registration.objects.get().place == {}


def test_a_practice_has_its_address(client: Client):
    known_professional()
    give_number(client)
    client.post(HERE, {"place": "cabinet", "address": "3 rue Haute, 33390 Blaye", "do": "continue"})
    place = Registration.objects.get().workplace
    assert (place.name, place.postcode, place.town) == ("Cabinet du Dr Jeanne Dubois", "33390", "Blaye")


@pytest.mark.parametrize("typed", ["", "Blaye", "33390 Blaye", "3 rue Haute, Blaye"])
def test_half_an_address_gets_a_sentence(client: Client, typed: str):
    known_professional()
    give_number(client)
    answer = client.post(HERE, {"place": "cabinet", "address": typed, "do": "continue"})
    assert "Écrivez la rue, le code postal et la commune" in page(answer)


def test_who_is_unknown_says_first_name_and_profession(client: Client):
    shown = page(give_number(client, UNKNOWN_NUMBER))
    assert "L’annuaire ne connaît pas encore ce numéro RPPS" in shown
    typed = {"place": "cabinet", "address": "3 rue Haute, 33390 Blaye", "do": "continue"}
    assert "Entrez votre prénom d’exercice" in page(client.post(HERE, typed))
    client.post(HERE, {**typed, "given_name": "Jeanne", "profession": "60"})
    assert Registration.objects.get().workplace.name == "Cabinet de Jeanne Dubois"


def test_without_a_number_this_page_leads_to_the_first(client: Client):
    assert client.get(HERE)["Location"] == "/inscription/"
