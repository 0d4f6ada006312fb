"""One contract, two stores: a folder on disk, and a real S3 server on loopback."""

import hashlib
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
import rclone_api
from django.core.files.base import ContentFile
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.documents import actions
from telavis.documents.checking import Check
from telavis.documents.limits import MAX_PIECE
from telavis.documents.tasks import put_together
from telavis.environment import documents_storage
from telavis.gateways import object_store, stored_parts
from telavis.gateways.sealed_files import FIRST_LOOK, SEGMENT, TAG, DamagedFile, new_data_key, sealed_size

RCLONE = Path(rclone_api.__file__).parent / "bin" / "rclone"
KEY = new_data_key()
BUCKET = "telavis-documents"
BIG = os.urandom(12 * 1024**2)


@pytest.fixture(scope="module")
def s3_environment(tmp_path_factory) -> Iterator[dict[str, str]]:
    """A server of the S3 protocol that keeps its bucket in a temporary folder."""
    root = tmp_path_factory.mktemp("s3")
    (root / BUCKET).mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"127.0.0.1:{port}"
    RCLONE.chmod(0o755)
    server = subprocess.Popen(
        [RCLONE, "serve", "s3", "--addr", address, "--auth-key", "key,secret", str(root)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"HOME": str(root)},
    )
    try:
        _wait_for(f"http://{address}")
        yield {
            "DOCUMENTS_S3_BUCKET": BUCKET,
            "DOCUMENTS_S3_ENDPOINT": f"http://{address}",
            "DOCUMENTS_S3_REGION": "us-east-1",
            "DOCUMENTS_S3_ACCESS_KEY": "key",
            "DOCUMENTS_S3_SECRET_KEY": "secret",
        }
    finally:
        server.kill()
        server.wait()


def _wait_for(address: str) -> None:
    until = time.monotonic() + 15
    while time.monotonic() < until:
        try:
            urlopen(address, timeout=1)  # noqa: S310 an address that we made
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    pytest.fail("rclone serve s3 did not start")


@pytest.fixture(params=["disk", "s3"])
def store(request, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    environ = request.getfixturevalue("s3_environment") if request.param == "s3" else {}
    settings.STORAGES = {**settings.STORAGES, "documents": documents_storage(environ)}
    return object_store.store()


def kept(content: bytes) -> str:
    return object_store.put(ContentFile(content), drawer="originals", data_key=KEY)


@pytest.mark.parametrize("content", [b"", "lésion".encode(), BIG], ids=["empty", "small", "big"])
def test_what_is_kept_is_read_again(store, content):
    with object_store.read(kept(content), KEY) as file:
        assert file.read() == content


def test_a_part_is_read_without_the_rest(store):
    with object_store.read(kept(BIG), KEY) as file:
        file.seek(5_000_000)
        assert file.read(100) == BIG[5_000_000:5_000_100]


def test_the_size_is_known(store):
    with object_store.read(kept(b"12345"), KEY) as file:
        assert file.size == 5


def test_what_lies_in_the_store_tells_nothing(store):
    key = kept(b"mark of a patient" * 10)
    with store.open(key) as file:
        assert b"mark" not in file.read()
    assert store.size(key) == sealed_size(170)


@pytest.fixture
def fetched(monkeypatch) -> list[int]:
    """How many bytes each question to the store brought."""
    counts: list[int] = []
    for part in (stored_parts.FilePart, stored_parts.ObjectPart):
        real = part.read_at

        def read_at(self, offset, count, *, _real=real):
            answer = _real(self, offset, count)
            counts.append(len(answer))
            return answer

        monkeypatch.setattr(part, "read_at", read_at)
    return counts


def test_of_a_part_only_its_segments_are_fetched(store, fetched):
    with object_store.read(kept(BIG), KEY) as file:
        file.seek(7 * SEGMENT - 5)
        assert file.read(10) == BIG[7 * SEGMENT - 5 : 7 * SEGMENT + 5]
    assert fetched == [FIRST_LOOK, SEGMENT + TAG, SEGMENT + TAG]


def test_a_small_file_is_one_question(store, fetched):
    with object_store.read(kept(b"thumbnail"), KEY) as file:
        assert file.read() == b"thumbnail"
    assert len(fetched) == 1


def test_a_file_that_is_not_there_is_said_so(store):
    with pytest.raises(FileNotFoundError):
        object_store.read("originals/aa/nowhere", KEY)


def test_another_file_in_its_place_does_not_open(store):
    first, second = kept(b"of one patient"), kept(b"of another one")
    with store.open(second) as file:
        content = file.read()
    store.delete(first)
    store.save(first, ContentFile(content))
    with pytest.raises(DamagedFile):
        object_store.read(first, KEY).read()


def test_all_that_is_kept_is_listed(store):
    keys = {kept(b"x"), kept(b"y")}
    assert keys <= {key for key, _ in object_store.kept_keys()}


def test_of_a_write_that_fails_nothing_is_left(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    content = ContentFile(BIG)
    content.size += 1
    with pytest.raises(OSError, match="shorter"):
        object_store.put(content, drawer="originals", data_key=KEY)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_a_file_that_came_by_pieces_is_put_together_there(store, django_capture_on_commit_callbacks):
    folder, by = actions.new_folder(), Actor.system()
    content = b"%PDF-1.7" + BIG[: 5 * SEGMENT]
    upload = actions.start_upload(folder, file_name="a.pdf", length=len(content), by=by)
    while upload.received < upload.length:
        at = upload.received
        upload = actions.append(upload, content[at : at + MAX_PIECE], at=at, by=by)
    with django_capture_on_commit_callbacks(execute=True):
        put_together(upload_id=str(upload.pk))
    document = folder.documents.get()
    assert document.original_sha256 == hashlib.sha256(content).hexdigest()
    assert [key for key, _ in object_store.kept_keys("arriving")] == []
    assert list(Check(now=timezone.now()).faults()) == []


def test_keys_are_long_and_never_the_same(store):
    first, second = kept(b"x"), kept(b"x")
    assert first != second
    assert len(first.rsplit("/", maxsplit=1)[-1]) == 64


def test_what_is_erased_is_gone_and_erasing_again_is_no_fault(store):
    key = kept(b"x")
    object_store.erase(key)
    object_store.erase(key)
    assert not store.exists(key)


def test_a_further_key_opens_the_same_bytes_and_outlives_the_first(store):
    first = kept(b"x")
    further = object_store.put_again(first, drawer="renditions")
    assert further != first
    assert further.startswith("renditions/")
    object_store.erase(first)
    with object_store.read(further, KEY) as file:
        assert file.read() == b"x"


def test_on_disk_a_further_key_takes_no_room_where_that_can_be(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    first = kept(b"x")
    further = Path(object_store.store().path(object_store.put_again(first, drawer="renditions")))
    assert further.samefile(object_store.store().path(first))
    assert {further.parent.stat().st_mode & 0o777, further.parent.parent.stat().st_mode & 0o777} == {0o700}

    monkeypatch.setattr(Path, "hardlink_to", _refused)
    apart = Path(object_store.store().path(object_store.put_again(first, drawer="renditions")))
    assert apart.read_bytes() == further.read_bytes()
    assert not apart.samefile(further)


def _refused(*_: object) -> None:
    raise PermissionError


def test_on_disk_only_the_owner_may_read(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    path = Path(object_store.store().path(kept(b"x")))
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
