"""The documents of the demonstration: drawn once, kept as the worker would have left them."""

import hashlib
from dataclasses import dataclass
from random import Random

from django.core.files.base import ContentFile

from telavis.demo.pictures import SIZE, draw_picture, draw_report, jpeg
from telavis.demo.requests import Story
from telavis.documents.models import Document, DocumentKind, DocumentState
from telavis.gateways import object_store

PICTURES, REPORTS = 16, 6
DOCUMENT_QUESTIONS = {
    "derm_categorie": ("derm_photo_large", "derm_photo_gros_plan"),
    "plaie_type": ("plaie_photo_situation", "plaie_photo_gros_plan"),
    "ecg_motif": ("ecg_fichier",),
}
"""The first question of a form that wants documents → its questions on them, in the order of the request's documents."""


@dataclass(frozen=True)
class Drawn:
    """One file and its thumbnail."""

    kind: DocumentKind
    media_type: str
    body: bytes
    thumbnail: bytes
    size: tuple[int, int] | None = None


class Drawer:
    """Draws a few files, and lays a copy of one in a folder each time it is asked."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.pictures = [self._picture() for _ in range(PICTURES)]
        self.reports = [self._report() for _ in range(REPORTS)]

    def documents_for(self, story: Story) -> list[Document]:
        drawn = [
            (self.random.choice(self.pictures), f"Photo {rank + 1}") for rank in range(story.case.pictures)
        ]
        if story.case.report:
            drawn.append((self.random.choice(self.reports), story.case.report_title))
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
        digest = hashlib.sha256(drawn.body).hexdigest()
        return Document(
            folder=story.request.folder,
            position=rank,
            title=title,
            file_name=f"{title.lower().replace(' ', '-')}.{ending}",
            state=DocumentState.READY,
            kind=drawn.kind,
            original_key=object_store.put(ContentFile(drawn.body), drawer="originals"),
            original_sha256=digest,
            original_size=len(drawn.body),
            rendition_key=object_store.put(ContentFile(drawn.body), drawer="renditions"),
            rendition_type=drawn.media_type,
            rendition_sha256=digest,
            rendition_size=len(drawn.body),
            thumbnail_key=object_store.put(ContentFile(drawn.thumbnail), drawer="thumbnails"),
            width=drawn.size[0] if drawn.size else None,
            height=drawn.size[1] if drawn.size else None,
            pages=None if drawn.size else 1,
            added_at=story.request.created_at,
            added_by_label=story.request.requester.practitioner.full_name,
        )

    def _picture(self) -> Drawn:
        picture = draw_picture(self.random)
        return Drawn(DocumentKind.IMAGE, "image/jpeg", jpeg(picture), jpeg(picture, thumbnail=True), SIZE)

    def _report(self) -> Drawn:
        return Drawn(
            DocumentKind.PDF,
            "application/pdf",
            draw_report(self.random),
            jpeg(draw_picture(self.random), thumbnail=True),
        )
