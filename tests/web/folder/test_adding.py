"""Files that arrive (docs/domain/documents.md, 1 to 6)."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from telavis.audit.models import AuditEvent
from telavis.documents import actions
from telavis.documents.limits import MAX_FILE_SIZE, MAX_FORM_FILES
from telavis.documents.models import Document
from telavis.documents.queries import documents_in
from telavis.web.pieces import uploads
from tests.documents import files
from tests.factories import RoleFactory, ServiceRequestFactory, actor, expert_of, requester_of
from tests.web.folder.conftest import signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def png(seed: int = 1, name: str = "photo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, files.png(random.Random(seed)))


def add(who, folder, *sent, **options):
    address = reverse("folder:add", args=[folder.pk])
    return signed_in(who).post(address, {"files": list(sent), "back": "/demandes/1/"}, **options)


def test_several_files_are_added_at_once_without_scripts(draft):
    response = add(requester_of(draft), draft.folder, png(1, "a.png"), png(2, "b.png"))
    assert response.status_code == 302
    assert response["Location"] == "/demandes/1/"
    assert [each.title for each in documents_in(draft.folder)] == ["a", "b"]
    assert set(AuditEvent.objects.values_list("service_request_id", flat=True)) == {draft.pk}


def test_with_scripts_the_tile_comes_back(draft):
    response = add(requester_of(draft), draft.folder, png(), headers=HTMX)
    assert "Vérification en cours" in response.content.decode()
    assert f"document-{Document.objects.get().pk}" in response.content.decode()


def test_a_refused_file_does_not_hold_the_others_back(draft):
    text = SimpleUploadedFile("notes.pdf", b"du texte")
    response = add(requester_of(draft), draft.folder, text, png())
    page = response.content.decode()
    assert response.status_code == 422
    assert "notes.pdf" in page
    assert "ni un PDF, ni une image" in page
    assert documents_in(draft.folder).count() == 1


def test_with_scripts_a_refusal_is_a_sentence(draft):
    response = add(requester_of(draft), draft.folder, SimpleUploadedFile("vide.png", b""), headers=HTMX)
    assert response.status_code == 422
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().startswith("Ce fichier est vide\u202f:")


def test_thirty_megabytes_are_refused_without_being_kept(draft, monkeypatch):
    kept = []
    real = uploads.BoundedUploadHandler.receive_data_chunk
    monkeypatch.setattr(
        uploads.BoundedUploadHandler,
        "receive_data_chunk",
        lambda self, data, start: (real(self, data, start), kept.append(len(data)))[0],
    )
    heavy = SimpleUploadedFile("lourd.png", files.png(random.Random(1)) + bytes(30 * 1024**2))
    response = add(requester_of(draft), draft.folder, heavy, png(2))
    assert "dépasse 25\u00a0Mo" in response.content.decode()
    assert sum(kept) <= MAX_FILE_SIZE + 10_000
    assert documents_in(draft.folder).count() == 1


def test_a_body_that_could_not_be_kept_is_not_read(draft, monkeypatch):
    monkeypatch.setattr(uploads, "LONGEST_BODY", 100)
    response = add(requester_of(draft), draft.folder, png())
    assert response.status_code == 413
    assert "dépasse 25" in response.content.decode()


def test_no_temporary_file_stays_behind(draft, tmp_path, settings):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    add(requester_of(draft), draft.folder, png(), SimpleUploadedFile("lourd.png", bytes(MAX_FILE_SIZE + 1)))
    assert not list(tmp_path.glob("*.upload*"))


def test_what_arrives_is_written_to_disk_and_not_held_in_memory(draft, tmp_path, settings, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    seen = []
    real = actions.add
    monkeypatch.setattr(
        actions,
        "add",
        lambda folder, file, **options: (
            seen.append(file.temporary_file_path()) or real(folder, file, **options)
        ),
    )
    add(requester_of(draft), draft.folder, png())
    assert seen[0].startswith(str(tmp_path))


def test_more_than_twenty_files_are_refused_one_by_one(draft):
    sent = [png(seed, f"{seed}.png") for seed in range(MAX_FORM_FILES + 2)]
    response = add(requester_of(draft), draft.folder, *sent)
    assert response.status_code == 422
    assert response.content.decode().count("Un envoi prend 20 fichiers au plus") == 2
    assert documents_in(draft.folder).count() == MAX_FORM_FILES


def test_nothing_chosen_is_said(draft):
    response = signed_in(requester_of(draft)).post(reverse("folder:add", args=[draft.folder_id]))
    assert response.status_code == 422
    assert "Choisissez au moins un fichier" in response.content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd.png",
        "a\x00b.png",
        "\u202egnp.exe",
        "x" * 400 + ".png",
        "<script>alert(1)</script>.png",
    ],
)
def test_a_hostile_name_does_no_harm(draft, name):
    response = add(requester_of(draft), draft.folder, png(name=name), headers=HTMX)
    assert response.status_code == 200
    document = Document.objects.get()
    assert not {"/", "\x00", "\u202e"} & set(document.file_name)
    assert "<script>alert" not in response.content.decode()


def test_a_stranger_finds_no_folder(draft):
    assert add(actor(RoleFactory()), draft.folder, png()).status_code == 404


def test_a_sent_request_takes_no_document_any_more():
    sent = ServiceRequestFactory(sent=True)
    assert add(requester_of(sent), sent.folder, png()).status_code == 403


def test_the_service_may_not_add_to_the_question():
    sent = ServiceRequestFactory(sent=True)
    assert add(expert_of(sent), sent.folder, png()).status_code == 403


def test_a_complement_takes_documents():
    held = ServiceRequestFactory(on_hold=True)
    held.reply_folder = actions.new_folder()
    held.save(update_fields=["reply_folder"])
    assert add(requester_of(held), held.reply_folder, png()).status_code == 302


def test_a_request_that_leaves_meanwhile_is_told(draft):
    actions.close_folder(draft.folder)
    response = add(requester_of(draft), draft.folder, png(), headers=HTMX)
    assert response.status_code == 422
    assert "déjà envoyés" in response.content.decode()


def test_a_form_of_another_site_is_refused(draft):
    client = signed_in(requester_of(draft))
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("folder:add", args=[draft.folder_id]), {"files": png()})
    assert response.status_code == 403
    assert not Document.objects.exists()


def test_the_way_back_never_leaves_the_site(draft):
    address = reverse("folder:add", args=[draft.folder_id])
    response = signed_in(requester_of(draft)).post(address, {"files": png(), "back": "//ailleurs.example/"})
    assert response["Location"] == reverse("folder:index", args=[draft.folder_id])
