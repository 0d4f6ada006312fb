"""The jobs of delegations, by name: what defers them need not import what they do."""

from procrastinate.contrib.django import app

SEND_CODE = "delegations.send_code"


def defer(task: str, **arguments: str) -> None:
    """Keys only: job arguments are readable by whoever reads the queue."""
    app.configure_task(task, allow_unknown=False).defer(**arguments)
