"""The worker’s side: search keys renewed each hour after a change of rules, doubles looked for every night."""

from contextlib import suppress
from time import time

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from telavis.patients import duplicates
from telavis.patients.rebuilding import is_due, rebuild

REBUILD = LOCK = "patients.rebuild_search_keys"
DUPLICATES = "patients.find_duplicates"


@app.periodic(cron="5 * * * *")
@app.task(name=REBUILD, queueing_lock=LOCK, lock=LOCK)
def rebuild_search_keys(timestamp: int) -> None:
    """Nothing to do, nearly always: two reads of an index."""
    rebuild()


def renew_soon() -> None:
    """After an upgrade that has changed the rules: by the worker, as soon as it starts."""
    if is_due():
        with suppress(AlreadyEnqueued), transaction.atomic():
            app.configure_task(REBUILD, queueing_lock=LOCK, lock=LOCK).defer(timestamp=int(time()))


@app.periodic(cron="11 2 * * *")
@app.task(name="patients.find_duplicates", queueing_lock=DUPLICATES, lock=DUPLICATES)
def find_duplicates(timestamp: int) -> int:
    """Every night: who may be there twice waits for the identity desk."""
    return duplicates.sweep()
