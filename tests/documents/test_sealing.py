"""Keys are rotated, and what lay open is sealed, without anybody noticing (docs/decisions/0041)."""

import hashlib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from telavis.documents import actions, keeping
from telavis.documents.actions import sealing
from telavis.documents.models import Document
from telavis.gateways.sealed_files import MAGIC
from tests.documents.makers import PICTURE, make_plain, make_received, make_shown

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = {"old": b"o" * 32}, {"new": b"n" * 32}


def rotate() -> str:
    out = StringIO()
    call_command("rotate_document_keys", stdout=out)
    return out.getvalue()


def files_in(folder: Path) -> dict[str, str]:
    """What lies there, by its fingerprint and its age."""
    kept = [path for path in folder.rglob("*") if path.is_file()]
    return {path.name: f"{hashlib.sha256(path.read_bytes())} {path.stat().st_mtime_ns}" for path in kept}


def shown(document: Document) -> bytes:
    document.refresh_from_db()
    with keeping.opened(document, document.rendition_key) as file:
        return bytes(file.read())


def test_a_rotation_rewraps_every_key_and_touches_no_file(folder, settings, documents_folder, monkeypatch):
    settings.DOCUMENTS_KEYS = OLD
    documents = [make_shown(folder) for _ in range(5)]
    before = {path: path.stat().st_mtime_ns for path in documents_folder.rglob("*")}
    settings.DOCUMENTS_KEYS = {**NEW, **OLD}
    monkeypatch.setattr(sealing, "BATCH", 2)
    assert "Wrapped anew: 5" in rotate()
    settings.DOCUMENTS_KEYS = NEW
    assert [shown(each) for each in documents] == [PICTURE] * 5
    assert {path: path.stat().st_mtime_ns for path in documents_folder.rglob("*")} == before
    assert "Wrapped anew: 0" in rotate()


def test_an_interrupted_rotation_goes_on_where_it_was(folder, settings, monkeypatch):
    settings.DOCUMENTS_KEYS = OLD
    documents = [make_shown(folder) for _ in range(5)]
    settings.DOCUMENTS_KEYS = {**NEW, **OLD}
    monkeypatch.setattr(sealing, "BATCH", 2)
    assert next(actions.rewrap_all()) == 2
    assert [shown(each) for each in documents] == [PICTURE] * 5
    assert "Wrapped anew: 3" in rotate()


def test_a_rotation_without_the_former_key_changes_nothing_and_names_it(folder, settings):
    settings.DOCUMENTS_KEYS = OLD
    document = make_shown(folder)
    settings.DOCUMENTS_KEYS = NEW
    with pytest.raises(CommandError, match="old"):
        rotate()
    settings.DOCUMENTS_KEYS = OLD
    assert shown(document) == PICTURE


def test_what_lay_open_is_read_then_sealed_and_its_open_bytes_go(folder, documents_folder):
    document = make_plain(folder)
    assert shown(document) == PICTURE
    assert "Sealed for the first time: 1" in rotate()
    assert shown(document) == PICTURE
    assert document.key_id
    kept = [path.read_bytes() for path in documents_folder.rglob("*") if path.is_file()]
    assert sum(content.startswith(MAGIC) for content in kept) == len(document.kept_keys)
    assert not any(PICTURE in content for content in kept)
    assert {key.partition("/")[0] for key in document.kept_keys} == {
        "original_key",
        "rendition_key",
        "thumbnail_key",
        "pieces_key",
    }


def test_whoever_seals_second_leaves_what_the_first_made(folder, documents_folder):
    document = make_plain(folder)
    seen_before = Document.objects.get(pk=document.pk)
    actions.seal(document)
    before = files_in(documents_folder).keys()
    with pytest.raises(FileNotFoundError):
        actions.seal(seen_before)
    assert files_in(documents_folder).keys() == before
    assert shown(document) == PICTURE


def test_a_sealing_that_fails_leaves_the_document_as_it_was(folder, documents_folder, monkeypatch):
    document = make_plain(folder)
    before = files_in(documents_folder).keys()
    monkeypatch.setattr(transaction, "on_commit", _fails)
    with pytest.raises(RuntimeError):
        actions.seal(document)
    assert files_in(documents_folder).keys() == before
    assert shown(document) == PICTURE


def _fails(_: object) -> None:
    raise RuntimeError


def test_a_file_that_is_lost_stops_nothing(folder, documents_folder):
    lost, whole = make_plain(folder), make_plain(folder)
    for path in list(documents_folder.rglob("*")):
        if path.name.startswith(str(lost.pk)):
            path.unlink()
    said = rotate()
    assert "Sealed for the first time: 1" in said
    assert "Still open: 1" in said
    assert shown(whole) == PICTURE


def test_what_waits_for_the_worker_is_left_to_it(folder, doctor):
    document = make_received(folder, doctor)
    Document.objects.filter(pk=document.pk).update(key_id="", wrapped_key=b"")
    assert list(actions.seal_all()) == []
