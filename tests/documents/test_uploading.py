"""Uploads by pieces: kept, gone on with, put together by a worker, swept (docs/decisions/0042)."""

import errno
import hashlib
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import connections, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from telavis.audit.models import AuditAction, AuditEvent
from telavis.documents import actions, assembling, jobs, queries
from telavis.documents.actions import uploading
from telavis.documents.keeping import opened
from telavis.documents.limits import MAX_FILES, MAX_UPLOAD_SIZE
from telavis.documents.models import Document, DocumentState, Folder, Upload
from telavis.documents.refusals import FileRefused, Refusal
from telavis.documents.tasks import put_together
from telavis.gateways import object_store
from tests.documents import files
from tests.documents.makers import make_received, make_shown
from tests.factories import ServiceRequestFactory
from tests.jobs import work

pytestmark = pytest.mark.django_db(transaction=True)

CONTENT = files.png(random.Random(7)) + random.Random(7).randbytes(50_000)


def started(folder, doctor, content: bytes = CONTENT) -> Upload:
    return actions.start_upload(folder, file_name="lésion.png", length=len(content), by=doctor)


def sent(upload: Upload, doctor, content: bytes = CONTENT, step: int = 20_000) -> Upload:
    while upload.received < upload.length:
        piece = content[upload.received : upload.received + step]
        upload = actions.append(upload, piece, at=upload.received, by=doctor)
    return upload


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def refusal_of(act) -> Refusal:
    with pytest.raises(FileRefused) as refused:
        act()
    return refused.value.refusal


def test_the_pieces_become_the_file_and_nothing_else_stays(folder, doctor, documents_folder):
    upload = sent(started(folder, doctor), doctor)
    document = queries.documents_in(folder).get()
    assert (document.state, document.title, document.original_key) == (DocumentState.RECEIVED, "lésion", "")
    put_together(upload_id=str(upload.pk))
    document.refresh_from_db()
    assert document.original_sha256 == hashlib.sha256(CONTENT).hexdigest()
    with opened(document, document.original_key) as file:
        assert file.read() == CONTENT
    assert not upload.pieces.exists()
    assert len(files_in(documents_folder)) == 1
    assert AuditEvent.objects.filter(action=AuditAction.ADD_DOCUMENT, object_id=document.pk).count() == 1


def test_the_worker_puts_together_then_makes_safe(folder, doctor):
    sent(started(folder, doctor, files.png(random.Random(3))), doctor, files.png(random.Random(3)))
    work()
    assert queries.documents_in(folder).get().state == DocumentState.READY


def test_what_waits_on_the_way_is_sealed(folder, doctor, documents_folder):
    actions.append(started(folder, doctor), CONTENT[:20_000], at=0, by=doctor)
    (kept,) = files_in(documents_folder)
    assert CONTENT[:100] not in kept.read_bytes()


def test_a_piece_that_does_not_begin_where_the_upload_stands_is_refused_and_not_kept(
    folder, doctor, documents_folder
):
    upload = actions.append(started(folder, doctor), CONTENT[:20_000], at=0, by=doctor)
    stale = Upload.objects.get(pk=upload.pk)
    actions.append(upload, CONTENT[20_000:30_000], at=20_000, by=doctor)
    for seen in (stale, Upload.objects.get(pk=upload.pk)):
        with pytest.raises(actions.WrongOffset) as wrong:
            actions.append(seen, CONTENT[20_000:30_000], at=20_000, by=doctor)
        assert wrong.value.received == 30_000
    assert len(files_in(documents_folder)) == 2


def test_more_than_was_announced_is_refused(folder, doctor, documents_folder):
    upload = actions.append(started(folder, doctor), CONTENT[:20_000], at=0, by=doctor)
    with pytest.raises(actions.WrongOffset):
        actions.append(upload, CONTENT[20_000:] + b"x", at=20_000, by=doctor)
    assert len(files_in(documents_folder)) == 1


@pytest.mark.parametrize(
    ("length", "why"),
    [(0, Refusal.EMPTY), (MAX_UPLOAD_SIZE + 1, Refusal.TOO_LARGE), (201 * 1024**2, Refusal.TOO_LARGE)],
)
def test_a_length_that_cannot_be_is_refused_before_a_byte_came(folder, doctor, length, why):
    assert refusal_of(lambda: actions.start_upload(folder, file_name="a", length=length, by=doctor)) == why


def test_the_first_bytes_say_at_once_that_it_is_no_document(folder, doctor, documents_folder):
    upload = started(folder, doctor, b"x" * 100_000)
    assert refusal_of(lambda: actions.append(upload, b"x" * 20_000, at=0, by=doctor)) == Refusal.WRONG_TYPE
    assert not Upload.objects.exists()
    assert files_in(documents_folder) == []


def test_the_51st_file_is_refused_also_while_others_are_on_their_way(folder, doctor):
    Document.objects.bulk_create(
        Document(folder=folder, original_sha256=str(n), original_size=1) for n in range(MAX_FILES - 2)
    )
    first, second = started(folder, doctor), started(folder, doctor)
    assert refusal_of(lambda: started(folder, doctor)) == Refusal.TOO_MANY
    sent(first, doctor)
    Document.objects.create(folder=folder, original_sha256="by form", original_size=1)
    assert refusal_of(lambda: sent(second, doctor)) == Refusal.TOO_MANY
    assert queries.kept_in(folder).count() == MAX_FILES


def test_an_upload_forgotten_holds_no_place_for_long(folder, doctor):
    Document.objects.bulk_create(
        Document(folder=folder, original_sha256=str(n), original_size=1) for n in range(MAX_FILES - 1)
    )
    forgotten = started(folder, doctor)
    Upload.objects.filter(pk=forgotten.pk).update(moved_at=timezone.now() - timedelta(minutes=16))
    assert started(folder, doctor)


def test_nothing_comes_into_a_closed_folder(folder, doctor, documents_folder):
    upload = actions.append(started(folder, doctor), CONTENT[:20_000], at=0, by=doctor)
    actions.close_folder(folder)
    assert (
        refusal_of(lambda: actions.append(upload, CONTENT[20_000:], at=20_000, by=doctor)) == Refusal.CLOSED
    )
    assert refusal_of(lambda: started(folder, doctor)) == Refusal.CLOSED
    assert len(files_in(documents_folder)) == 1


def test_where_the_disk_is_full_it_is_said_and_nothing_is_left(folder, doctor, documents_folder, monkeypatch):
    upload = actions.append(started(folder, doctor), CONTENT[:20_000], at=0, by=doctor)
    before = files_in(documents_folder)
    monkeypatch.setattr(FileSystemStorage, "_save", _full)
    assert refusal_of(lambda: actions.append(upload, b"x", at=20_000, by=doctor)) == Refusal.NO_ROOM
    assert refusal_of(lambda: make_received(folder, doctor)) == Refusal.NO_ROOM
    monkeypatch.undo()
    assert files_in(documents_folder) == before
    upload.refresh_from_db()
    assert upload.received == 20_000


def _full(storage: FileSystemStorage, name: str, content: object) -> str:
    Path(storage.path(name)).parent.mkdir(parents=True, exist_ok=True)
    Path(storage.path(name)).write_bytes(b"half")
    raise OSError(errno.ENOSPC, "No space left on device")


def test_the_same_file_twice_is_refused_when_it_is_whole(folder, doctor):
    first, second = (sent(started(folder, doctor), doctor) for _ in range(2))
    put_together(upload_id=str(first.pk))
    put_together(upload_id=str(second.pk))
    kept, refused = queries.documents_in(folder)
    assert (kept.state, refused.state) == (DocumentState.RECEIVED, DocumentState.REFUSED)
    assert "déjà joint" in refused.refusal


def test_a_second_worker_changes_nothing(folder, doctor, documents_folder, monkeypatch):
    upload = sent(started(folder, doctor), doctor)
    finish = uploading.finish

    def finish_after_another(held, **made):
        monkeypatch.undo()
        put_together(upload_id=str(upload.pk))
        return finish(held, **made)

    monkeypatch.setattr(actions, "finish", finish_after_another)
    put_together(upload_id=str(upload.pk))
    assert len(files_in(documents_folder)) == 1


def test_a_worker_that_finds_no_pieces_since_another_took_them_refuses_nothing(folder, doctor, monkeypatch):
    upload = sent(started(folder, doctor), doctor)
    content_of = assembling.Joined._content_of

    def after_another(joined, piece):
        monkeypatch.undo()
        put_together(upload_id=str(upload.pk))
        return content_of(joined, piece)

    monkeypatch.setattr(assembling.Joined, "_content_of", after_another)
    put_together(upload_id=str(upload.pk))
    document = queries.documents_in(folder).get()
    assert (document.state, document.original_size) == (DocumentState.RECEIVED, len(CONTENT))


def test_a_piece_that_is_lost_is_said_to_whoever_sent_it(folder, doctor, documents_folder):
    upload = sent(started(folder, doctor), doctor)
    files_in(documents_folder)[0].unlink()
    put_together(upload_id=str(upload.pk))
    document = queries.documents_in(folder).get()
    assert document.state == DocumentState.REFUSED
    assert "n’est pas arrivé entier" in document.refusal
    assert not Upload.objects.exists()
    assert files_in(documents_folder) == []


def test_given_up_nothing_of_it_stays(folder, doctor, documents_folder):
    upload = actions.append(started(folder, doctor), CONTENT[:20_000], at=0, by=doctor)
    actions.cancel(upload, by=doctor)
    assert not Upload.objects.exists()
    assert files_in(documents_folder) == []


@pytest.mark.parametrize("is_together", [False, True])
def test_given_up_while_its_last_piece_arrived_it_leaves_the_folder(folder, doctor, is_together):
    upload = sent(started(folder, doctor), doctor)
    if is_together:
        put_together(upload_id=str(upload.pk))
    actions.cancel(upload, by=doctor)
    assert not queries.documents_in(folder).exists()
    assert AuditEvent.objects.filter(action=AuditAction.REMOVE_DOCUMENT).count() == 1


def test_what_was_sent_meanwhile_is_not_given_up(folder, doctor):
    upload = sent(started(folder, doctor), doctor)
    actions.close_folder(folder)
    assert refusal_of(lambda: actions.cancel(upload, by=doctor)) == Refusal.CLOSED
    assert queries.documents_in(folder).exists()


def test_a_folder_is_erased_with_what_is_on_its_way(folder, doctor, documents_folder):
    actions.append(started(folder, doctor), CONTENT[:20_000], at=0, by=doctor)
    sent(started(folder, doctor), doctor)
    actions.erase_folder(folder)
    assert files_in(documents_folder) == []


# --- the sweep ---------------------------------------------------------------------------------------------------
def test_what_nobody_completed_in_a_day_is_swept_and_the_rest_stays(doctor, documents_folder):
    draft = ServiceRequestFactory()
    old, young, whole = (started(draft.folder, doctor) for _ in range(3))
    for upload in (old, young):
        actions.append(upload, CONTENT[:20_000], at=0, by=doctor)
    whole, together = sent(whole, doctor), sent(started(draft.folder, doctor), doctor)
    put_together(upload_id=str(together.pk))
    for upload in (old, whole, together):
        Upload.objects.filter(pk=upload.pk).update(moved_at=timezone.now() - timedelta(hours=25))
    actions.sweep(timezone.now())
    assert set(Upload.objects.values_list("pk", flat=True)) == {young.pk, whole.pk}
    assert len(files_in(documents_folder)) == 2 + whole.pieces.count()


def test_an_upload_that_goes_on_while_it_is_swept_stays(doctor):
    upload = actions.append(started(ServiceRequestFactory().folder, doctor), CONTENT[:200], at=0, by=doctor)
    Upload.objects.update(moved_at=timezone.now() - timedelta(hours=25))
    with transaction.atomic():
        Upload.objects.select_for_update().get(pk=upload.pk)
        with ThreadPoolExecutor(max_workers=1) as threads:
            threads.submit(_swept_elsewhere).result()
        assert upload.pieces.exists()


def _swept_elsewhere() -> None:
    try:
        actions.sweep(timezone.now())
    finally:
        connections.close_all()


def test_what_lost_its_job_is_asked_for_again(folder, doctor):
    upload, document = sent(started(folder, doctor), doctor), make_received(folder, doctor)
    later = timezone.now() + timedelta(hours=2)
    assert jobs.ask_again(later) == 0, "its job is still to come"
    ProcrastinateJob.objects.all().update(status="failed")
    assert jobs.ask_again(timezone.now()) == 0, "its tries are not over"
    assert jobs.ask_again(later) == 2
    assert jobs.ask_again(later) == 0
    work()
    document.refresh_from_db(), upload.document.refresh_from_db()
    assert DocumentState.RECEIVED not in (document.state, upload.document.state)


def test_a_folder_to_which_nobody_points_is_swept_after_a_day(folder, doctor, documents_folder):
    draft = ServiceRequestFactory()
    make_shown(folder), make_shown(draft.folder)
    actions.sweep(timezone.now())
    assert Folder.objects.count() == 2
    Folder.objects.update(created_at=timezone.now() - timedelta(hours=25))
    actions.sweep(timezone.now())
    assert list(Folder.objects.all()) == [draft.folder]
    assert len(files_in(documents_folder)) == 2


def test_a_piece_of_no_row_is_swept_once_it_can_no_longer_be_on_its_way(doctor, documents_folder):
    upload = actions.append(
        started(ServiceRequestFactory().folder, doctor), CONTENT[:20_000], at=0, by=doctor
    )
    lost = object_store.store().save("arriving/aa/lost", ContentFile(b"sealed"))
    actions.sweep(timezone.now() + timedelta(hours=23))
    assert object_store.store().exists(lost)
    Upload.objects.filter(pk=upload.pk).update(moved_at=timezone.now() + timedelta(hours=10))
    actions.sweep(timezone.now() + timedelta(hours=26))
    assert not object_store.store().exists(lost)
    assert len(files_in(documents_folder)) == 1
