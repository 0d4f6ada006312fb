"""The joined documents of a request and of its exchange: what the report says of them, and their bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.text import slugify

from telavis.documents import models
from telavis.documents.keeping import opened
from telavis.documents.models import DocumentKind, DocumentState
from telavis.gateways.sealed_files import DamagedFile
from telavis.reports.content import Annotation, Document, Enclosure, Files
from telavis.reports.pictures import NoPicture, for_print
from telavis.service_requests.queries.annotations import Annotated, annotated
from telavis.values.french import NARROW, join_words


@dataclass(frozen=True)
class Joined:
    """What `join` found."""

    documents: tuple[Document, ...]
    files: Files
    incidents: tuple[str, ...]
    folders: Mapping[str, UUID]
    """The folder of each document, by its key."""

    def in_folder(self, folder_id: UUID | None) -> tuple[int, ...]:
        return tuple(each.number for each in self.documents if self.folders[each.key] == folder_id)

    def numbers_in_words(self, keys: tuple[str, ...]) -> str:
        """« (documents 2 et 3)», after the answer that they are."""
        numbers = [str(each.number) for each in self.documents if each.key in keys]
        if not numbers:
            return ""
        return f" (document{'s' if len(numbers) > 1 else ''} {join_words(numbers)})"


def join(rows: Iterable[models.Document], questions: Mapping[str, str]) -> Joined:
    """`rows` in the order in which they are to be numbered; `questions` are the labels of the form by linkId."""
    documents: list[Document] = []
    pictures: dict[str, bytes] = {}
    enclosures: list[Enclosure] = []
    incidents: list[str] = []
    folders: dict[str, UUID] = {}
    for row in rows:
        if row.state != DocumentState.READY:
            incidents.append(_why_not(row))
            continue
        document = _document(row, len(documents) + 1, questions)
        try:
            document = _with_file(document, row, pictures, enclosures)
        except (FileNotFoundError, DamagedFile, NoPicture):
            incidents.append(f"Le fichier du document n° {document.number} n’a pas pu être relu.")
        documents.append(document)
        folders[document.key] = row.folder_id
    return Joined(tuple(documents), Files(pictures, tuple(enclosures)), tuple(incidents), folders)


def _document(row: models.Document, number: int, questions: Mapping[str, str]) -> Document:
    return Document(
        key=str(row.pk),
        number=number,
        title=row.title,
        kind=row.get_kind_display(),
        sha256=row.rendition_sha256,
        size=row.rendition_size,
        added_at=row.added_at,
        added_by=row.added_by_label,
        question=questions.get(row.question, ""),
        pages=row.pages if row.kind == DocumentKind.PDF else None,
        width=row.width,
        height=row.height,
        annotations=tuple(_annotation(each) for each in annotated(getattr(row, "drawn", ()))),
    )


def _annotation(found: Annotated) -> Annotation:
    return Annotation(found.author, found.marks, found.millimetres_per_pixel)


def _with_file(
    document: Document, row: models.Document, pictures: dict[str, bytes], enclosures: list[Enclosure]
) -> Document:
    """An image is drawn; anything else is embedded, whole, and its first page drawn when there is a picture of it."""
    if row.kind == DocumentKind.IMAGE:
        name = f"image-{document.number:02d}"
        pictures[name] = for_print(_bytes(row))
        return replace(document, picture=name)
    name = f"{document.number:02d}-{slugify(document.title)[:60] or 'document'}.pdf"
    enclosures.append(Enclosure(name, _bytes(row), row.rendition_type, "supplement", document.title))
    return replace(document, enclosure=name)


def _why_not(row: models.Document) -> str:
    if row.state == DocumentState.REFUSED:
        return f"Document refusé par la plateforme, «{NARROW}{row.title}{NARROW}»{NARROW}: {row.refusal}"
    return f"Document encore en vérification, absent de ce PDF{NARROW}: «{NARROW}{row.title}{NARROW}»."


def _bytes(row: models.Document) -> bytes:
    with opened(row, row.rendition_key) as file:
        return bytes(file.read())
