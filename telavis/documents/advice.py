"""Is it good enough to judge? What the measures of a document mean, in sentences that say how to do better.

Advice never refuses anything. The thresholds and their reasons: docs/domain/documents.md, 27 to 32.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from telavis.documents.cleaning.kinds import FileKind
from telavis.documents.models import Document, DocumentState
from telavis.values.french import typographic

BLURRED_BELOW = 10.0
DARK_BELOW = 45.0
BURNT_ABOVE, COLOURED_ABOVE = 0.25, 20.0
SMALL_BELOW = 600
ALIKE_WITHIN = 16
OLD_AFTER = 90
"""Variance of the Laplacian; mean of 255; share of burnt points, and how far from grey; points; bits of 256; days."""

PHOTOS = frozenset((FileKind.JPEG, FileKind.HEIC, FileKind.WEBP))
_OF_A_PAIR = "_photo_"


class Excuse(StrEnum):
    """Why it cannot be done again, as the expert will read it."""

    GONE = "patient reparti"
    DEVICE = "pas d’autre appareil"
    RECEIVED = "image reçue telle quelle"


@dataclass(frozen=True)
class Advice:
    """One sentence; `is_of_picture` when taking the picture again would help."""

    sentence: str
    is_of_picture: bool = True


def advice_on(document: Document, others: Iterable[Document], today: date) -> list[Advice]:
    """What whoever joined it may want to know, the most important first."""
    if document.state != DocumentState.READY:
        return []
    beside = [each for each in others if each.pk != document.pk and each.state == DocumentState.READY]
    found = [
        *(_on_the_picture(document) if document.original_type in PHOTOS and document.measures else ()),
        _on_likeness(document, beside),
        _on_the_pair(document, beside),
        _on_age(document, today),
        _on_writing(document),
    ]
    return [Advice(typographic(each.sentence), each.is_of_picture) for each in found if each]


def _on_the_picture(document: Document) -> list[Advice]:
    measures = document.measures
    found = []
    if measures["sharpness"] < BLURRED_BELOW:
        found.append(Advice("Photo floue : reprenez-la, l'appareil posé ou tenu à deux mains."))
    if measures["brightness"] < DARK_BELOW:
        found.append(Advice("Photo sombre : reprenez-la près d'une fenêtre ou d'une lampe."))
    if measures["burnt"] > BURNT_ABOVE and measures["colour"] > COLOURED_ABOVE:
        found.append(Advice("Photo trop claire : reprenez-la sans flash, ou de plus loin."))
    if min(document.width or 0, document.height or 0) < SMALL_BELOW:
        found.append(Advice("Photo petite : joignez l'original de l'appareil, ou reprenez-la de plus près."))
    return found


def _on_likeness(document: Document, beside: list[Document]) -> Advice | None:
    like = next((each for each in beside if _are_alike(document, each)), None)
    return (
        Advice(f"Semblable à « {like.title} » : une seule des deux suffit.", is_of_picture=False)
        if like
        else None
    )


def _are_alike(one: Document, other: Document) -> bool:
    """Only the later of two is told: one sentence for a pair."""
    first, second = one.measures.get("likeness"), other.measures.get("likeness")
    if (
        not first
        or not second
        or len(first) != len(second)
        or (one.position, one.pk) < (other.position, other.pk)
    ):
        return False
    return (int(first, 16) ^ int(second, 16)).bit_count() <= ALIKE_WITHIN


def _on_the_pair(document: Document, beside: list[Document]) -> Advice | None:
    """A question on a photo has a sister: the region from afar, the lesion from near."""
    if _OF_A_PAIR not in document.question:
        return None
    if any(_OF_A_PAIR in each.question and each.question != document.question for each in beside):
        return None
    return Advice(
        "Une seule vue : joignez aussi l'autre, la région entière ou le gros plan.", is_of_picture=False
    )


def _on_age(document: Document, today: date) -> Advice | None:
    dated = document.measures.get("dated")
    if not dated:
        return None
    day = date.fromisoformat(dated)
    if day > today or (today - day).days <= OLD_AFTER:
        return None
    return Advice(f"Résultat du {day:%d/%m/%Y} : joignez-en un plus récent s'il existe.", is_of_picture=False)


def _on_writing(document: Document) -> Advice | None:
    if not document.header.get("mayBeWrittenUpon"):
        return None
    return Advice("Le nom du patient est peut-être écrit dans l'image : vérifiez-la.", is_of_picture=False)
