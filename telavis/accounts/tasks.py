"""The worker's side of accounts."""

from procrastinate.contrib.django import app

from telavis.accounts.actions.forgetting import forget_what_is_over


@app.periodic(cron="23 3 * * *")
@app.task(name="accounts.forget", queueing_lock="accounts.forget")
def forget(timestamp: int) -> None:
    """Every night; `timestamp` is the moment for which procrastinate planned it."""
    forget_what_is_over()
