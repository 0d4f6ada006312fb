"""Documents in the state that a test needs."""

import random

from django.core.files.base import ContentFile

from telavis.directory.actors import Actor
from telavis.documents import actions, tasks
from telavis.documents.models import Document, Folder
from tests.documents import files


def make_received(
    folder: Folder, by: Actor, content: bytes | None = None, name: str = "lésion.png"
) -> Document:
    """Kept, and waiting for the worker."""
    content = files.png(random.Random(1)) if content is None else content
    return actions.add(folder, ContentFile(content, name=name), by=by)


def make_ready(folder: Folder, by: Actor, content: bytes | None = None, name: str = "lésion.png") -> Document:
    """Cleaned, as the worker does it."""
    document = make_received(folder, by, content, name)
    tasks.clean_document(document)
    document.refresh_from_db()
    return document
