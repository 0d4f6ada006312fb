"""Work that is done after the answer to the browser: asked for in the transaction of the act."""

from uuid import UUID

from procrastinate.contrib.django import app

MAKE_SAFE = "documents.make_safe"
PUT_TOGETHER = "documents.put_together"
QUEUE = "documents"


def ask_to_make_safe(document_id: UUID, *, in_seconds: int = 0) -> None:
    """A job by its name, since the task itself calls the actions."""
    later = {"seconds": in_seconds} if in_seconds else None
    app.configure_task(MAKE_SAFE, queue=QUEUE, schedule_in=later).defer(document_id=str(document_id))


def ask_to_put_together(upload_id: UUID) -> None:
    """The pieces of an upload that is whole."""
    app.configure_task(PUT_TOGETHER, queue=QUEUE).defer(upload_id=str(upload_id))
