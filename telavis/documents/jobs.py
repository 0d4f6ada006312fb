"""Work that is done after the answer to the browser: asked for in the transaction of the act."""

from datetime import datetime, timedelta
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from telavis.documents.models import Document, DocumentState, Upload

MAKE_SAFE = "documents.make_safe"
PUT_TOGETHER = "documents.put_together"
QUEUE = "documents"
LEFT_AFTER = timedelta(hours=1)
"""The tries of a job are over by then, whatever stood in its way."""


def ask_to_make_safe(document_id: UUID, *, in_seconds: int = 0) -> None:
    """A job by its name, since the task itself calls the actions."""
    later = {"seconds": in_seconds} if in_seconds else None
    app.configure_task(MAKE_SAFE, queue=QUEUE, schedule_in=later).defer(document_id=str(document_id))


def ask_to_put_together(upload_id: UUID) -> None:
    """The pieces of an upload that is whole."""
    app.configure_task(PUT_TOGETHER, queue=QUEUE).defer(upload_id=str(upload_id))


def ask_again(now: datetime) -> int:
    """What waits and has no job any more, as the store was away for longer than its tries: nobody is left waiting."""
    before = now - LEFT_AFTER
    unchecked = Document.objects.filter(state=DocumentState.RECEIVED, added_at__lt=before)
    unchecked = unchecked.exclude(original_key="").exclude(pk__in=_awaited(MAKE_SAFE))
    apart = Upload.objects.filter(document__original_key="", moved_at__lt=before)
    apart = apart.exclude(document__state=DocumentState.REFUSED).exclude(pk__in=_awaited(PUT_TOGETHER))
    for document_id in (asked := list(unchecked.values_list("pk", flat=True))):
        ask_to_make_safe(document_id)
    for upload_id in (parted := list(apart.values_list("pk", flat=True))):
        ask_to_put_together(upload_id)
    return len(asked) + len(parted)


def _awaited(task: str) -> list[str]:
    """The keys of what a job of this kind is still to come for, or at work on."""
    jobs = ProcrastinateJob.objects.filter(task_name=task, status__in=("todo", "doing"))
    return [key for args in jobs.values_list("args", flat=True) for key in args.values()]
