"""The keys of documents follow those of the environment; what lay in the open is sealed (docs/decisions/0041)."""

from collections.abc import Iterator
from contextlib import suppress

from django.db import transaction

from telavis.documents.actions.held import lock
from telavis.documents.keeping import give_key, keep, opened, rewrap
from telavis.documents.models import Document, DocumentState, Sealed
from telavis.gateways import key_ring, object_store

BATCH = 500


def rewrap_all() -> Iterator[int]:
    """Every data key for the key in use, batch by batch; interrupted, the next run goes on. No file changes."""
    for holders in Sealed.__subclasses__():
        while done := _rewrap_some(holders):
            yield done


@transaction.atomic
def _rewrap_some(holders: type[Sealed]) -> int:
    others = holders._default_manager.exclude(key_id__in=["", key_ring.current_id()])
    some = list(others.order_by("key_id", "pk").select_for_update(of=("self",))[:BATCH])
    for holder in some:
        rewrap(holder)
    holders._default_manager.bulk_update(some, ["wrapped_key", "key_id"])
    return len(some)


def seal_all() -> Iterator[Document]:
    """What an earlier version kept as it came, but for what has lost a file; what is being checked seals itself then."""
    waiting = Document.objects.filter(key_id="").exclude(state=DocumentState.RECEIVED)
    for document in waiting.order_by("pk").iterator(chunk_size=BATCH):
        with suppress(FileNotFoundError):
            yield seal(document)


def seal(document: Document) -> Document:
    """Its files are written again, sealed, under other names; the row changes over, and the former ones go."""
    if document.key_id:
        return document
    fresh = Document(pk=document.pk)
    give_key(fresh)
    is_changed = False
    try:
        for name in Document.KEYS:
            if former := getattr(document, name):
                with opened(document, former) as plain:
                    setattr(fresh, name, keep(fresh, plain, drawer=former.partition("/")[0]))
        is_changed = _change_over(document, fresh)
    finally:
        if not is_changed:
            _erase(fresh.kept_keys)
    return Document.objects.get(pk=document.pk)


@transaction.atomic
def _change_over(document: Document, fresh: Document) -> bool:
    """False when somebody else was first, or the document changed meanwhile."""
    held = lock(document)
    if held.key_id or held.kept_keys != document.kept_keys:
        return False
    former = held.kept_keys
    fields = ["wrapped_key", "key_id", *Document.KEYS]
    for name in fields:
        setattr(held, name, getattr(fresh, name))
    held.save(update_fields=fields)
    transaction.on_commit(lambda: _erase(former))
    return True


def _erase(keys: list[str]) -> None:
    for key in keys:
        object_store.erase(key)
