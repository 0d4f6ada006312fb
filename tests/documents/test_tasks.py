"""The worker: it cleans, refuses, tries again, and takes over from one that died (docs/domain/documents.md, 7 to 14)."""

import os
import random
import signal
import subprocess
import sys

import pytest

from telavis.documents import actions, queries, tasks
from telavis.documents.cleaning import sandbox
from telavis.documents.keeping import opened
from telavis.documents.models import DocumentState
from telavis.gateways import object_store
from tests.documents import files
from tests.documents.makers import make_received
from tests.gateways.clam_daemon import EICAR, clam_daemon
from tests.jobs import leave_in_the_hands_of_a_dead_worker, make_retries_due, resume_stalled, work

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_worker_makes_a_photo_safe(folder, doctor):
    document = make_received(folder, doctor)
    work()
    document.refresh_from_db()
    assert (document.state, document.kind, document.width) == (DocumentState.READY, "image", files.SIZE[0])
    with opened(document, document.rendition_key) as rendition:
        assert rendition.read(8) == b"\x89PNG\r\n\x1a\n"


def test_the_worker_refuses_what_it_cannot_open(folder, doctor):
    document = make_received(folder, doctor, b"%PDF-1.7\n" + b"?" * 500)
    work()
    document.refresh_from_db()
    assert document.state == DocumentState.REFUSED
    assert document.refusal.startswith("Ce PDF est incomplet")
    assert document.rendition_key == ""


def test_an_interrupted_cleaning_is_done_again(folder, doctor, monkeypatch):
    document = make_received(folder, doctor)
    monkeypatch.setattr(sandbox, "_start", killed_at_once)
    work()
    document.refresh_from_db()
    assert document.state == DocumentState.RECEIVED
    monkeypatch.undo()
    make_retries_due()
    work()
    document.refresh_from_db()
    assert document.state == DocumentState.READY


def test_after_the_last_try_nobody_is_left_waiting(folder, doctor, monkeypatch):
    document = make_received(folder, doctor)
    monkeypatch.setattr(sandbox, "_start", killed_at_once)
    for _ in range(tasks.TRIES):
        make_retries_due()
        work()
    document.refresh_from_db()
    assert document.state == DocumentState.REFUSED
    assert "n’a pas pu être vérifié" in document.refusal


def test_an_original_that_the_store_has_lost_is_said_after_the_last_try(folder, doctor):
    document = make_received(folder, doctor)
    object_store.erase(document.original_key)
    for _ in range(tasks.TRIES):
        document.refresh_from_db()
        assert document.state == DocumentState.RECEIVED
        make_retries_due()
        work()
    document.refresh_from_db()
    assert "n’est pas arrivé entier" in document.refusal


def killed_at_once(original, folder, stdout):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    os.kill(child.pid, signal.SIGKILL)
    return child


def test_the_job_of_a_dead_worker_is_done_by_another(folder, doctor):
    document = make_received(folder, doctor)
    leave_in_the_hands_of_a_dead_worker()
    resume_stalled()
    work()
    document.refresh_from_db()
    assert document.state == DocumentState.READY


def test_files_wait_while_the_antivirus_is_silent_and_pass_when_it_is_back(folder, doctor, settings):
    settings.CLAMD = "127.0.0.1:1"
    document = make_received(folder, doctor)
    for _ in range(tasks.TRIES + 1):
        work()
        make_retries_due()
    document.refresh_from_db()
    assert document.state == DocumentState.RECEIVED
    assert document.unscanned_since is not None
    with clam_daemon() as daemon:
        settings.CLAMD = f"127.0.0.1:{daemon.server_address[1]}"
        work()
    document.refresh_from_db()
    assert document.state == DocumentState.READY


def test_a_virus_is_refused_before_anything_opens_it(folder, doctor, settings, monkeypatch):
    monkeypatch.setattr(tasks, "clean", None)
    document = make_received(folder, doctor, files.png(random.Random(1)) + EICAR)
    with clam_daemon() as daemon:
        settings.CLAMD = f"127.0.0.1:{daemon.server_address[1]}"
        work()
    document.refresh_from_db()
    assert document.state == DocumentState.REFUSED
    assert document.refusal.startswith("Ce fichier contient un programme malveillant")


def test_cleaning_twice_changes_nothing(folder, doctor, documents_folder):
    document = make_received(folder, doctor)
    tasks.clean_document(document)
    before = sorted(path.name for path in documents_folder.rglob("*") if path.is_file())
    tasks.clean_document(document)
    assert sorted(path.name for path in documents_folder.rglob("*") if path.is_file()) == before


def test_a_document_removed_meanwhile_is_cleaned_for_the_day_it_comes_back(folder, doctor):
    document = make_received(folder, doctor)
    actions.remove(document, by=doctor)
    work()
    actions.put_back(document, by=doctor)
    assert queries.documents_in(folder).get().state == DocumentState.READY
