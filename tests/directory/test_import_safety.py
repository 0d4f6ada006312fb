"""An import that is cut, killed, doubled or fed with half a file has changed nothing."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from telavis.directory.actions.imports import recognise
from telavis.directory.actions.staging import ImportRefused
from telavis.directory.extractions.files import FaultyFile
from telavis.directory.models import DirectoryImport, PublishedActivity, PublishedProfessional
from telavis.environment import BASE_DIR
from tests.directory.extractions import (
    HEADER,
    MAILBOX_SAMPLE,
    PEOPLE_SAMPLE,
    SITE_SAMPLE,
    activity,
    counts,
    import_people,
    people_file,
    write,
)

CROWD = [activity(number) for number in range(20)]


@pytest.fixture
def another() -> Iterator[psycopg.Connection[Any]]:
    """Somebody else's connection to the same database."""
    with psycopg.connect(**connection.get_connection_params(), autocommit=True) as other:
        yield other


@pytest.mark.django_db
def test_half_a_file_is_refused_and_nobody_leaves(tmp_path: Path):
    import_people(people_file(tmp_path, *CROWD))
    with pytest.raises(ImportRefused, match="10 des 20 connus manquent"):
        import_people(people_file(tmp_path, *CROWD[:10]))
    assert not PublishedProfessional.objects.filter(left_on__isnull=False).exists()
    assert DirectoryImport.objects.count() == 1


@pytest.mark.django_db
def test_half_a_file_is_applied_when_its_losses_are_accepted(tmp_path: Path):
    import_people(people_file(tmp_path, *CROWD))
    assert counts(import_people(people_file(tmp_path, *CROWD[:10]), accept_losses=True)) == (0, 0, 10, 0)


@pytest.mark.django_db
def test_the_few_who_leave_on_a_day_need_no_word(tmp_path: Path):
    import_people(people_file(tmp_path, *CROWD))
    assert counts(import_people(people_file(tmp_path, *CROWD[:19]))) == (0, 0, 1, 0)


@pytest.mark.django_db
def test_a_file_full_of_faults_is_refused_even_the_first_time(tmp_path: Path):
    with pytest.raises(ImportRefused, match="3 lignes sur 23 sont illisibles"):
        import_people(people_file(tmp_path, *CROWD, "a", "b", "c"))
    assert not PublishedProfessional.objects.exists()


@pytest.mark.django_db
def test_a_file_cut_in_the_middle_of_a_line_loses_that_line_only(tmp_path: Path):
    path = people_file(tmp_path, *CROWD)
    path.write_bytes(path.read_bytes()[:-40])
    summary = import_people(path)
    assert counts(summary) == (19, 0, 0, 1)


@pytest.mark.django_db
def test_a_missing_column_is_named(tmp_path: Path):
    path = write(
        tmp_path / "people.txt", [HEADER.replace("Code rôle|", "").replace("Numéro SIRET site|", "")]
    )
    with pytest.raises(FaultyFile, match="Numéro SIRET site"):
        import_people(path)


@pytest.mark.django_db
def test_a_refused_import_leaves_no_table_and_no_lock_behind(
    tmp_path: Path, another: psycopg.Connection[Any]
):
    with pytest.raises(ImportRefused):
        import_people(people_file(tmp_path, "a", "b"))
    assert another.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone() == (0,)
    assert counts(import_people(people_file(tmp_path, *CROWD))) == (20, 0, 0, 0)


@pytest.mark.parametrize("paths", [[SITE_SAMPLE], [PEOPLE_SAMPLE, MAILBOX_SAMPLE, PEOPLE_SAMPLE]])
def test_files_are_known_by_their_columns_before_the_first_is_read(paths: list[Path]):
    with pytest.raises(FaultyFile, match=r"ses colonnes ne sont pas les leurs|le même contenu"):
        recognise(paths)


def test_the_two_files_of_the_directory_are_told_apart():
    kinds = [plan.kind.value for plan, _ in recognise([MAILBOX_SAMPLE, PEOPLE_SAMPLE])]
    assert kinds == ["mailboxes", "professionals"]


@pytest.mark.django_db
def test_an_import_during_another_is_refused(another: psycopg.Connection[Any]):
    another.execute("SELECT pg_advisory_lock(%s)", [0x7E1A_0015])
    with pytest.raises(ImportRefused, match="Un autre import"):
        import_people(PEOPLE_SAMPLE)
    another.execute("SELECT pg_advisory_unlock_all()")
    assert counts(import_people(PEOPLE_SAMPLE)) == (10, 0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_in_its_merge_changed_nothing_and_may_be_run_again(another: psycopg.Connection[Any]):
    killed = start_import_that_waits(another)
    killed.send_signal(signal.SIGKILL)
    killed.wait(10)
    another.rollback()
    wait_for(lambda: imports_at_work(another) == 0)
    assert not PublishedProfessional.objects.exists()
    assert not PublishedActivity.objects.exists()
    assert counts(import_people(PEOPLE_SAMPLE)) == (10, 0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_former_directory_until_the_merge_is_done(
    another: psycopg.Connection[Any], tmp_path: Path
):
    import_people(people_file(tmp_path, *CROWD))
    waiting = start_import_that_waits(another, "--accept-losses")
    assert PublishedProfessional.objects.filter(left_on__isnull=True).count() == len(CROWD)
    another.rollback()
    assert waiting.wait(60) == 0
    assert PublishedProfessional.objects.filter(left_on__isnull=True).count() == 10


def start_import_that_waits(another: psycopg.Connection[Any], *words: str) -> subprocess.Popen[bytes]:
    """The command in a process of its own, held up in the middle of its merge by a lock on the table of activities."""
    another.autocommit = False
    another.execute("LOCK TABLE directory_publishedactivity IN SHARE MODE")
    known = connection.settings_dict
    url = f"postgresql://{known['USER']}@/{known['NAME']}?host={known['HOST'].replace('/', '%2F')}"
    command = [sys.executable, "manage.py", "import_directory", str(PEOPLE_SAMPLE), *words]
    told = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "DEMO": "1"}
    started = subprocess.Popen(command, cwd=BASE_DIR, env=told, stdout=subprocess.DEVNULL)
    wait_for(lambda: waits_for_a_lock(another))
    return started


def waits_for_a_lock(another: psycopg.Connection[Any]) -> bool:
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'directory_publishedactivity'::regclass"
    return another.execute(asked).fetchone() == (1,)


def imports_at_work(another: psycopg.Connection[Any]) -> int:
    (count,) = another.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'").fetchone() or (0,)
    another.rollback()
    return int(count)


def wait_for(condition: Any, seconds: float = 60.0) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.05)
