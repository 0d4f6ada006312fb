"""The worker's side: after a change of the search's rules, rows are renewed at the beginning of each hour."""

from procrastinate.contrib.django import app

from telavis.patients.rebuilding import rebuild

LOCK = "patients.rebuild_search_keys"


@app.periodic(cron="5 * * * *")
@app.task(name="patients.rebuild_search_keys", queueing_lock=LOCK, lock=LOCK)
def rebuild_search_keys(timestamp: int) -> None:
    """Nothing to do, nearly always: two reads of an index."""
    rebuild()
