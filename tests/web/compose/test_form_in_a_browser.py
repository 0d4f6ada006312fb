"""The form under the hand: conditions at once, saved at every pause, cut lines, two tabs, nothing left behind."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Page, Route, expect

from telavis.directory.models import PractitionerRole
from telavis.questionnaires.models import QuestionnaireResponse
from telavis.service_requests.models import ServiceRequest
from tests.factories import RoleFactory
from tests.web.compose.fill import draft_of
from tests.web.looks import is_sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SAVED = re.compile(r"Enregistré à")
CANARY = "Canari7491"


@pytest.fixture
def requester() -> PractitionerRole:
    role: PractitionerRole = RoleFactory()
    return role


@pytest.fixture
def draft(requester: PractitionerRole) -> ServiceRequest:
    return draft_of("dermatologie", requester)


@pytest.fixture
def form(live_server: Any, page: Page, client: Client, draft: ServiceRequest) -> Iterator[Page]:
    client.force_login(draft.requester.practitioner.user)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("compose:form", args=[draft.pk]))
    yield page
    page.goto("about:blank")


def answers(draft: ServiceRequest) -> dict[str, Any]:
    return QuestionnaireResponse.objects.get(pk=draft.response_id).answers


def state(page: Page) -> Any:
    return page.locator("#save-state")


def chip(page: Page, words: str) -> Any:
    return page.locator("label.chip").filter(has_text=words).first


def test_it_is_saved_two_seconds_after_the_last_key(form: Page, draft: ServiceRequest):
    form.get_by_label("Votre question précise").press_sequentially("Faut-il ", delay=20)
    expect(state(form)).not_to_have_text(SAVED, timeout=1000)
    form.get_by_label("Votre question précise").press_sequentially("retirer", delay=20)
    expect(state(form)).to_have_text(SAVED)
    assert answers(draft)["question"] == {"value": "Faut-il retirer"}
    assert state(form).get_attribute("aria-live") == "polite"
    form.reload()
    expect(form.get_by_label("Votre question précise")).to_have_value("Faut-il retirer")


class TestCalculatedValues:
    @pytest.fixture
    def draft(self, requester: PractitionerRole) -> ServiceRequest:
        return draft_of("maladies-infectieuses", requester)

    def test_they_follow_what_is_typed_without_another_page(self, form: Page):
        index = form.get_by_role("status", name="IMC")
        expect(index).to_have_text("il manque\u202f: poids et taille")
        form.get_by_label("Poids, en kg").fill("70")
        form.get_by_label("Taille, en cm").fill("170")
        expect(index).to_have_text("24,2\u00a0kg/m²")


HIDE = """
  Object.defineProperty(document, "visibilityState", { get: () => "hidden", configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
"""


def test_a_save_that_the_hiding_of_the_page_overtakes_does_not_bring_older_words_back(
    form: Page, draft: ServiceRequest
):
    """The first save waits on the way; the page is hidden, and its last words leave before."""
    waiting: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if waiting:
            route.continue_()
        else:
            waiting.append(route)

    form.route("**/enregistrer/", hold_the_first)
    question = form.get_by_label("Votre question précise")
    with form.expect_request("**/enregistrer/"):
        question.press_sequentially("Faut-il")
    question.press_sequentially(" retirer")
    form.evaluate(HIDE)
    expect(state(form)).to_have_text(SAVED)
    with form.expect_event("requestfinished", lambda request: request == waiting[0].request):
        waiting[0].continue_()
    assert answers(draft)["question"] == {"value": "Faut-il retirer"}


def test_words_do_not_wait_for_a_look_at_what_others_wrote(form: Page, draft: ServiceRequest):
    """Back from another window: the page asks what is new, on a line that answers late, and one types on."""
    looks: list[Route] = []
    form.route("**/enregistrer/", lambda route: looks.append(route), times=1)
    with form.expect_request("**/enregistrer/"):
        form.evaluate('document.dispatchEvent(new Event("visibilitychange"))')
    form.get_by_label("Votre question précise").press_sequentially("Faut-il retirer")
    with form.expect_response("**/enregistrer/"):
        pass
    assert answers(draft)["question"] == {"value": "Faut-il retirer"}
    looks[0].continue_()
    expect(state(form)).to_have_text(SAVED)


def test_what_was_on_its_way_comes_to_a_page_that_was_loaded_again(
    form: Page, client: Client, draft: ServiceRequest
):
    """The last words of the page before are written after the new one was drawn."""
    form.reload()
    autosave = reverse("compose:autosave", args=[draft.pk])
    client.post(autosave, {"question": "Faut-il retirer", "tab": "before", "turn": "1", "revision": "0"})
    expect(form.get_by_label("Votre question précise")).to_have_value("Faut-il retirer")


def test_it_leaves_nothing_in_the_browser(form: Page, draft: ServiceRequest):
    form.get_by_label("Votre question précise").fill(CANARY)
    expect(state(form)).to_have_text(SAVED)
    kept = form.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie,"
        " await indexedDB.databases(), await caches.keys(), location.href, document.title])"
    )
    assert CANARY not in kept


def test_questions_come_and_go_with_the_answers(form: Page, draft: ServiceRequest):
    criteria = form.get_by_role("group", name="Critères visuels", exact=True)
    expect(criteria).to_be_hidden()
    chip(form, "lésion(s) pigmentée(s)").click()
    expect(criteria).to_be_visible()
    chip(form, "asymétrie").click()
    chip(form, "éruption").click()
    expect(criteria).to_be_hidden()
    expect(form.get_by_role("group", name="Médicament nouveau")).to_be_visible()
    expect(state(form)).to_have_text(SAVED)
    assert answers(draft)["derm_abcde"] == {"codes": ["a"]}, "kept in the draft"


def test_none_goes_with_nothing_else(form: Page):
    group = form.get_by_role("group", name="Symptômes")
    group.get_by_role("checkbox", name="prurit", exact=True).click()
    group.get_by_role("checkbox", name="aucun").click()
    expect(group.get_by_role("checkbox", name="prurit", exact=True)).not_to_be_checked()
    group.get_by_role("checkbox", name="douleur").click()
    expect(group.get_by_role("checkbox", name="aucun")).not_to_be_checked()


def test_a_list_grows_and_shrinks(form: Page, draft: ServiceRequest):
    tried = form.get_by_role("group", name="Traitements essayés")
    tried.get_by_label("Produit").fill("dermocorticoïde")
    tried.get_by_role("button", name="Ajouter une ligne").click()
    expect(tried.get_by_label("Produit").nth(1)).to_be_focused()
    form.keyboard.type("émollient")
    expect(state(form)).to_have_text(SAVED)
    rows = answers(draft)["derm_traitements_lignes"]["rows"]
    assert [row["derm_traitement_produit"]["value"] for row in rows] == ["dermocorticoïde", "émollient"]
    with form.expect_response(lambda got: "enregistrer" in got.url):
        tried.get_by_role("button", name="Enlever la ligne 1").click()
    assert len(answers(draft)["derm_traitements_lignes"]["rows"]) == 1


def test_a_fault_and_an_alarm_are_told_where_they_are(form: Page):
    chip(form, "unique").click()
    form.locator("#derm_taille_mm").fill("12 mm")
    chip(form, "bulles ou décollement").click()
    expect(form.get_by_text("attend un nombre en millimètres, par exemple 12,5")).to_be_visible()
    expect(form.get_by_text("N’attendez pas un avis différé")).to_be_visible()
    expect(form.locator("#derm_taille_mm")).to_have_attribute("aria-invalid", re.compile(".*"))
    chip(form, "bulles ou décollement").click()
    form.locator("#derm_taille_mm").fill("12,5")
    form.get_by_label("Votre question précise").focus()
    expect(form.get_by_text("N’attendez pas un avis différé")).to_be_hidden()
    expect(form.get_by_text("attend un nombre en millimètres")).to_be_hidden()


def test_a_photo_added_from_its_question_answers_it(form: Page, draft: ServiceRequest, tmp_path: Path):
    pick = form.locator(".form-item__pick")
    expect(pick.filter(visible=True)).to_have_count(0)
    photo = tmp_path / "dos.png"
    Image.new("RGB", (40, 30), "white").save(photo)
    asked = form.locator("#q-derm_photo_large")
    with form.expect_file_chooser() as chooser:
        asked.get_by_role("button", name="Ajouter").click()
    chooser.value.set_files(photo)
    expect(asked.get_by_role("checkbox", name="dos")).to_be_checked()
    expect(form.locator("#q-derm_photo_gros_plan").get_by_role("checkbox", name="dos")).not_to_be_checked()
    expect(state(form)).to_have_text(SAVED)
    kept = answers(draft)["derm_photo_large"]["documents"]
    assert kept == [str(draft.folder.documents.get().pk)]


def test_what_is_missing_is_counted_and_leads_there(form: Page):
    chip(form, "cabinet").click()
    expect(form.locator("#completeness")).to_contain_text("2\u00a0réponses sur")
    form.locator("#completeness summary").click()
    form.locator("#completeness").get_by_role("link", name="Évolution", exact=True).click()
    assert form.url.endswith("#q-derm_evolution")
    expect(form.locator("#q-derm_evolution")).to_be_in_viewport()


def test_a_cut_line_loses_nothing(form: Page, draft: ServiceRequest, complaints: list[str]):
    form.context.set_offline(True)
    form.get_by_label("Votre question précise").fill("pendant la coupure")
    expect(state(form)).to_have_text(re.compile("Hors ligne.*gardez cette page ouverte"))
    form.get_by_label("Histoire en 5 lignes").fill("et encore")
    form.context.set_offline(False)
    expect(state(form)).to_have_text(SAVED)
    assert answers(draft)["question"] == {"value": "pendant la coupure"}
    assert answers(draft)["resume"] == {"value": "et encore"}
    complaints.clear()


def test_an_acknowledgement_lost_on_the_way_is_no_conflict(
    form: Page, draft: ServiceRequest, complaints: list[str]
):
    lost = []

    def lose(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    form.route("**/enregistrer/", lose)
    form.get_by_label("Votre question précise").fill("un")
    expect(state(form)).to_have_text(re.compile("Hors ligne"))
    form.get_by_label("Votre question précise").fill("deux")
    expect(state(form)).to_have_text(SAVED)
    assert answers(draft)["question"] == {"value": "deux"}
    complaints.clear()


def test_two_tabs_are_brought_together_and_one_question_is_asked_about(form: Page, draft: ServiceRequest):
    other = form.context.new_page()
    other.goto(form.url)
    other.get_by_label("Votre question précise").fill("ailleurs")
    other.get_by_label("Histoire en 5 lignes").fill("repris")
    expect(state(other)).to_have_text(SAVED)
    form.bring_to_front()
    form.get_by_label("Votre question précise").fill("ici")
    expect(form.get_by_label("Histoire en 5 lignes")).to_have_value("repris")
    expect(form.locator("#meeting")).to_contain_text("Écrit à deux endroits")
    expect(state(form)).to_contain_text("avec ce qui a été écrit ailleurs")
    expect(form.locator("#q-question blockquote")).to_have_text("ailleurs")
    expect(form.get_by_label("Votre question précise")).to_have_value("ici")
    form.get_by_role("button", name="Garder les deux").click()
    expect(form.get_by_label("Votre question précise")).to_have_value("ici\n\nailleurs")
    assert answers(draft)["resume"] == {"value": "repris"}


def test_an_ended_session_keeps_the_text_until_one_is_back(
    form: Page, draft: ServiceRequest, live_server: Any, client: Client
):
    form.context.clear_cookies(name="sessionid")
    form.get_by_label("Votre question précise").fill("toujours là")
    expect(state(form)).to_have_text(re.compile("reconnectez-vous"))
    session = client.cookies["sessionid"].value
    form.context.clear_cookies(name="csrftoken")
    form.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    expect(state(form)).to_have_text(SAVED)
    assert answers(draft)["question"] == {"value": "toujours là"}


def test_the_button_of_an_ended_session_takes_no_word_away(
    form: Page, draft: ServiceRequest, live_server: Any, client: Client
):
    form.context.clear_cookies(name="sessionid")
    form.get_by_label("Votre question précise").fill("dernier mot")
    button = form.get_by_role("button", name="Relire et envoyer")
    button.dblclick()
    expect(form.get_by_role("heading", name="Votre session est fermée")).to_be_visible()
    expect(state(form)).to_have_text(re.compile("reconnectez-vous"))
    assert form.url.endswith("/formulaire/")
    expect(form.get_by_label("Votre question précise")).to_have_value("dernier mot")
    session = client.cookies["sessionid"].value
    form.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    button.click()
    form.wait_for_url("**/relecture/")
    expect(form.get_by_text("dernier mot")).to_be_visible()


def test_enter_saves_and_leads_nowhere(form: Page, draft: ServiceRequest):
    form.evaluate("window.samePage = true")
    form.get_by_label("Votre hypothèse").fill("psoriasis")
    form.keyboard.press("Enter")
    expect(state(form)).to_have_text(SAVED)
    assert answers(draft)["derm_hypothese"] == {"value": "psoriasis"}
    assert form.evaluate("window.samePage") is True


def test_the_button_on_a_cut_line_takes_no_word_away(
    form: Page, draft: ServiceRequest, complaints: list[str]
):
    form.context.set_offline(True)
    form.get_by_label("Votre question précise").fill("dernier mot")
    form.get_by_role("button", name="Relire et envoyer").click()
    expect(state(form)).to_have_text(re.compile("Hors ligne"))
    form.context.set_offline(False)
    expect(state(form)).to_have_text(SAVED)
    assert answers(draft)["question"] == {"value": "dernier mot"}
    complaints.clear()


def test_typing_keeps_the_session_open_and_a_new_try_by_itself_does_not(form: Page, complaints: list[str]):
    told: list[str | None] = []

    def refuse_the_first(route: Route) -> None:
        told.append(route.request.headers.get("x-telavis-background"))
        if len(told) == 1:
            return route.abort()
        return route.continue_()

    form.route("**/enregistrer/", refuse_the_first)
    form.get_by_label("Votre question précise").fill("un")
    expect(state(form)).to_have_text(SAVED)
    assert told == [None, "1"]
    complaints.clear()


def test_a_photo_goes_up_by_the_keyboard_and_the_button_keeps_the_focus(
    form: Page, draft: ServiceRequest, tmp_path: Path
):
    photos = []
    for shade, name in enumerate(("de loin", "de près")):
        photos.append(tmp_path / f"{name}.png")
        Image.new("RGB", (40, 40), (shade * 90, 0, 0)).save(photos[-1])
    form.get_by_label("Fichiers à ajouter").set_input_files(photos)
    titles = form.get_by_label("Titre du document")
    expect(titles).to_have_count(2)
    first = titles.first.input_value()
    last = titles.last.input_value()
    up = form.get_by_role("button", name=f"Monter {last}")
    up.focus()
    form.keyboard.press("Enter")
    expect(titles.first).to_have_value(last)
    expect(up).to_be_focused()
    expect(form.get_by_role("status").filter(has_text="1 sur 2")).to_have_count(1)
    assert [each.title for each in draft.folder.documents.all()] == [last, first]


def test_leaving_warns_only_when_something_is_unsaved(form: Page, complaints: list[str]):
    asked: list[str] = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form.get_by_label("Votre question précise").fill("un")
    expect(state(form)).to_have_text(SAVED)
    form.reload()
    assert asked == []
    form.route("**/enregistrer/", lambda route: route.abort())
    form.get_by_label("Votre question précise").click()
    form.keyboard.type("deux")
    form.reload()
    assert asked == ["beforeunload"]
    complaints.clear()


def test_the_last_look_has_the_last_key(form: Page, draft: ServiceRequest):
    form.get_by_label("Votre question précise").fill("dernier mot")
    form.get_by_role("button", name="Relire et envoyer").click()
    form.wait_for_url("**/relecture/")
    expect(form.get_by_text("dernier mot")).to_be_visible()


def test_everybody_can_use_it(form: Page):
    for words in ("lésion(s) pigmentée(s)", "unique", "bulles ou décollement"):
        chip(form, words).click()
    form.locator("#derm_taille_mm").fill("grand")
    expect(state(form)).to_have_text(SAVED)
    form.get_by_role("button", name="Relire et envoyer").focus()
    is_sound(form)
    form.get_by_role("button", name="Relire et envoyer").click()
    form.wait_for_url("**/relecture/")
    is_sound(form)
