"""«Reprendre»: what earlier requests said, on the page of the form."""

import pytest

from telavis.services.models import ServiceOffer
from tests.factories import ServiceFactory
from tests.service_requests.test_take_up import ANSWERS, Earlier
from tests.web.desks import desk_of

pytestmark = pytest.mark.django_db


def test_it_is_proposed_taken_by_a_press_with_what_was_typed_and_marked():
    earlier = Earlier()
    earlier.made(ANSWERS, sent=True)
    draft = earlier.made({})
    desk, address = desk_of(earlier.requester), f"/demandes/{draft.pk}/formulaire/"
    page = desk.get(address).content.decode()
    assert "Déjà dit dans vos demandes pour ce patient" in page
    assert "hta, goutte" in page
    gone = desk.post(address, {"question": "Et maintenant ?", "go": "take:antecedents"})
    assert gone["Location"].endswith("/formulaire/#q-antecedents")
    draft.response.refresh_from_db()
    assert draft.response.answers.keys() == {"question", "antecedents"}
    page = desk.get(address).content.decode()
    assert page.count("à\u00a0vérifier") == 1
    assert 'value="take:antecedents"' not in page
    desk.post(address, {"go": "take:*"})
    assert "Déjà dit" not in desk.get(address).content.decode()


def test_where_nothing_was_said_nothing_is_proposed():
    earlier = Earlier()
    draft = earlier.made({})
    page = desk_of(earlier.requester).get(f"/demandes/{draft.pk}/formulaire/").content.decode()
    assert "Déjà dit" not in page


def test_one_reason_for_all_that_is_missing_comes_back_to_the_last_look():
    earlier = Earlier()
    draft = earlier.made({})
    address = f"/demandes/{draft.pk}/formulaire/"
    gone = desk_of(earlier.requester).post(address, {"go": "excuse", "excuse": "pas fait"})
    assert gone["Location"] == f"/demandes/{draft.pk}/relecture/"
    draft.response.refresh_from_db()
    assert draft.response.answers == {}, "the question is all that this form requires"


def test_the_service_of_the_last_request_of_this_type_is_chosen_again():
    earlier = Earlier()
    before = earlier.made(ANSWERS, sent=True)
    other = ServiceFactory(name="Autre service")
    ServiceOffer.objects.create(healthcare_service=other, request_type=earlier.request_type)
    draft = earlier.made({})
    draft.healthcare_service = None
    draft.save()
    page = desk_of(earlier.requester).get(f"/demandes/{draft.pk}/destinataire/").content.decode()
    assert "Le service de votre dernière demande de ce type est sélectionné." in page
    (chosen,) = [each for each in page.split("<input") if " checked" in each]
    assert str(before.healthcare_service_id) in chosen
