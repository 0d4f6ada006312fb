"""Adding, renaming, moving, removing (docs/domain/documents.md, 1 to 6)."""

import random
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from telavis.audit.models import AuditAction, AuditEvent
from telavis.documents import actions, queries
from telavis.documents.actions import adding
from telavis.documents.keeping import opened
from telavis.documents.limits import MAX_FILES
from telavis.documents.models import Document, Folder
from telavis.documents.names import clean_file_name, clean_text, title_for
from telavis.documents.refusals import FileRefused, Refusal
from tests.documents import files

pytestmark = pytest.mark.django_db


def png(seed: int = 1) -> ContentFile:
    return ContentFile(files.png(random.Random(seed)), name=f"photo {seed}.png")


def titles(folder: Folder) -> list[str]:
    return [document.title for document in queries.documents_in(folder)]


def test_a_file_is_kept_and_its_cleaning_asked_for(folder, doctor):
    document = actions.add(folder, png(), by=doctor)
    assert document.title == "photo 1"
    with opened(document, document.original_key) as kept:
        assert kept.read() == files.png(random.Random(1))
    assert ProcrastinateJob.objects.get().args == {"document_id": str(document.pk)}
    assert AuditEvent.objects.get().action == AuditAction.ADD_DOCUMENT


def test_the_job_tells_no_file_name(folder, doctor):
    actions.add(folder, ContentFile(files.png(random.Random(1)), name="DURAND Jeanne.png"), by=doctor)
    assert "DURAND" not in str(ProcrastinateJob.objects.get().args)


@pytest.mark.parametrize("name", files.REFUSED_AT_ONCE)
def test_what_is_no_document_is_refused_at_once(folder, doctor, name, documents_folder):
    content = files.REFUSED_AT_ONCE[name](random.Random(1))
    with pytest.raises(FileRefused) as refused:
        actions.add(folder, ContentFile(content, name=name), by=doctor)
    assert "\u202f:" in refused.value.sentence
    assert not Document.objects.exists()
    assert not list(documents_folder.rglob("*/*"))


def test_the_same_file_twice_is_told_kindly(folder, doctor):
    actions.add(folder, png(), by=doctor)
    with pytest.raises(FileRefused) as refused:
        actions.add(folder, png(), by=doctor)
    assert refused.value.refusal == Refusal.DUPLICATE


def test_a_folder_holds_twenty_files(folder, doctor):
    for seed in range(MAX_FILES):
        actions.add(folder, png(seed), by=doctor)
    with pytest.raises(FileRefused) as refused:
        actions.add(folder, png(99), by=doctor)
    assert refused.value.refusal == Refusal.TOO_MANY


def test_a_refused_file_holds_no_place(folder, doctor):
    first = actions.add(folder, png(), by=doctor)
    actions.refuse(first, Refusal.IMAGE_BROKEN)
    assert actions.add(folder, png(), by=doctor).pk != first.pk


def test_a_failed_transaction_leaves_no_bytes(folder, doctor, monkeypatch, documents_folder):
    monkeypatch.setattr(adding, "ask_to_make_safe", lambda document_id: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.add(folder, png(), by=doctor)
    assert not [path for path in documents_folder.rglob("*") if path.is_file()]


def test_the_job_leaves_with_the_transaction(folder, doctor):
    with transaction.atomic():
        actions.add(folder, png(), by=doctor)
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()


def test_a_document_is_renamed(folder, doctor):
    document = actions.add(folder, png(), by=doctor)
    assert actions.rename(document, title="  Lésion\u202e de\x00 près ", by=doctor).title == "Lésion de près"
    assert actions.rename(document, title=" ", by=doctor).title == "photo 1"


def test_a_removed_document_can_be_put_back(folder, doctor):
    document = actions.add(folder, png(), by=doctor)
    actions.remove(document, by=doctor)
    assert titles(folder) == []
    assert [each.pk for each in queries.removed_from(folder)] == [document.pk]
    actions.put_back(document, by=doctor)
    assert titles(folder) == ["photo 1"]


def test_a_document_is_not_put_back_beside_its_double(folder, doctor):
    document = actions.add(folder, png(), by=doctor)
    actions.remove(document, by=doctor)
    actions.add(folder, png(), by=doctor)
    with pytest.raises(FileRefused):
        actions.put_back(document, by=doctor)


def test_a_document_goes_up_and_down_one_rank(folder, doctor):
    _, second, third = (actions.add(folder, png(seed), by=doctor) for seed in (1, 2, 3))
    actions.move(third, up=True, by=doctor)
    assert titles(folder) == ["photo 1", "photo 3", "photo 2"]
    actions.move(third, up=True, by=doctor)
    actions.move(second, up=False, by=doctor)
    assert titles(folder) == ["photo 3", "photo 1", "photo 2"]


def test_the_first_goes_no_higher_and_the_last_no_lower(folder, doctor):
    first, last = (actions.add(folder, png(seed), by=doctor) for seed in (1, 2))
    actions.move(first, up=True, by=doctor)
    actions.move(last, up=False, by=doctor)
    assert titles(folder) == ["photo 1", "photo 2"]


def test_a_removed_document_does_not_count_as_a_rank(folder, doctor):
    first, between, _ = (actions.add(folder, png(seed), by=doctor) for seed in (1, 2, 3))
    actions.remove(between, by=doctor)
    actions.move(first, up=False, by=doctor)
    assert titles(folder) == ["photo 3", "photo 1"]
    actions.move(between, up=True, by=doctor)
    assert titles(folder) == ["photo 3", "photo 1"]


def test_what_is_added_after_a_move_comes_last(folder, doctor):
    first, _ = (actions.add(folder, png(seed), by=doctor) for seed in (1, 2))
    actions.move(first, up=False, by=doctor)
    actions.add(folder, png(3), by=doctor)
    assert titles(folder) == ["photo 2", "photo 1", "photo 3"]


def test_the_bin_is_emptied_after_thirty_days(
    folder, doctor, django_capture_on_commit_callbacks, documents_folder
):
    document = actions.add(folder, png(), by=doctor)
    actions.remove(document, by=doctor)
    assert actions.empty_bin(timezone.now() + timedelta(days=29)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.empty_bin(timezone.now() + timedelta(days=31)) == 1
    assert not [path for path in documents_folder.rglob("*") if path.is_file()]


def test_a_folder_is_erased_with_its_bytes(
    folder, doctor, django_capture_on_commit_callbacks, documents_folder
):
    actions.add(folder, png(), by=doctor)
    with django_capture_on_commit_callbacks(execute=True):
        actions.erase_folder(folder)
    assert not Folder.objects.exists()
    assert not [path for path in documents_folder.rglob("*") if path.is_file()]


def test_a_name_never_becomes_a_path():
    assert clean_file_name("../../etc/passwd\x00.png") == "passwd.png"
    assert clean_file_name("C:\\Users\\x\\photo.jpg") == "photo.jpg"
    assert clean_file_name("\x00\u202e") == "Document"
    assert title_for("é" * 300 + ".pdf") == "é" * 150
    assert clean_text("a\nb\tc") == "a b c"
