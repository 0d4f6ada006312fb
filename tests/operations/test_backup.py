"""`make backup` and `make restore`: what was there comes back, whole or not at all."""

import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.utils import timezone

from telavis.cli import backing_up
from telavis.cli.archive import ArchiveError, check
from telavis.supervisor.postgres import Cluster
from tests.first_values import first_values
from tests.operations.awake import Awake, Ended, awake
from tests.operations.running import own_folder
from tests.prepared import copy_cluster

BEFORE = "Nœlle d’Été"

A_WAY_IN = (
    (
        "INSERT INTO accounts_opensession (session_key, session_data, expire_date, device, place) "
        "VALUES ('open', '', now() + interval '1 day', '', '')"
    ),
    (
        "INSERT INTO accounts_onetimecode (id, purpose, sent_to, channel, digest, tries, created_at, expires_at) "
        "VALUES (gen_random_uuid(), 'sign_in', '', '', '', 0, now(), now() + interval '1 day')"
    ),
)


@dataclass(frozen=True)
class Place:
    """A data folder with its database."""

    folder: Path
    url: str
    program: Awake

    def manage(self, *words: str, room: int | None = None) -> Ended:
        return self.program.manage(*words, room=room)

    def back_up(self, target: Path) -> Path:
        made = self.manage("backup", "--to", str(target))
        assert made.returncode == 0, made.stderr
        return target

    def refusal(self, *words: str, room: int | None = None) -> str:
        """The one sentence of a command that fails; what is there is as before, nothing else lies about."""
        before = self.state()
        refused = self.manage(*words, room=room)
        assert refused.returncode == 1, refused.stdout
        assert self.state() == before
        (sentence,) = refused.stderr.strip().splitlines()
        return sentence

    def state(self) -> tuple[list[str], bytes, set[str]]:
        return self.kept(), self.document.read_bytes(), {path.name for path in self.folder.iterdir()}

    def add(self, name: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (name text NOT NULL)")
            connection.execute("INSERT INTO kept VALUES (%s)", [name])

    def execute(self, *statements: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def kept(self) -> list[str]:
        with psycopg.connect(self.url) as connection:
            return [name for (name,) in connection.execute("SELECT name FROM kept ORDER BY name")]

    def ways_in(self) -> int:
        with psycopg.connect(self.url) as connection:
            counted = connection.execute(
                "SELECT (SELECT count(*) FROM accounts_opensession) + (SELECT count(*) FROM accounts_onetimecode)"
            )
            return int(counted.fetchone()[0])  # type: ignore[index]

    @property
    def document(self) -> Path:
        return self.folder / "documents" / "ab" / "key"


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with own_folder() as folder, awake(folder) as program:
        copy_cluster(folder / "postgres")
        cluster = Cluster(folder / "postgres", throwaway=True)
        cluster.start()
        try:
            here = Place(folder, cluster.url, program)
            here.add(BEFORE)
            here.execute(*A_WAY_IN)
            here.document.parent.mkdir(parents=True)
            here.document.write_bytes(b"\x00\xffbytes")
            yield here
        finally:
            cluster.stop()


@pytest.fixture(scope="module")
def whole(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the place as it is between two tests."""
    return place.back_up(tmp_path_factory.mktemp("backups") / "whole.tar")


def copy_of(backup: Path, folder: Path) -> Path:
    return Path(shutil.copy(backup, folder / "copy.tar"))


def test_what_was_backed_up_comes_back_and_what_came_after_goes(place: Place, whole: Path):
    assert whole.stat().st_mode & 0o077 == 0

    place.add("later")
    place.document.unlink()
    later = place.folder / "documents" / "later"
    later.write_bytes(b"later")
    for _ in range(2):  # what is restored can be restored again
        restored = place.manage("restore", str(whole))
        assert restored.returncode == 0, restored.stderr

    assert place.kept() == [BEFORE]
    assert place.document.read_bytes() == b"\x00\xffbytes"
    assert not later.exists()
    assert place.ways_in() == 0, "a session that was closed since would be open again"


@pytest.mark.django_db
def test_a_document_erased_while_the_backup_reads_is_left_out(
    monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
):
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "erased").write_bytes(b"in the bin")
    (settings.MEDIA_ROOT / "kept").write_bytes(b"kept")
    listed = backing_up._documents

    def listed_then_erased() -> dict[str, Path]:
        found = listed()
        (settings.MEDIA_ROOT / "erased").unlink()
        return found

    monkeypatch.setattr(backing_up, "_documents", listed_then_erased)
    backing_up.back_up(tmp_path / "made.tar", now=timezone.now())
    kept = hashlib.sha256(b"kept").hexdigest()
    files = check(tmp_path / "made.tar")["files"]
    assert {**files, "database.dump": ""} == {"database.dump": "", "documents/kept": kept}


@pytest.mark.django_db
def test_a_document_with_two_names_on_disk_is_whole_under_both(settings: Any, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "documents"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "first").write_bytes(b"kept")
    (settings.MEDIA_ROOT / "second").hardlink_to(settings.MEDIA_ROOT / "first")
    backing_up.back_up(tmp_path / "made.tar", now=timezone.now())
    kept = hashlib.sha256(b"kept").hexdigest()
    files = check(tmp_path / "made.tar")["files"]
    assert (files["documents/first"], files["documents/second"]) == (kept, kept)


def test_a_damaged_backup_changes_nothing(place: Place, whole: Path, tmp_path: Path):
    backup = copy_of(whole, tmp_path)
    with tarfile.open(backup) as archive:
        start = archive.getmember("documents/ab/key").offset_data
    with backup.open("r+b") as file:
        file.seek(start)
        file.write(b"X")
    assert "is damaged: documents/ab/key" in place.refusal("restore", str(backup))


def refusal_of(backup: Path) -> str:
    """Why this file is no backup; it is read whole before anything is touched."""
    with pytest.raises(ArchiveError) as refused:
        check(backup)
    (sentence,) = str(refused.value).splitlines()
    return sentence


@pytest.mark.parametrize("share", [0.0, 0.001, 0.3, 0.7, 0.99])
def test_a_truncated_backup_is_refused(whole: Path, tmp_path: Path, share: float):
    backup = copy_of(whole, tmp_path)
    with tarfile.open(backup) as archive:
        last = archive.getmembers()[-1]
    with backup.open("r+b") as file:
        file.truncate(int(share * (last.offset_data + last.size)))
    assert "backup of Télavis" in refusal_of(backup)


def tar_of(path: Path, **files: bytes) -> Path:
    with tarfile.open(path, "w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def manifest_of(**files: bytes) -> bytes:
    fingerprints = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return json.dumps({"format": 1, "made_at": "2026", "files": fingerprints}).encode()


DUMP = {"database.dump": b"no dump"}
OUTWARD = {**DUMP, "documents/../../out": b"x"}
ROOTED = {**DUMP, "/documents/x": b"x"}
FOLDER = {**DUMP, "documents": b"x"}
STRANGERS: dict[str, dict[str, bytes]] = {
    "another tar": {"notes.txt": b"hello"},
    "a manifest that is no JSON": {"manifest.json": b"{"},
    "a manifest that is a list": {"manifest.json": b"[]"},
    "a manifest of another format": {"manifest.json": b'{"format": 2, "files": {}}'},
    "a manifest without a database": {"manifest.json": manifest_of()},
    "a way out of the folder": {"manifest.json": manifest_of(**OUTWARD), **OUTWARD},
    "a path from the root": {"manifest.json": manifest_of(**ROOTED), **ROOTED},
    "the folder itself": {"manifest.json": manifest_of(**FOLDER), **FOLDER},
}


@pytest.mark.parametrize("kind", STRANGERS)
def test_the_tar_of_somebody_else_is_refused(tmp_path: Path, kind: str):
    assert "backup of Télavis" in refusal_of(tar_of(tmp_path / "strange.tar", **STRANGERS[kind]))


@pytest.mark.parametrize("content", [b"", b"not a tar", b"\x1f\x8b\x08 broken gzip", bytes(10_240)])
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes):
    (tmp_path / "no.tar").write_bytes(content)
    assert "cannot be read as a backup" in refusal_of(tmp_path / "no.tar")


def test_a_file_that_is_not_there_is_refused(place: Place, tmp_path: Path):
    assert "No such file" in place.refusal("restore", str(tmp_path / "gone.tar"))


def test_a_whole_backup_of_no_database_changes_nothing(place: Place, tmp_path: Path):
    backup = tar_of(tmp_path / "strange.tar", **{"manifest.json": manifest_of(**DUMP)}, **DUMP)
    assert "pg_restore failed" in place.refusal("restore", str(backup))


def test_where_the_disk_is_full_no_half_backup_is_left(place: Place, whole: Path, tmp_path: Path):
    dump_alone = whole.stat().st_size
    for room in (
        20_000,
        dump_alone - 10_000,
    ):  # too little for the dump; enough for it, too little for the whole
        sentence = place.refusal("backup", "--to", str(tmp_path / "full.tar"), room=room)
        assert "failed" in sentence or "could not be written" in sentence
        assert list(tmp_path.iterdir()) == []


def test_where_the_disk_is_full_a_restore_changes_nothing(place: Place, whole: Path):
    place.add("later")
    try:
        assert "everything is as before" in place.refusal("restore", str(whole), room=20_000)
    finally:
        place.execute("DELETE FROM kept WHERE name = 'later'")


def test_where_the_database_refuses_the_documents_stay(place: Place, whole: Path):
    kept = place.document.read_bytes()
    place.document.write_bytes(b"newer")
    read_only = "ALTER DATABASE telavis {} default_transaction_read_only"
    place.execute(read_only.format("SET") + " = on")
    try:
        assert "read-only" in place.refusal("restore", str(whole))
        assert place.document.read_bytes() == b"newer"
    finally:
        place.execute("SET default_transaction_read_only = off", read_only.format("RESET"))
        place.document.write_bytes(kept)


def to_an_older_version(place: Place) -> None:
    """What the last migration of the settings wrote is taken away again."""
    last = first_values()[-1]
    name, keys = last.__name__.rpartition(".")[2], ", ".join(f"'{key}'" for key in last.FIRST_VALUES)
    place.execute(  # the words are those of a migration
        f"DELETE FROM parameters_parameter WHERE key IN ({keys})",  # noqa: S608
        f"DELETE FROM django_migrations WHERE app = 'parameters' AND name = '{name}'",  # noqa: S608
    )


def test_the_backup_of_an_older_version_comes_back_and_is_brought_up_to_date(
    place: Place, whole: Path, tmp_path: Path
):
    to_an_older_version(place)
    older = place.back_up(tmp_path / "older.tar")
    assert place.manage("restore", str(whole)).returncode == 0
    assert place.manage("restore", str(older)).returncode == 0
    assert "run `manage.py prepare`" in place.manage("check_start").stderr
    assert place.manage("migrate", "--verbosity=0").returncode == 0
    assert place.manage("check_start").returncode == 0


def test_the_backup_of_a_later_version_is_refused(place: Place, tmp_path: Path):
    place.execute(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_to_come', now())"
    )
    backup = place.back_up(tmp_path / "later.tar")
    place.execute("DELETE FROM django_migrations WHERE name = '9999_to_come'")
    assert "later version of Télavis (accounts.9999_to_come)" in place.refusal("restore", str(backup))


def test_the_keys_of_the_documents_are_named_and_not_in_it(place: Place, tmp_path: Path):
    place.execute(
        "INSERT INTO documents_folder (id, created_at) VALUES (gen_random_uuid(), now())",
        "INSERT INTO documents_document (id, folder_id, position, title, file_name, question, state, refusal, kind,"
        " original_key, original_sha256, original_size, rendition_key, rendition_type, rendition_sha256,"
        " rendition_size, thumbnail_key, added_at, added_by_label, wrapped_key, key_id, original_type, pieces_key,"
        " header, measures, excuse)"
        " SELECT gen_random_uuid(), id, 0, '', '', '', 'received', '', '', '', '', 0, '', '', '', 0, '', now(), '',"
        " 'x', 'elsewhere', '', '', '{}', '{}', '' FROM documents_folder",
    )
    backup = tmp_path / "sealed.tar"
    assert "(elsewhere) is not in it" in place.manage("backup", "--to", str(backup)).stdout
    assert check(backup)["document_keys"] == ["elsewhere"]
    assert "need the key elsewhere" in place.refusal("restore", str(backup))
    assert place.manage("restore", str(backup), "--without-document-keys").returncode == 0
    place.execute("DELETE FROM documents_document", "DELETE FROM documents_folder")


def test_a_restore_waits_until_telavis_has_stopped(place: Place, whole: Path):
    with psycopg.connect(place.url):
        assert "stop it, then restore" in place.refusal("restore", str(whole))


def test_a_backup_is_made_while_telavis_runs_and_replaces_no_other(place: Place, whole: Path, tmp_path: Path):
    with psycopg.connect(place.url):
        place.back_up(tmp_path / "busy.tar")
    assert "exists already" in place.refusal("backup", "--to", str(whole))
