"""`manage.py check_documents`: rows and files agree, or it says where they do not."""

import os
import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from telavis.documents.models import Document
from telavis.gateways import object_store
from tests.documents.makers import make_plain, make_ready, make_received

pytestmark = pytest.mark.django_db

OF_EVERY_DOCUMENT = ("original_key", "rendition_key", "thumbnail_key")


@pytest.fixture(autouse=True)
def documents(folder, doctor) -> list[Document]:
    return [make_ready(folder, doctor), make_plain(folder), make_received(folder, doctor, b"%PDF-1.7 ?")]


def checked(*words: str) -> str:
    out = StringIO()
    call_command("check_documents", *words, stdout=out)
    return out.getvalue()


def faults(*words: str) -> list[str]:
    out = StringIO()
    with pytest.raises(CommandError, match="faults"):
        call_command("check_documents", *words, stdout=out)
    return out.getvalue().splitlines()


def place_of(key: str) -> Path:
    return Path(object_store.store().path(key))


def grow_old(path: Path) -> None:
    long_ago = time.time() - 2 * 60 * 60
    os.utime(path, (long_ago, long_ago))


def test_where_all_is_well_it_says_so():
    assert "3 documents, 8 files: every row has its files" in checked()


@pytest.mark.parametrize("name", OF_EVERY_DOCUMENT)
@pytest.mark.parametrize("words", [(), ("--without-reading",)])
def test_a_lost_file_is_named(documents, name, words):
    place_of(getattr(documents[0], name)).unlink()
    (line,) = faults(*words)
    assert str(documents[0].pk) in line
    assert f"{name} " in line
    assert "is lost" in line


@pytest.mark.parametrize("name", OF_EVERY_DOCUMENT)
def test_a_flipped_byte_is_seen_in_every_file(documents, name):
    place = place_of(getattr(documents[0], name))
    content = bytearray(place.read_bytes())
    content[-20] ^= 1
    place.write_bytes(content)
    (line,) = faults()
    assert "is damaged" in line
    assert "every hash" in checked("--without-reading")


def test_a_plain_file_that_changed_is_seen_by_its_hash(documents):
    place_of(documents[1].original_key).write_bytes(b"picturf")
    (line,) = faults()
    assert "is not the file that was put there" in line


def test_a_hash_that_is_not_that_of_the_file_is_seen(documents):
    Document.objects.filter(pk=documents[0].pk).update(original_sha256="0" * 64)
    (line,) = faults()
    assert "original_key" in line


def test_a_file_without_a_row_is_named_once_it_can_no_longer_be_on_its_way(documents):
    place = place_of(documents[0].original_key).with_name("nobody")
    place.write_bytes(b"x")
    assert "every file its row" in checked()
    grow_old(place)
    (line,) = faults()
    assert "no row knows it" in line


def test_a_document_whose_key_is_missing_is_said_so(documents, settings):
    settings.DOCUMENTS_KEYS = {"another": b"a" * 32}
    assert len(faults()) == 4
    assert all("“tests”" in line for line in faults())


def test_no_name_of_a_file_is_told(documents):
    place_of(documents[0].original_key).unlink()
    assert "lésion" not in "\n".join(faults())
