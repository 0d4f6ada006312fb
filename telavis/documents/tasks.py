"""The worker's side: each document is made safe by a job; jobs of a worker that died are found and done again."""

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import structlog
from django.core.files import File
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from telavis.documents import actions
from telavis.documents.assembling import Joined, as_file
from telavis.documents.cleaning.outcome import PIECES, RENDITION, THUMBNAIL, Cleaned
from telavis.documents.cleaning.sandbox import CleaningInterrupted, clean
from telavis.documents.jobs import MAKE_SAFE, PUT_TOGETHER, QUEUE, ask_again
from telavis.documents.keeping import keep, opened
from telavis.documents.left_open import WORKSHOP, sweep_left_open
from telavis.documents.models import Document, DocumentState, Upload
from telavis.documents.refusals import FileRefused, Refusal
from telavis.gateways import antivirus, object_store
from telavis.gateways.antivirus import AntivirusSilent
from telavis.gateways.sealed_files import DamagedFile

log = structlog.get_logger(__name__)

TRIES = 4
TRIES_TO_PUT_TOGETHER = 10
SILENCE_OF_A_DEAD_WORKER = 30  # seconds; a worker says every ten that it lives


@app.task(
    name=MAKE_SAFE,
    queue=QUEUE,
    pass_context=True,
    retry=RetryStrategy(max_attempts=TRIES, exponential_wait=3),
)
def make_safe(context: JobContext, *, document_id: str) -> None:
    """Clean one document. Interrupted, it is tried again; after the last try it is refused rather than left waiting."""
    document = Document.objects.filter(pk=document_id, state=DocumentState.RECEIVED).first()
    if document is None:
        return
    try:
        clean_document(document)
    except FileRefused as refused:
        actions.refuse(document, refused.refusal)
    except AntivirusSilent as silent:
        log.warning("the antivirus is silent, a file waits", why=str(silent))
        actions.wait_for_scan(document)
    except (CleaningInterrupted, FileNotFoundError, DamagedFile) as failure:
        if context.job.attempts + 1 < TRIES:
            raise
        is_cut_off = isinstance(failure, CleaningInterrupted)
        actions.refuse(document, Refusal.UNCHECKABLE if is_cut_off else Refusal.NOT_WHOLE)


def clean_document(document: Document) -> None:
    """Take the original out, have it cleaned by the child, put away what it made."""
    with tempfile.TemporaryDirectory(prefix=WORKSHOP) as name:
        folder = Path(name)
        original = folder / "original"
        document = actions.seal(document)
        with opened(document, document.original_key) as source, original.open("wb") as target:
            shutil.copyfileobj(source, target)
        _scan(original)
        cleaned = clean(original, folder)
        _keep(document, cleaned, folder)


def _scan(original: Path) -> None:
    """What came, before anything else opens it."""
    if not antivirus.is_set():
        return
    with original.open("rb") as content:
        if found := antivirus.found_in(content):
            log.warning("the antivirus refused a file", found=found)
            raise FileRefused(Refusal.INFECTED)


def _keep(document: Document, cleaned: Cleaned, folder: Path) -> None:
    with (folder / RENDITION).open("rb") as made:
        rendition: File[Any] = File(made, name=RENDITION)
        sha256 = hashlib.file_digest(made, "sha256").hexdigest()
        stored = actions.Stored(
            rendition=keep(document, rendition, drawer="renditions"),
            thumbnail=_put(document, folder / THUMBNAIL, drawer="thumbnails"),
            pieces=_put(document, folder / PIECES, drawer="pieces"),
        )
        if not actions.accept(document, cleaned, rendition=rendition, sha256=sha256, stored=stored):
            for key in stored.keys:
                object_store.erase(key)


def _put(document: Document, made: Path, *, drawer: str) -> str:
    """The key of what the child made; of nothing, none."""
    if not made.stat().st_size:
        return ""
    with made.open("rb") as content:
        return keep(document, File(content, name=made.name), drawer=drawer)


@app.task(
    name=PUT_TOGETHER,
    queue=QUEUE,
    retry=RetryStrategy(max_attempts=TRIES_TO_PUT_TOGETHER, exponential_wait=3),
)
def put_together(*, upload_id: str) -> None:
    """The pieces of an upload become the original of its document. While the store is away it is tried again."""
    upload = Upload.objects.filter(pk=upload_id, document__original_key="").select_related("folder").first()
    if upload is None:
        return
    joined = Joined(upload)
    try:
        key = keep(upload, as_file(joined, upload), drawer="originals")
    except (FileNotFoundError, DamagedFile):
        actions.lose(upload)
        return
    is_taken = False
    try:
        is_taken = actions.finish(upload, key=key, sha256=joined.digest.hexdigest())
    finally:
        if not is_taken:
            object_store.erase(key)


@app.periodic(cron="* * * * *")
@app.task(name="documents.resume_stalled", queue=QUEUE, pass_context=True)
async def resume_stalled(context: JobContext, timestamp: int) -> None:
    """Give back to the queue the jobs of workers that say nothing any more; a periodic one has its next turn."""
    manager = context.app.job_manager
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE_OF_A_DEAD_WORKER)
    for job in stalled:
        if job.queueing_lock is None:
            await manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(name="documents.empty_bin", queue=QUEUE)
def empty_bin(timestamp: int) -> None:
    actions.empty_bin(timezone.now())


@app.periodic(cron="37 * * * *")
@app.task(name="documents.sweep", queue=QUEUE)
def sweep(timestamp: int) -> None:
    now = timezone.now()
    ask_again(now)
    actions.sweep(now)
    sweep_left_open(now)
