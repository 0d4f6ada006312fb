"""The list of a folder, and what is done with one document (docs/domain/documents.md, 5, 6 and 12)."""

import random
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from telavis.documents import actions
from telavis.documents.queries import documents_in
from telavis.documents.refusals import Refusal
from telavis.service_requests.actions import write
from tests.documents import files, skins
from tests.documents.makers import make_ready, make_received
from tests.factories import RoleFactory, ServiceRequestFactory, actor, expert_of, requester_of
from tests.web.folder.conftest import signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def post(who, document, verb: str, data=None, **options):
    return signed_in(who).post(reverse(f"folder:{verb}", args=[document.pk]), data or {}, **options)


def test_the_column_shows_documents_and_the_limits_before(draft, document):
    page = (
        signed_in(requester_of(draft)).get(reverse("folder:index", args=[draft.folder_id])).content.decode()
    )
    assert "Ajouter un document" in page
    assert "50&nbsp;fichiers au plus" in page
    assert "200\u00a0Mo par fichier" in page
    assert "<noscript>25\u00a0Mo par fichier" in page
    assert document.title in page


def test_the_patient_stands_on_the_page_as_on_every_other(draft):
    page = (
        signed_in(requester_of(draft)).get(reverse("folder:index", args=[draft.folder_id])).content.decode()
    )
    assert 'class="banner__name">DURAND' in page


def test_the_reader_has_no_control(draft):
    sent = ServiceRequestFactory(sent=True)
    page = signed_in(expert_of(sent)).get(reverse("folder:index", args=[sent.folder_id])).content.decode()
    assert "Ajouter un document" not in page


def test_a_document_is_renamed(draft, document):
    response = post(requester_of(draft), document, "rename", {"title": "Vue de près", "back": "/demandes/1/"})
    assert response["Location"] == "/demandes/1/"
    document.refresh_from_db()
    assert document.title == "Vue de près"


def test_with_scripts_a_new_title_changes_nothing_else(draft, document):
    assert post(requester_of(draft), document, "rename", {"title": "x"}, headers=HTMX).status_code == 204


def test_a_document_goes_up_and_down(draft, document):
    second = make_received(draft.folder, requester_of(draft), files.png(random.Random(2)))
    response = post(requester_of(draft), second, "move", {"sens": "monter", "back": "/demandes/1/"})
    assert response["Location"] == "/demandes/1/"
    assert list(documents_in(draft.folder)) == [second, document]
    assert post(requester_of(draft), second, "move", {"sens": "descendre"}, headers=HTMX).status_code == 204
    assert list(documents_in(draft.folder)) == [document, second]


def test_each_button_that_moves_names_its_document(draft, document):
    page = (
        signed_in(requester_of(draft)).get(reverse("folder:index", args=[draft.folder_id])).content.decode()
    )
    for word in ("Monter", "Descendre"):
        assert f'<span class="visually-hidden">{word} {document.title}</span>' in page


def test_on_the_list_itself_one_stays_on_the_list_and_keeps_the_way_back(draft, document):
    back = f"/demandes/{draft.pk}/formulaire/"
    listed = reverse("folder:index", args=[draft.folder_id])
    page = signed_in(requester_of(draft)).get(listed, {"back": back}).content.decode()
    assert f'href="{back}"' in page
    response = post(requester_of(draft), document, "remove", {"back": back, "alone": "1"})
    assert response["Location"] == f"{listed}?{urlencode({'back': back})}"


def test_a_removed_document_can_be_put_back(draft, document):
    who = requester_of(draft)
    assert "Remettre" in post(who, document, "remove", headers=HTMX).content.decode()
    assert not documents_in(draft.folder).exists()
    assert "Remettre" in signed_in(who).get(reverse("folder:index", args=[draft.folder_id])).content.decode()
    assert document.title in post(who, document, "put_back", headers=HTMX).content.decode()
    assert documents_in(draft.folder).exists()


def test_without_scripts_removing_leads_to_the_list(draft, document):
    response = post(requester_of(draft), document, "remove")
    assert response["Location"] == reverse("folder:index", args=[draft.folder_id])


@pytest.mark.parametrize("verb", ["rename", "move", "remove", "put_back"])
def test_a_stranger_finds_nothing(draft, document, verb):
    assert post(actor(RoleFactory()), document, verb).status_code == 404


@pytest.mark.parametrize("verb", ["rename", "move", "remove", "put_back"])
def test_what_was_sent_does_not_change(verb):
    sent = ServiceRequestFactory(sent=True)
    document = make_received(sent.folder, requester_of(sent))
    for who in (requester_of(sent), expert_of(sent)):
        assert post(who, document, verb, {"title": "x"}).status_code == 403


@pytest.mark.parametrize("verb", ["rename", "move", "remove", "put_back"])
def test_a_request_that_leaves_meanwhile_is_told(draft, document, verb):
    actions.close_folder(draft.folder)
    response = post(requester_of(draft), document, verb, headers=HTMX)
    assert response["HX-Retarget"] == "#toasts"
    assert "déjà envoyés" in response.content.decode()
    assert post(requester_of(draft), document, verb).status_code == 302


def test_a_waiting_document_asks_again_by_itself(draft):
    document = make_received(draft.folder, requester_of(draft))
    client = signed_in(requester_of(draft))
    address = reverse("folder:shown", args=[document.pk])
    assert 'hx-trigger="every 2s"' in client.get(address).content.decode()
    assert "X-Telavis-Background" in client.get(address).content.decode()
    actions.refuse(document, Refusal.PDF_LOCKED)
    page = client.get(address).content.decode()
    assert "hx-get" not in page
    assert "protégé par un mot de passe" in page


def test_where_a_message_is_read_its_waiting_document_asks_again_and_nothing_else_moves():
    taken = ServiceRequestFactory(taken=True)
    folder = actions.new_folder()
    document = make_received(folder, requester_of(taken))
    write(taken, text="La photo.", folder=folder, by=requester_of(taken))
    client = signed_in(expert_of(taken))
    address = reverse("folder:shown", args=[document.pk]) + "?en=bande"
    assert f'hx-get="{address}"' in client.get(f"/dossiers/{taken.reference}/").content.decode()
    assert client.get(address).content.decode().strip().startswith("<li hx-get")
    actions.refuse(document, Refusal.PDF_LOCKED)
    page = client.get(address).content.decode()
    assert "hx-get" not in page
    assert "Non transmis." in page


def blurred(draft):
    taken = skins.shaken(skins.skin(random.Random(1)), 8)
    return make_ready(draft.folder, requester_of(draft), files.saved(taken, "JPEG"), "floue.jpg")


def test_advice_stands_beside_the_picture_and_one_press_says_why_it_must_do(draft):
    document = blurred(draft)
    page = signed_in(requester_of(draft)).get(reverse("folder:index", args=[draft.folder_id]))
    assert "Photo floue\u202f: reprenez-la" in page.content.decode()
    answer = post(requester_of(draft), document, "excuse", {"raison": "GONE"}, headers=HTMX)
    assert "Impossible à refaire&#8239;: patient reparti" in answer.content.decode()
    document.refresh_from_db()
    assert document.excuse == "patient reparti"


def test_a_reason_that_is_not_ours_is_none(draft):
    document = blurred(draft)
    post(requester_of(draft), document, "excuse", {"raison": "<script>"})
    document.refresh_from_db()
    assert document.excuse == ""


def test_the_tile_asked_again_brings_its_advice(draft):
    document = blurred(draft)
    page = signed_in(requester_of(draft)).get(reverse("folder:shown", args=[document.pk])).content.decode()
    assert "Photo floue" in page


def test_the_expert_reads_the_reason_and_no_advice(draft):
    document = blurred(draft)
    document.excuse = "patient reparti"
    document.save(update_fields=["excuse"])
    sent = ServiceRequestFactory(sent=True)
    document.folder = sent.folder
    document.save(update_fields=["folder"])
    page = signed_in(expert_of(sent)).get(reverse("folder:index", args=[sent.folder_id])).content.decode()
    assert "patient reparti" in page
    assert "reprenez-la" not in page
