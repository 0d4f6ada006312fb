"""Where a question stands on the page of its form, for the links of templates."""

from django import template

from telavis.web.pieces.questionnaire import anchor as anchor_of

register = template.Library()


@register.filter
def anchor(link_id: str) -> str:
    """«#{{ item.link_id|anchor }}»; a linkId may have any sign."""
    return anchor_of(link_id)
