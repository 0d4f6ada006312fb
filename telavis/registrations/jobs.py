"""The jobs of registrations, by name: what defers them need not import what they do."""

from procrastinate.contrib.django import app

SEND_CODE = "registrations.send_code"
TELL_OTHERS = "registrations.tell_others"


def defer(task: str, **arguments: str) -> None:
    """Keys only: job arguments are readable by whoever reads the queue."""
    app.configure_task(task, allow_unknown=False).defer(**arguments)
