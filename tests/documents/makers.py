"""Documents in the state that a test needs."""

import hashlib
import random

from django.core.files.base import ContentFile

from telavis.directory.actors import Actor
from telavis.documents import actions, keeping, tasks
from telavis.documents.models import Document, DocumentKind, DocumentState, Folder
from telavis.gateways import object_store
from tests.documents import files

PICTURE = b"picture"


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
    document = Document(
        folder=folder,
        title="Photo",
        file_name="photo.jpg",
        state=DocumentState.READY,
        kind=DocumentKind.IMAGE,
        original_sha256="0" * 64,
        original_size=1,
        rendition_sha256="0" * 64,
        rendition_size=len(PICTURE),
        rendition_type="image/jpeg",
    )
    keeping.give_key(document)
    document.rendition_key = keeping.keep(document, ContentFile(PICTURE), drawer="renditions")
    document.thumbnail_key = keeping.keep(document, ContentFile(PICTURE), drawer="thumbnails")
    document.save(force_insert=True)
    return document


def make_plain(folder: Folder, content: bytes = PICTURE) -> Document:
    """As an installation left it that did not seal its documents."""
    document = make_shown(folder)
    for key in document.kept_keys:
        object_store.erase(key)
    for name in Document.KEYS:
        kept = object_store.store().save(f"{name}/{document.pk}", ContentFile(content))
        setattr(document, name, kept)
    document.wrapped_key, document.key_id = b"", ""
    document.original_sha256 = document.rendition_sha256 = hashlib.sha256(content).hexdigest()
    document.original_size = document.rendition_size = len(content)
    document.save()
    return document
