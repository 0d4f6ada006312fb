"""Calculated values on the pages: shown, refreshed with each save, told apart from answers, frozen when sent."""

import pytest
from django.test import Client
from django.urls import reverse

from telavis.directory.models import PractitionerRole
from telavis.questionnaires.queries import form_of, to_fhir
from telavis.service_requests.forms import form_context
from telavis.service_requests.models import ServiceRequest
from tests.web.compose.fill import draft_of, typed
from tests.web.compose.test_review import TestRedFlags as Alarming
from tests.web.compose.test_review import filled, press_send

TO_CHECK = "ide, à vérifier\u202f: Sepsis-3"


@pytest.fixture
def infection(requester: PractitionerRole) -> ServiceRequest:
    return draft_of("maladies-infectieuses", requester)


def page_of(desk: Client, draft: ServiceRequest, name: str = "form") -> str:
    return desk.get(reverse(f"compose:{name}", args=[draft.pk])).content.decode()


def test_a_blank_form_says_what_each_value_waits_for(desk: Client, infection: ServiceRequest):
    page = page_of(desk, infection)
    assert "il manque\u202f: PAS, FR et conscience" in page.replace("&#8239;", "\u202f")
    assert "il manque\u202f: poids et taille" in page.replace("&#8239;", "\u202f")
    assert f"A{TO_CHECK}" in page
    assert 'name="inf_qsofa"' not in page


def test_each_save_tells_the_page_what_follows(desk: Client, infection: ServiceRequest):
    blank = desk.get(reverse("compose:form", args=[infection.pk]))
    sent = typed(blank, inf_fr="22", inf_pas="100", inf_conscience="normale", inf_qsofa="0")
    told = desk.post(reverse("compose:autosave", args=[infection.pk]), sent).json()["told"]
    assert set(told) >= {"q-inf_qsofa", "q-inf_dfg_calcule", "q-inf_imc"}
    assert '<data class="calculated__value" value="2">2\u00a0sur 3</data>' in told["q-inf_qsofa"]
    assert "il manque" in told["q-inf_imc"]
    infection.response.refresh_from_db()
    assert "inf_qsofa" not in infection.response.answers


def test_the_last_look_and_the_file_show_the_value_and_its_source(desk: Client, requester: PractitionerRole):
    draft = filled(desk, requester, "maladies-infectieuses", **Alarming.INFECTION)
    look = page_of(desk, draft, "review")
    assert "2\u00a0sur 3" in look
    assert f"a{TO_CHECK}" in look
    press_send(desk, draft, confirmed="1")
    draft.refresh_from_db()
    assert draft.response.answers["inf_qsofa"] == {"value": 2}
    rate = draft.response.answers["inf_dfg_calcule"]
    lines = [line for part in form_of(draft.response, form_context(draft)).sections() for line in part.lines]
    assert ("2\u00a0sur 3", True) in [(line.text, line.note.startswith("aide")) for line in lines]
    assert f'"valueDecimal": {float(rate["decimal"])}' in str(to_fhir(draft.response)).replace("'", '"')
