"""Joining documents in a real browser (docs/domain/documents.md, 1 to 12)."""

import hashlib
import random
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from telavis.documents.models import Document, DocumentState, Upload
from telavis.documents.queries import documents_in
from telavis.documents.tasks import clean_document, put_together
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State
from tests.documents import files
from tests.documents.makers import make_ready, make_received
from tests.factories import requester_of
from tests.web.folder.conftest import signed_in
from tests.web.looks import is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def column(page: Page, live_server: Any, draft: ServiceRequest) -> Page:
    """The page of the draft's documents, opened by its requester."""
    cookie = signed_in(requester_of(draft)).cookies[django_settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(live_server.url + reverse("folder:index", args=[draft.folder_id]))
    return page


@pytest.fixture
def some_files(tmp_path: Path) -> list[str]:
    rng = random.Random(3)
    contents = {
        "Omoplate gauche.jpg": files.jpeg(rng),
        "Compte rendu.pdf": files.pdf(rng),
        "notes.txt": b"bonjour",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return [str(tmp_path / name) for name in contents]


def clean_all_that_waits() -> None:
    """What the worker does; its own event loop cannot run beside the browser's."""
    for upload in Upload.objects.filter(document__isnull=False):
        put_together(upload_id=str(upload.pk))
    for document in Document.objects.filter(state=DocumentState.RECEIVED):
        clean_document(document)


def keep_shot(page: Page, request: pytest.FixtureRequest, name: str) -> None:
    """With -vv the pictures stay in pytest's cache, to be looked at."""
    if request.config.getoption("--verbose") > 1:
        page.screenshot(path=request.config.cache.mkdir("shots") / f"{name}.png", full_page=True)


def choose(page: Page, chosen: list[str]) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Ajouter un document").click()
    chooser.value.set_files(chosen)


KEEP_WHAT_EACH_SAYS = """() => {
    window.progress = {};
    const keep = () => {
        for (const tile of document.querySelectorAll("[data-files] li:has(progress)")) {
            const name = tile.querySelector("[data-name]").textContent;
            const said = `${tile.querySelector("progress").value} ${tile.querySelector("[data-percent]").textContent}`;
            (window.progress[name] ??= []).push(said);
        }
    };
    const told = { childList: true, subtree: true, characterData: true, attributes: true };
    new MutationObserver(keep).observe(document.querySelector("[data-files]"), told);
}"""


def test_several_files_are_chosen_checked_and_shown(column: Page, draft, some_files):
    column.evaluate(KEEP_WHAT_EACH_SAYS)
    choose(column, some_files)
    expect(column.get_by_text("Vérification en cours")).to_have_count(2)
    expect(column.locator(".file__error", has_text="ni un PDF, ni une image")).to_be_visible()
    progress = column.evaluate("window.progress")
    for name in ("Omoplate gauche.jpg", "Compte rendu.pdf"):
        assert progress[name][0].startswith("0 "), "each its own progress, from nothing"
        assert "100 Envoyé, vérification…" in progress[name]
    clean_all_that_waits()
    expect(column.get_by_role("link", name="Ouvrir Omoplate gauche")).to_be_visible()
    expect(column.get_by_text("PDF, 1")).to_be_visible()
    assert documents_in(draft.folder).count() == 2


def test_files_are_kept_in_the_order_in_which_they_were_chosen(column: Page, draft, tmp_path: Path):
    """The heaviest first: those behind it do not overtake it on the way."""
    rng = random.Random(5)
    chosen = [tmp_path / f"{rank}.jpg" for rank in range(4)]
    for path, padding in zip(chosen, (8_000_000, 0, 0, 0), strict=True):
        path.write_bytes(files.jpeg(rng) + bytes(padding))
    choose(column, [str(path) for path in chosen])
    expect(column.get_by_text("Vérification en cours")).to_have_count(4)
    assert [each.title for each in documents_in(draft.folder)] == ["0", "1", "2", "3"]


def test_files_are_dropped_on_the_column(column: Page, draft):
    handle = column.evaluate_handle(
        """([bytes]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(bytes)], "déposée.png", { type: "image/png" }));
            return data;
        }""",
        [list(files.png(random.Random(1)))],
    )
    column.dispatch_event("[data-documents]", "drop", {"dataTransfer": handle})
    expect(column.get_by_text("Vérification en cours")).to_be_visible()
    assert documents_in(draft.folder).get().title == "déposée"


def test_a_cut_line_is_told_and_tried_again(column: Page, draft, some_files, complaints):
    column.route("**/envois/**", lambda route: route.abort())
    choose(column, some_files[:1])
    expect(column.locator(".file__error", has_text="il reprendra de lui-même")).to_be_visible()
    column.unroute("**/envois/**")
    # It may go on by itself meanwhile, and the button with it.
    column.get_by_role("button", name="Réessayer", include_hidden=True).dispatch_event("click")
    expect(column.get_by_text("Vérification en cours")).to_be_visible()
    complaints.clear()


def test_a_line_that_is_cut_in_the_middle_goes_on_and_every_byte_arrives(
    column: Page, draft, tmp_path: Path, complaints
):
    """Three pieces: the second is cut twice on its way, and the browser takes it up from where the server stands."""
    content = files.jpeg(random.Random(8)) + random.Random(8).randbytes(2_500_000)
    (tmp_path / "grande.jpg").write_bytes(content)
    seen: list[str] = []

    def cut(route: Any) -> None:
        seen.append(route.request.method)
        if route.request.method == "PATCH" and seen.count("PATCH") in (2, 3):
            return route.abort("connectionreset")
        return route.continue_()

    column.route("**/envois/**", cut)
    choose(column, [str(tmp_path / "grande.jpg")])
    expect(column.get_by_text("Vérification en cours")).to_be_visible()
    assert seen.count("POST") == 1, "it went on, and did not begin again"
    assert "HEAD" in seen
    for upload in Upload.objects.all():
        put_together(upload_id=str(upload.pk))
    assert documents_in(draft.folder).get().original_sha256 == hashlib.sha256(content).hexdigest()
    complaints.clear()


def test_the_browser_keeps_nothing_of_a_file(column: Page, draft, some_files):
    choose(column, some_files[:1])
    expect(column.get_by_text("Vérification en cours")).to_be_visible()
    kept = column.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "Omoplate" not in kept
    assert "tus" not in kept


PASTED = """([bytes, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "image.png", { type: "image/png" }));
    if (text) data.setData("text/plain", text);
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_screenshot_is_pasted(column: Page, draft):
    column.evaluate(PASTED, [list(files.png(random.Random(1))), ""])
    expect(column.get_by_text("Vérification en cours")).to_be_visible()
    assert documents_in(draft.folder).get().title.startswith("Capture d’écran, ")


def test_text_with_its_picture_is_pasted_as_text(column: Page, draft):
    column.evaluate(PASTED, [list(files.png(random.Random(1))), "une cellule de tableur"])
    expect(column.locator("[data-files] li")).to_have_count(0)


def test_a_screenshot_is_pasted_by_its_button(column: Page, draft):
    column.context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy = """bytes => navigator.clipboard.write([
        new ClipboardItem({ "image/png": new Blob([new Uint8Array(bytes)], { type: "image/png" }) })])"""
    column.evaluate(copy, list(files.png(random.Random(1))))
    column.get_by_role("button", name="Coller une capture d’écran").click()
    expect(column.get_by_text("Vérification en cours")).to_be_visible()
    column.evaluate("navigator.clipboard.writeText('rien')")
    column.get_by_role("button", name="Coller une capture d’écran").click()
    expect(column.get_by_text("ne contient pas d’image").last).to_be_visible()


def test_what_is_given_up_on_its_way_leaves_nothing_on_the_server(
    column: Page, draft, some_files, complaints
):
    def hold(route: Any) -> None:
        if route.request.method != "PATCH":
            route.continue_()

    column.route("**/envois/**", hold)
    with column.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 201):
        choose(column, some_files[:1])
    with column.expect_response(lambda answer: answer.request.method == "DELETE"):
        column.get_by_role("button", name="Annuler Omoplate gauche.jpg").click()
    assert not Upload.objects.exists()
    complaints.clear()


def test_a_sending_is_cancelled(column: Page, draft, some_files, complaints):
    column.route("**/envois/**", lambda route: None)
    choose(column, some_files[:1])
    column.get_by_role("button", name="Annuler Omoplate gauche.jpg").click()
    expect(column.locator("[data-files] li")).to_have_count(0)
    assert not Document.objects.exists()
    complaints.clear()


def test_what_was_given_up_does_not_leave_when_the_line_is_back(column: Page, draft, some_files, complaints):
    column.route("**/envois/**", lambda route: route.abort())
    choose(column, some_files[:1])
    expect(column.locator(".file__error", has_text="il reprendra de lui-même")).to_be_visible()
    column.get_by_role("button", name="Annuler Omoplate gauche.jpg").click()
    column.unroute("**/envois/**")
    column.evaluate("window.dispatchEvent(new Event('online'))")
    choose(column, some_files[1:2])
    expect(column.get_by_text("Vérification en cours")).to_be_visible()
    assert [each.title for each in documents_in(draft.folder)] == ["Compte rendu"]
    complaints.clear()


def test_a_title_is_changed_and_a_removal_undone(column: Page, draft, some_files):
    choose(column, some_files[:1])
    title = column.get_by_role("textbox", name="Titre du document")
    with column.expect_response("**/renommer/"):
        title.fill("Vue de près")
        title.press("Tab")
    assert documents_in(draft.folder).get().title == "Vue de près"
    column.get_by_role("button", name="Retirer Vue de près").or_(
        column.get_by_role("button", name="Retirer Omoplate gauche")
    ).click()
    column.get_by_role("button", name="Remettre Vue de près").click()
    expect(column.get_by_role("textbox", name="Titre du document")).to_have_value("Vue de près")


def test_axe_finds_no_violation_in_the_strip(column: Page, draft, request):
    who = requester_of(draft)
    make_ready(
        draft.folder, who, files.jpeg(random.Random(5)), "Omoplate gauche, de très près, avec la réglette.jpg"
    )
    make_ready(draft.folder, who, files.pdf(random.Random(5), pages=3), "Compte rendu d’histologie.pdf")
    make_received(draft.folder, who, files.png(random.Random(6)), "capture.png")
    ServiceRequest.objects.filter(pk=draft.pk).update(state=State.DISCARDED, discarded_at=draft.created_at)
    column.reload()
    expect(column.get_by_role("list", name="Documents")).to_be_visible()
    keep_shot(column, request, "strip")
    is_sound(column)


def test_axe_finds_no_violation(column: Page, draft, some_files, request):
    who = requester_of(draft)
    make_ready(draft.folder, who, files.jpeg(random.Random(5)), "Omoplate gauche, de près.jpg")
    make_ready(
        draft.folder, who, files.pdf(random.Random(5), pages=3), "Compte rendu d’histologie du 12 mars.pdf"
    )
    make_received(draft.folder, who, files.png(random.Random(6)), "capture.png")
    column.reload()
    choose(column, some_files[2:])
    expect(column.locator(".file__error", has_text="ni un PDF, ni une image")).to_be_visible()
    keep_shot(column, request, "files")
    is_sound(column)
