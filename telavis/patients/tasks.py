"""The worker’s side: search keys renewed each hour after a change of rules, doubles looked for every night."""

from procrastinate.contrib.django import app

from telavis.patients import duplicates
from telavis.patients.rebuilding import rebuild

LOCK = "patients.rebuild_search_keys"
DUPLICATES = "patients.find_duplicates"


@app.periodic(cron="5 * * * *")
@app.task(name="patients.rebuild_search_keys", queueing_lock=LOCK, lock=LOCK)
def rebuild_search_keys(timestamp: int) -> None:
    """Nothing to do, nearly always: two reads of an index."""
    rebuild()


@app.periodic(cron="11 2 * * *")
@app.task(name="patients.find_duplicates", queueing_lock=DUPLICATES, lock=DUPLICATES)
def find_duplicates(timestamp: int) -> int:
    """Every night: who may be there twice waits for the identity desk."""
    return duplicates.sweep()
