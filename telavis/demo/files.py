"""The documents of the demonstration: drawn once, kept as the worker would have left them."""

import hashlib
from dataclasses import dataclass
from random import Random

from django.core.files.base import ContentFile
from PIL import Image

from telavis.demo.pictures import (
    SIZE,
    draw_picture,
    draw_report,
    draw_tracing,
    draw_values,
    jpeg,
    show_report,
)
from telavis.demo.requests import Story
from telavis.documents.keeping import give_key, keep
from telavis.documents.models import Document, DocumentKind, DocumentState, Sealed
from telavis.gateways import object_store

PICTURES, REPORTS, TRACINGS = 16, 6, 3
DOCUMENT_QUESTIONS = {
    "derm_categorie": ("derm_photo_large", "derm_photo_gros_plan"),
    "plaie_type": ("plaie_photo_situation", "plaie_photo_gros_plan"),
    "ecg_motif": ("ecg_fichier",),
}
"""The first question of a form that wants documents → its questions on them, in the order of the request's documents."""


class Kept:
    """Bytes that the store holds once, under as many keys as are asked for."""

    def __init__(self, body: bytes, holder: Sealed) -> None:
        self.digest, self.size = hashlib.sha256(body).hexdigest(), len(body)
        self._body, self._holder, self._first = body, holder, ""

    def new_key(self, drawer: str) -> str:
        if self._first:
            return object_store.put_again(self._first, drawer=drawer)
        self._first = keep(self._holder, ContentFile(self._body), drawer=drawer)
        return self._first


@dataclass(frozen=True)
class Drawn:
    """One file and its thumbnail; all documents that show it have its data key in their rows."""

    kind: DocumentKind
    media_type: str
    body: Kept
    thumbnail: Kept
    holder: Sealed
    size: tuple[int, int] | None = None


class Drawer:
    """Draws a few files, and lays a copy of one in a folder each time it is asked."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.pictures = [self._picture() for _ in range(PICTURES)]
        self.reports = [self._report() for _ in range(REPORTS)]
        self.tracings = [self._drawn(draw_tracing(random)) for _ in range(TRACINGS)]

    def documents_for(self, story: Story) -> list[Document]:
        drawn = [
            (self.random.choice(self.pictures), f"Photo {rank + 1}") for rank in range(story.case.pictures)
        ]
        if story.case.report:
            drawn.append((self.random.choice(self.reports), "Bilan biologique"))
        if story.case.tracing:
            drawn.append((self.random.choice(self.tracings), "ECG"))
        documents = [self._copy(story, each, title, rank) for rank, (each, title) in enumerate(drawn)]
        self._answer_with(story, documents)
        return documents

    def _answer_with(self, story: Story, documents: list[Document]) -> None:
        """The first documents of a request answer its questions on documents."""
        answers = story.request.response.answers if story.request.response else {}
        asked = next((wanted for first, wanted in DOCUMENT_QUESTIONS.items() if first in answers), ())
        for document, question in zip(documents, asked, strict=False):
            document.question = question
            answers[question] = {"documents": [str(document.pk)]}

    def _copy(self, story: Story, drawn: Drawn, title: str, rank: int) -> Document:
        ending = "jpg" if drawn.kind == DocumentKind.IMAGE else "pdf"
        return Document(
            folder=story.request.folder,
            position=rank,
            title=title,
            file_name=f"{title.lower().replace(' ', '-')}.{ending}",
            state=DocumentState.READY,
            kind=drawn.kind,
            wrapped_key=drawn.holder.wrapped_key,
            key_id=drawn.holder.key_id,
            original_key=drawn.body.new_key("originals"),
            original_sha256=drawn.body.digest,
            original_size=drawn.body.size,
            rendition_key=drawn.body.new_key("renditions"),
            rendition_type=drawn.media_type,
            rendition_sha256=drawn.body.digest,
            rendition_size=drawn.body.size,
            thumbnail_key=drawn.thumbnail.new_key("thumbnails"),
            width=drawn.size[0] if drawn.size else None,
            height=drawn.size[1] if drawn.size else None,
            pages=None if drawn.size else 1,
            added_at=story.request.created_at,
            added_by_label=story.request.requester.practitioner.full_name,
        )

    def _picture(self) -> Drawn:
        return self._drawn(draw_picture(self.random))

    def _drawn(self, picture: Image.Image) -> Drawn:
        holder = _new_holder()
        body, thumbnail = Kept(jpeg(picture), holder), Kept(jpeg(picture, thumbnail=True), holder)
        return Drawn(DocumentKind.IMAGE, "image/jpeg", body, thumbnail, holder, SIZE)

    def _report(self) -> Drawn:
        values, holder = draw_values(self.random), _new_holder()
        thumbnail = Kept(jpeg(show_report(values), thumbnail=True), holder)
        return Drawn(
            DocumentKind.PDF, "application/pdf", Kept(draw_report(values), holder), thumbnail, holder
        )


def _new_holder() -> Sealed:
    holder = Document()
    give_key(holder)
    return holder
