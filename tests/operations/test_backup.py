"""`make backup` and `make restore`: what was there comes back, whole or not at all."""

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from telavis.environment import BASE_DIR
from telavis.supervisor.postgres import Cluster
from tests.operations.running import environ

BEFORE = "Nœlle d’Été"


@dataclass(frozen=True)
class Place:
    """A data folder with its database."""

    folder: Path
    url: str

    def manage(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, str(BASE_DIR / "manage.py"), *words]
        return subprocess.run(command, env=environ(self.folder), capture_output=True, text=True, check=False)

    def add(self, name: str) -> None:
        with psycopg.connect(self.url) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS kept (name text NOT NULL)")
            connection.execute("INSERT INTO kept VALUES (%s)", [name])

    def kept(self) -> list[str]:
        with psycopg.connect(self.url) as connection:
            return [name for (name,) in connection.execute("SELECT name FROM kept ORDER BY name")]

    @property
    def document(self) -> Path:
        return self.folder / "documents" / "ab" / "key"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("backup")
    for parent in (folder, *folder.parents[:4]):
        if parent.stat().st_mode & 0o011 != 0o011:
            parent.chmod(parent.stat().st_mode | 0o011)
    cluster = Cluster(folder / "postgres", throwaway=True)
    cluster.start()
    try:
        here = Place(folder, cluster.url)
        migrated = here.manage("migrate", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        here.add(BEFORE)
        here.document.parent.mkdir(parents=True)
        here.document.write_bytes(b"\x00\xffbytes")
        yield here
    finally:
        cluster.stop()


def test_what_was_backed_up_comes_back_and_what_came_after_goes(place: Place, tmp_path: Path):
    backup = tmp_path / "kept.tar"
    made = place.manage("backup", "--to", str(backup))
    assert made.returncode == 0, made.stderr
    assert backup.stat().st_mode & 0o077 == 0

    place.add("later")
    place.document.unlink()
    later = place.folder / "documents" / "later"
    later.write_bytes(b"later")
    for _ in range(2):  # what is restored can be restored again
        restored = place.manage("restore", str(backup))
        assert restored.returncode == 0, restored.stderr

    assert place.kept() == [BEFORE]
    assert place.document.read_bytes() == b"\x00\xffbytes"
    assert not later.exists()
    assert place.manage("migrate", "--check").returncode == 0


def test_a_damaged_backup_changes_nothing(place: Place, tmp_path: Path):
    backup = tmp_path / "damaged.tar"
    assert place.manage("backup", "--to", str(backup)).returncode == 0
    with tarfile.open(backup) as archive:
        start = archive.getmember("documents/ab/key").offset_data
    with backup.open("r+b") as file:
        file.seek(start)
        file.write(b"X")
    refused = place.manage("restore", str(backup))
    assert refused.returncode != 0
    assert "damaged" in refused.stderr
    assert place.kept() == [BEFORE]
    assert place.document.exists()


def test_what_is_no_backup_is_refused(place: Place, tmp_path: Path):
    (tmp_path / "no.tar").write_text("not a tar")
    refused = place.manage("restore", str(tmp_path / "no.tar"))
    assert refused.returncode != 0
    assert "cannot be read as a backup" in refused.stderr


def test_a_restore_waits_until_telavis_has_stopped(place: Place, tmp_path: Path):
    backup = tmp_path / "busy.tar"
    with psycopg.connect(place.url):
        assert place.manage("backup", "--to", str(backup)).returncode == 0
        refused = place.manage("restore", str(backup))
    assert refused.returncode != 0
    assert "stop it, then restore" in refused.stderr
