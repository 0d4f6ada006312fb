"""A coordinator makes a form of a few questions on these pages, from nothing to what the service asks."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from telavis.questionnaires.models import RequestType
from telavis.questionnaires.parsing import parse
from telavis.services.models import ServiceOffer
from telavis.studio import actions
from telavis.studio.models import FormWork
from telavis.studio.workflow import State
from tests.administration.administering import administrator
from tests.factories import RequestTypeFactory, ServiceFactory, ServiceRequestFactory
from tests.studio.working import ANSWERS, coordinator, labels, new_work, part_of, published
from tests.web.desks import desk_of
from tests.web.studio.desk import Desk

pytestmark = pytest.mark.django_db


def test_a_new_type_of_request_goes_from_nothing_to_what_the_service_asks():
    service = ServiceFactory()
    client = desk_of(coordinator(service).role)
    made = client.post(
        reverse("studio:new_type", args=[service.pk]), {"title": "Pneumologie", "description": ""}
    )
    desk = Desk()
    desk.work, desk.client = FormWork.objects.get(title="Pneumologie"), client
    assert made["Location"] == desk.address("work")
    inside = f"?dans={part_of(desk.work)}"
    for label, kind in (("Motif", "text"), ("Tabac", "choice"), ("Fièvre", "boolean"), ("Depuis", "date")):
        desk.post("add", query=inside, label=label, kind=kind)
    desk.post("preview", **{"motif": "une toux", "essai-name": "Toux", "essai-do": "keep"})
    desk.post("decide", verb="submit")
    desk.post("sign", seen=desk.work.revision)
    said = desk.post("publish", day="", drafts="keep")
    assert (desk.work.state, labels(desk.work)) == (State.PUBLISHED, ["Motif", "Tabac", "Fièvre", "Depuis"])
    assert "validé par" in said
    assert ServiceOffer.objects.get(healthcare_service=service).questionnaire == desk.work.published


def test_the_outline_shows_every_question_with_what_decides_of_it(desk: Desk):
    desk.post("add", query="?apres=motif", label="Durée", kind="integer")
    desk.post("condition", "duree", query="?question=motif", comparison="answered")
    page = desk.page("work")
    assert "Nombre entier" in page
    assert "a une réponse" in page


def test_the_page_of_a_question_keeps_words_bounds_and_answers(desk: Desk):
    desk.post("add", query="?apres=motif", label="Tabac", kind="choice")
    page = desk.client.get(desk.address("item", "tabac"))
    rows = {"reponse-TOTAL_FORMS": "3", "reponse-INITIAL_FORMS": "2"}
    rows |= {"reponse-0-label": "oui, encore", "reponse-0-code": "oui", "reponse-0-rank": "20"}
    rows |= {"reponse-1-label": "non", "reponse-1-code": "non", "reponse-1-rank": "10"}
    rows |= {
        "reponse-2-label": "sevré",
        "reponse-2-red_flag": "Appelez le 15.",
        "reponse-2-is_exclusive": "on",
    }
    seen = page.context["form"]["seen"].value()
    desk.post("item", "tabac", label="Tabagisme", kind="choices", is_required="on", seen=seen, **rows)
    item = parse(desk.work.definition).by_id["tabac"]
    assert (item.text, item.kind, item.is_required) == ("Tabagisme", "choices", True)
    assert [(each.code, each.label) for each in item.options] == [
        ("non", "non"),
        ("oui", "oui, encore"),
        ("sevre", "sevré"),
    ]
    assert (item.options[2].red_flag, item.options[2].is_exclusive) == ("Appelez le 15.", True)


def test_measures_sliders_and_places_of_the_body_are_made_on_the_pages(desk: Desk):
    def save(link_id: str, **fields: Any) -> str:
        seen = desk.client.get(desk.address("item", link_id)).context["form"]["seen"].value()
        return desk.post("item", link_id, seen=seen, **fields)

    for label, kind in (("Glycémie", "quantity"), ("Douleur", "integer"), ("Siège", "body")):
        desk.post("add", query="?apres=motif", label=label, kind=kind)
    save("glycemie", label="Glycémie", units="g/L\r\n\r\nmmol/L\r\n", substance="glucose", minimum="0,05")
    assert "a besoin de la plus petite" in save("douleur", label="Douleur", kind="integer", slider_step="1")
    save("douleur", label="Douleur", kind="integer", slider_step="1", minimum="0", maximum="10")
    rows = {"reponse-TOTAL_FORMS": "2", "reponse-INITIAL_FORMS": "0", "reponse-0-label": "tempe"}
    save(
        "siege",
        label="Siège",
        kind="choices",
        **rows,
        **{"reponse-0-place": "crane", "reponse-1-label": "dos"},
    )
    read = parse(desk.work.definition).by_id
    assert [each.code for each in read["glycemie"].units] == ["g/L", "mmol/L"]
    assert (read["glycemie"].minimum, read["douleur"].slider_step) == (Decimal("0.05"), 1)
    assert [len(option.regions) for option in read["siege"].options] == [2, 0]
    assert "Endroit du corps" in desk.page("work")


def test_a_condition_goes_to_the_alarm_that_the_page_showed(desk: Desk):
    """The first of two alarms is removed meanwhile: the second one is now counted as the first."""
    desk.post("add", query="?apres=motif", label="Saturation", kind="integer")
    for sentence in ("Appelez le 15.", "Appelez le service."):
        said = {"sentence": sentence, "comparison": "<", "value": "90"}
        desk.post("condition", "saturation", query="?pour=alarme&question=saturation", **said)
    (link,) = re.findall(r"\?pour=alarme-0&amp;vu=[0-9a-f]+", desk.page("item", "saturation"))
    query = link.replace("&amp;", "&")
    assert query.split("vu=")[1] in desk.page("condition", "saturation", query=query)
    desk.post("change_rule", "saturation", do="alarm:0")
    query += "&question=motif"
    page = desk.post("condition", "saturation", query=query, comparison="answered")
    assert "a changé cette question" in page
    (alarm,) = parse(desk.work.definition).by_id["saturation"].red_flags
    assert [each.question for each in alarm.when] == ["saturation"]


def test_an_alarm_is_made_of_a_sentence_and_conditions(desk: Desk):
    desk.post("add", query="?apres=motif", label="Saturation", kind="integer")
    query = "?pour=alarme&question=saturation"
    desk.post("condition", "saturation", query=query, sentence="Appelez le 15.", comparison="<", value="90")
    desk.post("condition", "saturation", query="?pour=alarme-0&question=motif", comparison="answered")

    def rule() -> tuple[int, list[str]]:
        flag = parse(desk.work.definition).by_id["saturation"].red_flags[0]
        return flag.at_least, [each.question for each in flag.when]

    assert rule() == (2, ["saturation", "motif"])
    page = desk.post("change_rule", "saturation", do="count:0", **{"au-moins-0": "1"})
    assert "une seule suffit" in page
    desk.post("condition", "saturation", query="?pour=alarme-0&question=resume", comparison="answered")
    assert rule() == (1, ["saturation", "motif", "resume"])
    desk.post("change_rule", "saturation", do="count:0", **{"au-moins-0": "2"})
    desk.post("change_rule", "saturation", do="alarm_condition:0:1")
    assert rule() == (2, ["saturation", "resume"])
    for refused in ("count:0", "alarm_condition:0:7", "count:9"):
        desk.post("change_rule", "saturation", do=refused)
    desk.post("change_rule", "saturation", do="alarm_condition:0:0")
    page = desk.post("change_rule", "saturation", do="alarm_condition:0:0")
    assert "garde une condition" in page
    assert rule() == (1, ["resume"])
    desk.post("change_rule", "saturation", do="alarm:0")
    assert parse(desk.work.definition).by_id["saturation"].red_flags == ()


def test_a_known_calculation_is_fed_by_chosen_questions(desk: Desk):
    for label, unit in (("Poids", "kg"), ("Taille", "cm"), ("IMC", "")):
        desk.post("add", query="?apres=motif", label=label, kind="decimal")
        if unit:
            seen = desk.client.get(desk.address("item", label.lower())).context["form"]["seen"].value()
            desk.post("item", label.lower(), label=label, kind="decimal", unit=unit, seen=seen)
    desk.post("calculation", "imc", query="?calcul=imc", poids="poids", taille="taille")
    page = desk.post("preview", motif="x", poids="80", taille="200", **{"essai-do": "try"})
    assert 'value="20"' in page
    assert parse(desk.work.definition).by_id["imc"].unit == "kg/m²"
    assert "IMC = poids" in page


def test_a_formula_that_is_refused_says_why_and_is_kept_on_the_page(desk: Desk):
    desk.post("add", query="?apres=motif", label="Score", kind="integer")
    page = desk.post("calculation", "score", expression="%resource.children()", source="")
    assert "%resource.children()" in page
    assert "À corriger" in page
    assert "readOnly" not in json.dumps(desk.work.definition["item"][-1])


def test_a_case_that_fails_is_told_and_may_be_accepted(desk: Desk):
    desk.post("preview", **{"motif": "une toux", "essai-name": "Toux", "essai-do": "keep"})
    desk.post("add", query="?apres=motif", label="Fièvre", kind="boolean")
    assert "est maintenant demandé" in desk.page("preview")
    page = desk.post("case", desk.work.cases.get().pk, do="accept")
    assert "comme attendu" in page


def test_what_is_tried_is_kept_nowhere(desk: Desk):
    page = desk.post("preview", **{"motif": "une toux rare", "essai-do": "try"})
    assert "une toux rare" in page
    assert "une toux rare" not in desk.page("preview")


def test_what_is_pressed_twice_is_done_once_and_says_why(desk: Desk):
    service = desk.work.healthcare_service
    typed = {"title": "AVIS DE PNEUMOLOGIE", "description": ""}
    page = desk.client.post(reverse("studio:new_type", args=[service.pk]), typed).content.decode()
    assert "déjà en cours" in page
    desk.post("preview", **{"motif": "une toux", "essai-name": "Toux", "essai-do": "keep"})
    assert "le moment de soumettre" in [desk.post("decide", verb="submit") for _ in range(2)][1]
    assert "le moment de signer" in [desk.post("sign", seen=desk.work.revision) for _ in range(2)][1]
    RequestTypeFactory(title="Avis de pneumologie")  # another service was first with this name
    assert "donnez un autre nom" in desk.post("publish", day="", drafts="keep")
    RequestType.objects.filter(title="Avis de pneumologie").update(title="Autre")
    assert "le moment de publier" in [desk.post("publish", day="", drafts="keep") for _ in range(2)][1]
    assert desk.work.state == State.PUBLISHED


def test_the_form_of_another_service_is_not_there(desk: Desk):
    other = desk_of(coordinator(ServiceFactory()).role)
    for name in ("work", "preview", "compare", "load", "export", "add"):
        assert other.get(desk.address(name)).status_code == 404
    assert other.post(desk.address("decide"), {"verb": "abandon"}).status_code == 404
    elsewhere, by = new_work("Avis de cardiologie")
    case = actions.keep_case(elsewhere, "Toux", ANSWERS, {}, by=by)
    assert desk.client.post(desk.address("case", case.pk), {"do": "remove"}).status_code == 404


def test_the_form_is_seen_on_a_phone_in_a_frame_that_no_other_site_may_make(desk: Desk):
    desk.post("preview", **{"motif": "une toux rare", "essai-name": "Toux", "essai-do": "keep"})
    case = f"essai={desk.work.cases.get().pk}"
    phone = desk.client.get(f"{desk.address('preview')}?vue=telephone&{case}")
    assert f'src="?vue=seule&amp;{case}"' in phone.content.decode()
    assert (phone["X-Frame-Options"], "frame-src 'self'" in phone["Content-Security-Policy"]) == (
        "DENY",
        True,
    )
    alone = desk.client.get(f"{desk.address('preview')}?vue=seule&{case}")
    assert "une toux rare" in alone.content.decode()
    assert 'type="submit"' not in alone.content.decode()
    assert (alone["X-Frame-Options"], "frame-ancestors 'self'" in alone["Content-Security-Policy"]) == (
        "SAMEORIGIN",
        True,
    )


def test_the_last_change_is_undone_from_the_page(desk: Desk):
    desk.post("add", query="?apres=motif", label="Fièvre", kind="boolean")
    page = desk.post("undo")
    assert labels(desk.work) == ["Motif"]
    assert "Annulé" in page


def test_the_file_is_a_questionnaire(desk: Desk):
    answer = desk.client.get(desk.address("export"))
    assert answer["Content-Type"].startswith("application/fhir+json")
    assert json.loads(answer.content) == desk.work.definition


def test_a_form_of_a_service_begins_with_the_common_one_and_says_what_it_changes():
    request = ServiceRequestFactory()
    service = request.healthcare_service
    role = coordinator(service).role
    client = desk_of(role)
    client.post(reverse("studio:begin", args=[service.pk, request.request_type_id]))
    work = FormWork.objects.get()
    client.post(
        reverse("studio:add", args=[work.pk]) + "?apres=question", {"label": "Fièvre", "kind": "boolean"}
    )
    page = client.get(reverse("studio:compare", args=[work.pk])).content.decode()
    assert "Ajoutées" in page
    assert "Fièvre" in page


def test_an_administrator_sees_the_forms_of_every_service_and_withdraws_without_writing():
    work, by = new_work()
    work = published(work, by)
    client = Client()
    client.force_login(administrator().user)
    assert reverse("studio:index") in client.get(reverse("administration:services")).content.decode()
    page = client.get(reverse("studio:index")).content.decode()
    assert reverse("studio:work", args=[work.pk]) in page
    assert reverse("studio:new_type", args=[work.healthcare_service_id]) not in page
    page = client.get(reverse("studio:work", args=[work.pk])).content.decode()
    assert "Retirer ce formulaire" in page
    assert "Ajouter une question" not in page
    assert "gardent le leur" in page
