"""The documents of a folder as the pages show them: the column where they are joined, the strip where they are read."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from telavis.documents.advice import advice_on
from telavis.documents.cleaning.kinds import FileKind
from telavis.documents.limits import MAX_FILES, MAX_UPLOAD_SIZE
from telavis.documents.models import Document, DocumentKind, DocumentState, Folder
from telavis.documents.queries import documents_in, removed_from
from telavis.documents.refusals import MEGABYTES, MOST_MEGABYTES
from telavis.values.french import plural

ACCEPTED = ",".join((*FileKind, ".heic", ".heif", ".tif", ".tiff", ".dcm"))
"""Types, and endings for what many systems have no type for; the bytes decide."""


@dataclass(frozen=True)
class Tile:
    """One document in words; `href` opens it and `thumbnail` is its picture, once it is ready."""

    id: UUID
    title: str
    kind: str
    size: int
    is_ready: bool
    is_waiting: bool
    refusal: str
    href: str = ""
    thumbnail: str = ""
    advice: tuple[str, ...] = ()
    excuse: str = ""
    can_be_excused: bool = False
    is_unscanned: bool = False
    original: str = ""


@dataclass(frozen=True)
class DocumentColumn:
    """What `components/documents/column.html` shows; `back` is the page that it stands on.

    `beside` is the id of a form on that page: without scripts nothing of the column may leave before that form is
    saved, so its button sends that form, and the documents are then handled on a page of their own.
    """

    folder_id: UUID
    tiles: list[Tile]
    removed: list[Tile]
    may_change: bool
    back: str
    beside: str = ""
    accepted: str = field(default=ACCEPTED)
    max_size: int = field(default=MAX_UPLOAD_SIZE)
    max_words: str = field(default=MOST_MEGABYTES)
    max_form_words: str = field(default=MEGABYTES)
    max_files: int = field(default=MAX_FILES)

    @property
    def is_checking(self) -> bool:
        return any(tile.is_waiting for tile in self.tiles)

    @property
    def kept(self) -> list[Tile]:
        return [tile for tile in self.tiles if not tile.refusal]


def list_address(folder_id: UUID, back: str) -> str:
    """The column as a page of its own, which remembers the page that one returns to from there."""
    address = reverse("folder:index", args=[folder_id])
    return f"{address}?{urlencode({'back': back})}" if back else address


def column_of(folder: Folder, *, may_change: bool, back: str = "", beside: str = "") -> DocumentColumn:
    removed = removed_from(folder) if may_change else []
    return DocumentColumn(
        folder_id=folder.pk,
        tiles=advised_strip_of(folder) if may_change else strip_of(folder),
        removed=[tile_of(document) for document in removed],
        may_change=may_change,
        back=back,
        beside=beside,
    )


def strip_of(folder: Folder) -> list[Tile]:
    """Every document that was not removed; of a refused one, that it is and why."""
    return [tile_of(document) for document in documents_in(folder)]


def advised_strip_of(folder: Folder) -> list[Tile]:
    """With advice on each, for whoever may still do better."""
    documents = list(documents_in(folder))
    return [_advised(document, documents) for document in documents]


def advised_tile_of(document: Document) -> Tile:
    return _advised(document, documents_in(document.folder))


def _advised(document: Document, beside: Iterable[Document]) -> Tile:
    advice = advice_on(document, beside, timezone.localdate())
    return replace(
        tile_of(document),
        advice=tuple(each.sentence for each in advice),
        can_be_excused=any(each.is_of_picture for each in advice),
    )


def tile_of(document: Document, *, may_save_original: bool = False) -> Tile:
    is_ready = document.state == DocumentState.READY
    return Tile(
        id=document.pk,
        title=document.title,
        kind=_kind_in_words(document),
        size=document.original_size,
        is_ready=is_ready,
        is_waiting=document.state == DocumentState.RECEIVED,
        refusal=document.refusal,
        excuse=document.excuse,
        original=reverse("folder:original", args=[document.pk]) if is_ready and may_save_original else "",
        is_unscanned=document.unscanned_since is not None,
        href=reverse(_way_to_see(document), args=[document.pk]) if is_ready else "",
        thumbnail=reverse("folder:thumbnail", args=[document.pk]) if is_ready else "",
    )


def _way_to_see(document: Document) -> str:
    """A picture in the viewer; the rest in the browser's own reader."""
    return "folder:view" if document.kind == DocumentKind.IMAGE else "folder:open"


def _kind_in_words(document: Document) -> str:
    if document.original_type == FileKind.DICOM:
        return f"DICOM, {plural(document.pages or 1, 'image')}"
    if document.original_type == FileKind.TIFF and document.pages:
        return f"Image, {plural(document.pages, 'page')}"
    if document.kind == DocumentKind.PDF:
        return f"PDF, {plural(document.pages or 1, 'page')}"
    return "Image" if document.kind == DocumentKind.IMAGE else ""
