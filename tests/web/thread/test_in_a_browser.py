"""The answer under the hand: saved at each pause, lines in place, tabs on a phone, read by axe."""

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from telavis.service_requests import actions
from telavis.service_requests.models import Answer, AnswerDraft, ServiceRequest
from telavis.service_requests.workflow import State
from tests.factories import (
    OPINION,
    RoleFactory,
    ServiceRequestFactory,
    actor,
    coordinator_of,
    requester_of,
)
from tests.web.looks import PHONE, WIDE, is_sound

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


@pytest.fixture
def taken(live_server: Any, page: Page, sign_in: Any) -> ServiceRequest:
    """A request that I have taken, open before me."""
    service_request: ServiceRequest = ServiceRequestFactory(taken=True)
    sign_in(service_request.taken_by)
    page.goto(f"{live_server.url}/dossiers/{service_request.reference}/")
    return service_request


def test_what_is_typed_is_saved_two_seconds_after_the_last_key(page: Page, taken: ServiceRequest) -> None:
    page.get_by_label("Réponse courte").fill("Lésion bénigne.")
    expect(page.locator("#save-state")).to_contain_text("Enregistré à")
    assert AnswerDraft.objects.get(service_request=taken).short_answer == "Lésion bénigne."
    page.reload()
    expect(page.get_by_label("Réponse courte")).to_have_value("Lésion bénigne.")


def test_a_press_before_the_pause_leaves_no_save_behind_that_the_next_page_would_meet(
    page: Page, taken: ServiceRequest
) -> None:
    """The page that is left becomes hidden: what the button carried is not saved once more in its name."""
    page.get_by_label("Réponse courte").fill("Lésion")
    page.get_by_role("button", name="Enregistrer le brouillon").click()
    expect(page.get_by_text("Votre brouillon est enregistré.")).to_be_visible()
    with page.expect_response("**/avis/brouillon/") as saved:
        page.get_by_label("Réponse courte").fill("Lésion bénigne.")
    assert saved.value.ok


def test_a_cut_line_says_so_and_saves_when_it_is_back(
    page: Page, taken: ServiceRequest, complaints: list[str]
) -> None:
    def cut(route: Route) -> None:
        route.abort()

    page.route("**/avis/brouillon/", cut)
    page.get_by_label("Recontacter si…").fill("Elle saigne.")
    expect(page.locator("#save-state")).to_contain_text("Hors ligne")
    page.unroute("**/avis/brouillon/", cut)
    # tried again every five seconds
    expect(page.locator("#save-state")).to_contain_text("Enregistré à")
    assert AnswerDraft.objects.get(service_request=taken).warning_signs == "Elle saigne."
    complaints.clear()


def test_nothing_clinical_stays_in_the_browser(page: Page, taken: ServiceRequest) -> None:
    page.get_by_label("Réponse courte").fill("CANARI")
    expect(page.locator("#save-state")).to_contain_text("Enregistré à")
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    assert "CANARI" not in kept


def test_lines_are_added_and_removed_in_place_then_signed(page: Page, taken: ServiceRequest) -> None:
    page.get_by_label("Réponse courte").fill("Lésion bénigne.")
    page.get_by_role("radio", name="suivi sur place").check()
    page.get_by_label("Quoi").fill("Photographier")
    page.get_by_role("button", name="Ajouter une action").click()
    page.get_by_label("Quoi").nth(1).fill("Biopsier")
    page.get_by_role("button", name="Ajouter une action").click()
    page.get_by_role("button", name="Retirer l’action 3").click()
    page.get_by_label("Recontacter si…").fill("Elle saigne.")
    page.get_by_role("button", name="Signer et envoyer").click()
    expect(page.get_by_text("Votre avis est signé et envoyé.")).to_be_visible()
    signed = Answer.objects.get(service_request=taken)
    assert [line["what"] for line in signed.actions] == ["Photographier", "Biopsier"]


def test_the_delay_is_asked_for_a_consultation_only(page: Page, taken: ServiceRequest) -> None:
    delay = page.get_by_label("Consultation sous quel délai")
    expect(delay).to_be_hidden()
    page.get_by_role("radio", name="consultation").check()
    expect(delay).to_be_visible()


def test_question_and_answer_stand_side_by_side_and_are_tabs_on_a_phone(
    page: Page, taken: ServiceRequest
) -> None:
    question, answer = page.locator(".question"), page.get_by_label("Réponse courte")
    expect(question).to_be_in_viewport()
    expect(answer).to_be_in_viewport()
    page.set_viewport_size({"width": 360, "height": 740})
    expect(answer).to_be_hidden()
    page.get_by_role("link", name="Réponse", exact=True).click()
    expect(answer).to_be_visible()
    expect(page.get_by_role("button", name="Signer et envoyer")).to_be_in_viewport()


def test_enter_in_a_field_does_not_sign(page: Page, taken: ServiceRequest) -> None:
    page.get_by_label("Hypothèse principale").fill("Kératose")
    page.get_by_label("Hypothèse principale").press("Enter")
    expect(page.get_by_text("Votre brouillon est enregistré.")).to_be_visible()
    taken.refresh_from_db()
    assert taken.state == State.TAKEN


def test_axe_finds_no_violation(live_server: Any, page: Page, sign_in: Any) -> None:
    taken, answered = ServiceRequestFactory(taken=True), ServiceRequestFactory(answered=True)
    actions.ask_more(taken, text="Précisez.", asked_items=["question"], by=actor(taken.taken_by))
    actions.share(answered, RoleFactory().practitioner, by=requester_of(answered))
    pages = {
        taken.taken_by: [f"/dossiers/{taken.reference}/", f"/dossiers/{taken.reference}/decliner/"],
        taken.requester: [f"/dossiers/{taken.reference}/", f"/dossiers/{taken.reference}/completer/"],
        answered.taken_by: [f"/dossiers/{answered.reference}/avis/rectifier/"],
        answered.requester: [
            f"/dossiers/{answered.reference}/",
            f"/dossiers/{answered.reference}/transferer/",
        ],
    }
    for role, addresses in pages.items():
        sign_in(role)
        for address in addresses:
            page.goto(f"{live_server.url}{address}")
            is_sound(page, WIDE, PHONE)


def test_a_refused_form_is_read_by_axe_too(page: Page, taken: ServiceRequest) -> None:
    page.get_by_role("button", name="Signer et envoyer").click()
    summary = page.get_by_role("alert").filter(has_text="À corriger avant de continuer")
    expect(summary).to_be_focused()
    is_sound(page)


def test_the_head_tells_who_answered_while_the_place_and_the_typed_text_stay(
    live_server: Any, page: Page, sign_in: Any
) -> None:
    service_request = ServiceRequestFactory(taken=True)
    sign_in(coordinator_of(service_request.healthcare_service))

    def quicker(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("every 30s", "every 1s"))

    page.route("**/dossiers/*/", quicker)
    page.goto(f"{live_server.url}/dossiers/{service_request.reference}/")
    field = page.get_by_label("Recontacter si…")
    field.fill("Elle saigne.")
    place = page.evaluate("[scrollX, scrollY]")
    actions.answer(service_request, OPINION, by=actor(service_request.taken_by))
    expect(page.get_by_text("Ce dossier a changé depuis que vous l’avez ouvert.")).to_be_visible()
    expect(page.locator("#file-head")).to_contain_text(f"avis de {service_request.taken_by.practitioner}")
    expect(field).to_have_value("Elle saigne.")
    expect(field).to_be_focused()
    assert page.evaluate("[scrollX, scrollY]") == place
    # What is left unsaved would leave with the closing page, while the database is emptied.
    expect(page.locator("#save-state")).to_contain_text("Enregistré à")


def test_a_phone_has_one_line_of_acts_and_shows_the_answer_once_signed(
    page: Page, taken: ServiceRequest
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.reload()
    acts = page.locator(".thread-head__acts").bounding_box()
    assert acts
    assert acts["height"] < 60
    page.locator(".thread-head summary", has_text="Autres actions").click()
    for words in ("Réorienter", "Décliner", "Générer PDF", "Transférer", "Remettre dans la liste"):
        expect(page.locator(".thread-head .menu__item", has_text=words)).to_be_visible()
    actions.answer(taken, OPINION, by=actor(taken.taken_by))
    page.reload()
    expect(page.get_by_text(OPINION.short_answer, exact=True)).to_be_visible()
    expect(page.locator(".question")).to_be_hidden()


def test_the_summary_is_copied_or_else_selected(page: Page, taken: ServiceRequest) -> None:
    page.evaluate("void (navigator.clipboard.writeText = async (text) => { window.copied = text })")
    page.get_by_role("button", name="Copier le résumé").click()
    expect(page.get_by_text("Résumé copié.")).to_be_visible()
    assert taken.reference in page.evaluate("window.copied")
    page.evaluate("void (navigator.clipboard.writeText = async () => { throw new Error('refused') })")
    page.get_by_role("button", name="Copier le résumé").click()
    expect(page.get_by_text("Le texte est sélectionné")).to_be_visible()
    assert taken.reference in page.evaluate("getSelection().toString()")
