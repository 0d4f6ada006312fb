"""What a question has on a page: the place of its form that links lead to, and the documents that answer it."""

from collections.abc import Iterable

from django import template

from telavis.questionnaires.sections import Line
from telavis.web.pieces.documents import Tile
from telavis.web.pieces.questionnaire import anchor as anchor_of

register = template.Library()


@register.filter
def anchor(link_id: str) -> str:
    """«#{{ item.link_id|anchor }}»; a linkId may have any sign."""
    return anchor_of(link_id)


@register.filter
def answering(tiles: Iterable[Tile], line: Line) -> list[Tile]:
    """Those of the request’s documents that answer this question."""
    return [tile for tile in tiles if str(tile.id) in line.document_ids]
