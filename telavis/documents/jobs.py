"""Work that is done after the answer to the browser: asked for in the transaction of the act."""

from uuid import UUID

from procrastinate.contrib.django import app

MAKE_SAFE = "documents.make_safe"
QUEUE = "documents"


def ask_to_make_safe(document_id: UUID) -> None:
    """A job by its name, since the task itself calls the actions."""
    app.configure_task(MAKE_SAFE, queue=QUEUE).defer(document_id=str(document_id))
