"""The form without scripts: every kind of question, what is refused, two tabs on one draft."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from telavis.directory.models import PractitionerRole
from telavis.questionnaires.queries import form_of
from telavis.service_requests.forms import form_context
from telavis.service_requests.models import ServiceRequest, Urgency
from tests.factories import RoleFactory
from tests.web.compose.fill import COMMON, draft_of, fields_of, typed


@pytest.fixture
def skin(requester: PractitionerRole) -> ServiceRequest:
    return draft_of("dermatologie", requester)


@pytest.fixture
def infection(requester: PractitionerRole) -> ServiceRequest:
    return draft_of("maladies-infectieuses", requester)


def address(draft: ServiceRequest, name: str = "form") -> str:
    return reverse(f"compose:{name}", args=[draft.pk])


def answers_of(draft: ServiceRequest) -> dict:
    draft.refresh_from_db()
    draft.response.refresh_from_db()
    return draft.response.answers


def test_a_blank_form_shows_every_question_of_its_type(desk: Client, skin: ServiceRequest):
    page = desk.get(address(skin)).content.decode()
    for item in form_of(skin.response).definition.walk():
        assert f'data-item="{item.link_id}"' in page
    assert "1\u00a0réponse sur" in page, "the agreement, given before"


def test_what_is_no_matter_for_a_deferred_opinion_looks_like_a_warning(desk: Client, skin: ServiceRequest):
    page = desk.get(address(skin)).content.decode()
    warning, advice = page.split('id="q-derm_urgence"')[1], page.split('id="q-derm_plaie_conseil"')[1]
    assert "notice--warning" in warning.split("</div>")[0]
    assert "notice--info" in advice.split("</div>")[0]


@pytest.mark.parametrize("code", ["dermatologie", "maladies-infectieuses", "nephrologie"])
def test_what_is_saved_comes_back_as_it_was(desk: Client, requester: PractitionerRole, code: str):
    draft = draft_of(code, requester)
    desk.post(address(draft), typed(desk.get(address(draft)), **COMMON, go="save"))
    stored = answers_of(draft)
    desk.post(address(draft), {**fields_of(desk.get(address(draft))), "go": "save"})
    assert answers_of(draft) == stored
    assert stored["question"] == {"value": COMMON["question"]}
    assert draft.urgency == Urgency.WITHIN_7_DAYS
    assert "delai" not in stored


def test_rows_and_free_text_come_back(desk: Client, infection: ServiceRequest):
    sent = typed(
        desk.get(address(infection)),
        antecedents=["hta"],
        antecedents__other="goutte",
        inf_atb_actuel_lignes__0__inf_atb_molecule="amoxicilline",
        inf_atb_actuel_lignes__0__inf_atb_voie="orale",
        go="add:inf_atb_actuel_lignes",
    )
    answer = desk.post(address(infection), sent)
    assert answer.headers["Location"].endswith("#q-inf_atb_actuel_lignes")
    again = fields_of(desk.get(address(infection)))
    assert again["inf_atb_actuel_lignes/0/inf_atb_molecule"] == ["amoxicilline"]
    assert again["inf_atb_actuel_lignes/1/inf_atb_molecule"] == [""], "a line to go on with"
    assert again["antecedents/other"] == ["goutte"]


def test_in_a_row_one_answer_of_several_is_a_list_that_unfolds(desk: Client, requester: PractitionerRole):
    draft = draft_of("nephrologie", requester)
    rac = {"neph_rac/0/neph_rac_date": "02/03/2026", "neph_rac/0/neph_rac_examen": "rac_mg_g"}
    desk.post(address(draft), {**rac, "neph_rac": "", "go": "save"})
    page = desk.get(address(draft))
    assert fields_of(page)["neph_rac/0/neph_rac_examen"] == ["rac_mg_g"]
    assert '<select id="neph_rac-0-neph_rac_examen"' in page.content.decode()


@pytest.mark.parametrize(
    ("code", "link_id", "is_said"),
    [
        ("nephrologie", "neph_na", False),  # required of its group
        ("nephrologie", "neph_cl", True),  # its group requires others
        ("hematologie", "hem_b12", False),  # one of its group at least
        ("hematologie", "hem_projet_texte", False),  # the group says so
        ("hematologie", "hem_transfusion", True),
    ],
)
def test_what_may_be_left_out_says_so_once(
    desk: Client, requester: PractitionerRole, code: str, link_id: str, is_said: bool
):
    page = desk.get(address(draft_of(code, requester))).content.decode()
    own = page.split(f'data-item="{link_id}"')[1].split("data-item=")[0]
    assert ("(facultatif)" in own) is is_said


def test_conditions_are_decided_after_saving(desk: Client, skin: ServiceRequest):
    def is_off(page: str, link_id: str) -> bool:
        tag = re.search(rf'<div[^>]*data-item="{link_id}"[^>]*>', page)
        assert tag
        return "data-off" in tag[0]

    blank = desk.get(address(skin))
    assert is_off(blank.content.decode(), "derm_abcde")
    assert is_off(blank.content.decode(), "derm_medicament_lignes")
    assert not is_off(blank.content.decode(), "derm_medicament_nom"), "its list hides it, and shows it again"
    desk.post(address(skin), typed(blank, derm_categorie="pigmentee", go="save"))
    page = desk.get(address(skin)).content.decode()
    assert not is_off(page, "derm_abcde")
    assert is_off(page, "derm_medicament")


def test_a_fault_is_told_at_its_place_and_what_was_typed_stays(desk: Client, skin: ServiceRequest):
    desk.post(
        address(skin), typed(desk.get(address(skin)), derm_nombre="unique", derm_taille_mm="12 mm", go="save")
    )
    page = desk.get(address(skin)).content.decode()
    assert "«\u202fPlus grand diamètre\u202f» attend un nombre en millimètres, par exemple 12,5." in page
    assert 'value="12 mm"' in page
    assert 'href="#q-derm_taille_mm"' in page


def test_nasty_text_is_shown_and_never_runs(desk: Client, skin: ServiceRequest):
    nasty = "</textarea><script>alert(1)</script>{{ 7|add:7 }} \u202eœÉ’"
    desk.post(address(skin), typed(desk.get(address(skin)), resume=nasty, go="save"))
    assert answers_of(skin)["resume"] == {"value": nasty}
    assert "<script>alert" not in desk.get(address(skin)).content.decode()
    assert fields_of(desk.get(address(skin)))["resume"] == [nasty]


def test_a_refused_text_is_told_and_the_rest_is_kept(desk: Client, skin: ServiceRequest):
    answer = desk.post(
        address(skin),
        typed(desk.get(address(skin)), resume="x" * 20_001, question="Que faire ?", go="review"),
    )
    assert answer.status_code == 422
    assert "Ce texte est trop long" in answer.content.decode()
    assert fields_of(answer)["resume"] == ["x" * 20_001], "without scripts it stands nowhere else"
    assert answers_of(skin)["question"] == {"value": "Que faire ?"}
    assert "resume" not in answers_of(skin)


def test_ten_thousand_characters_are_kept_and_told(desk: Client, skin: ServiceRequest):
    long = "é" * 10_000
    desk.post(address(skin), typed(desk.get(address(skin)), resume=long, go="save"))
    assert answers_of(skin)["resume"] == {"value": long}
    assert "8\u202f500 de trop" in desk.get(address(skin)).content.decode()


def test_an_alarm_stands_beside_its_answer(desk: Client, skin: ServiceRequest):
    desk.post(address(skin), typed(desk.get(address(skin)), derm_general=["", "bulles"], go="save"))
    page = desk.get(address(skin)).content.decode()
    assert "Bulles ou décollement" in page
    assert "appelez le 15" in page


def test_two_tabs_on_one_question_keep_both_texts_and_ask(desk: Client, skin: ServiceRequest):
    first, second = desk.get(address(skin)), desk.get(address(skin))
    desk.post(address(skin), typed(first, question="la première", resume="repris", go="save"))
    answer = desk.post(address(skin), typed(second, question="la seconde", go="review"))
    assert answer.headers["Location"] == f"{address(skin)}#q-question", "not on to the last look"
    page = desk.get(address(skin)).content.decode()
    assert "Ce brouillon a été modifié ailleurs. Repris ici" in page
    assert "la première" in page
    assert "la seconde" in page
    assert "a été rempli à deux endroits" in page
    assert answers_of(skin)["resume"] == {"value": "repris"}


@pytest.mark.parametrize(
    ("choice", "kept"), [("mine", "ici"), ("theirs", "ailleurs"), ("both", "ici ; ailleurs")]
)
def test_a_button_chooses_between_two_texts(desk: Client, skin: ServiceRequest, choice: str, kept: str):
    first, second = desk.get(address(skin)), desk.get(address(skin))
    desk.post(address(skin), typed(first, derm_hypothese="ailleurs", go="save"))
    desk.post(address(skin), typed(second, derm_hypothese="ici", go="save"))
    page = desk.get(address(skin))
    (button,) = re.findall(rf'name="choose" value="({choice}:[^"]*)"', page.content.decode())
    answer = desk.post(address(skin), typed(page, choose=button))
    assert answer.headers["Location"] == f"{address(skin)}#q-derm_hypothese"
    assert answers_of(skin)["derm_hypothese"] == {"value": kept}
    assert 'name="choose"' not in desk.get(address(skin)).content.decode()


@pytest.mark.parametrize("nonsense", ["mine", "theirs:x", "tout:0:question", "both:0:inconnue", ":::"])
def test_a_button_that_names_nothing_chooses_nothing(desk: Client, skin: ServiceRequest, nonsense: str):
    sent = typed(desk.get(address(skin)), question="un", choose=nonsense)
    assert desk.post(address(skin), sent).status_code == 302
    assert answers_of(skin)["question"] == {"value": "un"}


def test_somebody_else_finds_nothing(client: Client, skin: ServiceRequest):
    client.force_login(RoleFactory().practitioner.user)
    for name in ("form", "autosave", "review", "send", "sent", "recall", "send_now"):
        for answer in (client.get(address(skin, name)), client.post(address(skin, name), {"question": "x"})):
            assert answer.status_code in (404, 405), name
    assert answers_of(skin) == {}


def test_an_unfinished_draft_goes_to_its_step(desk: Client, draft: ServiceRequest):
    assert desk.get(address(draft)).headers["Location"] == address(draft, "consent")
    assert desk.get(address(draft, "review")).headers["Location"] == address(draft, "consent")


def test_the_page_saves_by_itself(desk: Client, skin: ServiceRequest):
    sent = typed(
        desk.get(address(skin)), question="Que faire ?", derm_nombre="unique", derm_taille_mm="grand"
    )
    told = desk.post(address(skin, "autosave"), sent).json()
    assert told["revision"] == 1
    assert re.fullmatch("\\d{1,2}\u202fh\u202f\\d\\d|\\d{1,2}\u202fh", told["clock"])
    assert list(told["errors"]) == ["q-derm_taille_mm"]
    assert "sur" in told["completeness"]
    assert form_context(skin)["delai"] is None


def test_the_page_that_saves_by_itself_is_given_what_another_one_wrote(desk: Client, skin: ServiceRequest):
    first, second = desk.get(address(skin)), desk.get(address(skin))
    desk.post(address(skin, "autosave"), typed(first, question="un", resume="repris"))
    told = desk.post(address(skin, "autosave"), typed(second, question="deux")).json()
    assert list(told["replaced"]) == ["q-resume"]
    assert "repris" in told["replaced"]["q-resume"]
    assert list(told["rivals"]) == ["q-question"]
    assert "un" in told["rivals"]["q-question"]
    assert len(told["news"]) == 2


def test_a_page_that_was_refused_does_not_meet_its_own_words(desk: Client, skin: ServiceRequest):
    """Without scripts, the page that comes back with a fault knows what has just been kept."""
    sent = typed(desk.get(address(skin)), question="un", resume="x" * 20_001, go="review")
    refused = desk.post(address(skin), sent)
    assert refused.status_code == 422
    desk.post(address(skin), typed(refused, question="deux", resume="court", go="save"))
    skin.response.refresh_from_db()
    assert (answers_of(skin)["question"], skin.response.rivals) == ({"value": "deux"}, {})


def test_a_page_of_another_type_is_told_that_nothing_more_can_be_kept(desk: Client, skin: ServiceRequest):
    older = typed(desk.get(address(skin)), question="Que faire ?") | {"response": "0198-autre"}
    answer = desk.post(address(skin, "autosave"), older, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "a changé ailleurs" in answer.json()["sentence"]
    assert answers_of(skin) == {}


def test_a_closed_form_takes_nothing_more(desk: Client, skin: ServiceRequest):
    blank = desk.get(address(skin))
    ServiceRequest.objects.filter(pk=skin.pk).update(state="discarded", discarded_at="2026-11-01T00:00Z")
    assert desk.post(address(skin, "autosave"), typed(blank, question="x")).status_code == 302
    assert answers_of(skin) == {}


def test_without_scripts_the_way_to_the_documents_saves_what_was_typed(desk: Client, skin: ServiceRequest):
    here = reverse("compose:form", args=[skin.pk])
    page = desk.get(here)
    (button,) = re.findall(r"<button[^>]*>", page.content.decode().split("Ajouter un document")[0])[-1:]
    assert all(part in button for part in ('form="questionnaire"', 'name="go"', 'value="documents"'))
    answer = desk.post(here, typed(page, question="Avant la photo", go="documents"))
    listed = f"{reverse('folder:index', args=[skin.folder_id])}?{urlencode({'back': here})}"
    assert answer.headers["Location"] == listed
    assert f'href="{here}"' in desk.get(listed).content.decode()
    assert "Avant la photo" in desk.get(here).content.decode()


def test_back_to_the_recipient_keeps_what_was_typed(desk: Client, skin: ServiceRequest):
    back = typed(desk.get(address(skin)), question="Avant de revenir", go="back")
    assert desk.post(address(skin), back).headers["Location"] == address(skin, "recipient")
    assert answers_of(skin)["question"] == {"value": "Avant de revenir"}
    assert "Avant de revenir" in desk.get(address(skin)).content.decode()
