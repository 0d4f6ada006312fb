"""Documents in the state that a test needs."""

import random

from django.core.files.base import ContentFile

from telavis.directory.actors import Actor
from telavis.documents import actions, tasks
from telavis.documents.models import Document, DocumentKind, DocumentState, Folder
from telavis.gateways import object_store
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


def make_shown(folder: Folder) -> Document:
    """Ready, as it stands in the database, without the work of making it so."""
    return Document.objects.create(
        folder=folder,
        title="Photo",
        file_name="photo.jpg",
        state=DocumentState.READY,
        kind=DocumentKind.IMAGE,
        original_sha256="0" * 64,
        original_size=1,
        rendition_key=object_store.put(ContentFile(b"picture"), drawer="renditions"),
        rendition_sha256="0" * 64,
        rendition_type="image/jpeg",
        thumbnail_key=object_store.put(ContentFile(b"picture"), drawer="thumbnails"),
    )
