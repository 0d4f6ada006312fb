"""The marks in force on pictures: the newest of each expert."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from telavis.directory.actors import Actor
from telavis.service_requests.models import Annotation
from telavis.service_requests.queries.file import name_of
from telavis.values.picture_marks import Mark, marks_from_json


@dataclass(frozen=True)
class Annotated:
    """One expert's marks on one picture."""

    author: str
    practitioner_id: UUID
    marks: tuple[Mark, ...]
    millimetres_per_pixel: float | None

    def is_by(self, actor: Actor) -> bool:
        return actor.is_person(self.practitioner_id)


def drawn_over() -> ArraySubquery:
    """Beside each document, in the same statement: what `annotated` reads."""
    newest = (
        Annotation.objects.filter(document=OuterRef("pk"))
        .order_by("author_id", "-written_at", "-pk")
        .distinct("author_id")
    )
    return ArraySubquery(
        newest.values(
            line=JSONObject(
                author=name_of("author__practitioner__"),
                practitioner="author__practitioner_id",
                marks="marks",
                scale="millimetres_per_pixel",
            )
        )
    )


def annotated(drawn: Iterable[dict[str, Any]]) -> list[Annotated]:
    """By name; whoever took all theirs away is left out."""
    found = [
        Annotated(
            author=each["author"],
            practitioner_id=UUID(each["practitioner"]),
            marks=marks_from_json(each["marks"]),
            millimetres_per_pixel=each["scale"],
        )
        for each in drawn
        if each["marks"]
    ]
    return sorted(found, key=lambda each: each.author)
