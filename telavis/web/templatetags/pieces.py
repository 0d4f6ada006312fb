"""Words of the templates: a piece that wraps content, and times, ages and sizes in French."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import stringfilter
from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString

from telavis.values import french
from telavis.values.phones import Phone
from telavis.web.pieces import questionnaire

register = template.Library()

THREE_YEARS_IN_MONTHS = 36
KEPT_PIECES = 2048  # some three megabytes in each process


@register.simple_block_tag
def wrap(content: SafeString, piece: str, **parameters: Any) -> str:
    """{% wrap "panel" title="À lire" %}…{% endwrap %}: a piece of templates/components/ around content."""
    return get_template(f"components/{piece}.html").render({**parameters, "content": content})


@register.simple_tag
def fixed(template_name: str, **parameters: Any) -> str:
    """{% fixed "inbox/line.html" line=line %}: a piece that always says the same of the same parameters.

    For the rows of long lists, which come again every 30 seconds, for each member of a service: a process draws a
    row once for each value, where `include` draws it each time. What a row shows is all in its parameters, which
    must be hashable: nothing of the request, of the clock or of the reader may be asked for in the template.
    """
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    return draw(template_name, tuple(parameters.items()))


@lru_cache(maxsize=KEPT_PIECES)
def _drawn(template_name: str, parameters: tuple[tuple[str, Any], ...]) -> str:
    return get_template(template_name).render(dict(parameters))


@register.filter(is_safe=True)
@stringfilter
def unbroken(text: str) -> str:
    """For what somebody typed: shown with French spaces, kept as it is."""
    return french.unbroken(text)


@register.filter
def anchor(link_id: str) -> str:
    """The id of an item of a form on its page."""
    return questionnaire.anchor(link_id)


@register.filter
def ago(when: datetime) -> str:
    """«il y a 3 h» under a day, the date beyond."""
    return french.moment(when, timezone.localtime())


@register.filter
def clock(when: datetime) -> str:
    """«14 h 02» in the reader's time zone."""
    return french.time_words(timezone.localtime(when))


@register.filter
def at(when: datetime) -> str:
    """«à 14 h 02» today, «le 21 novembre à 5 h 26» beyond: what follows «Enregistré»."""
    return french.at_moment(when, timezone.localtime())


@register.filter
def exactly(when: datetime) -> str:
    """«2 mars 2026 à 14 h 02»: the exact moment, for titles."""
    local = timezone.localtime(when)
    return f"{french.date_words(local)} à {french.time_words(local)}"


@register.filter
def day(when: date) -> str:
    """«1er janvier 2026»."""
    return french.date_words(when)


@register.filter
def waited(since: datetime) -> str:
    """«12 min», «5 h», «3 j»: how long something has been waiting."""
    elapsed = timezone.now() - since
    if elapsed < timedelta(hours=1):
        return f"{max(elapsed // timedelta(minutes=1), 0)}{french.NO_BREAK}min"
    if elapsed < timedelta(days=2):
        return f"{elapsed // timedelta(hours=1)}{french.NO_BREAK}h"
    return f"{elapsed.days}{french.NO_BREAK}j"


@register.filter
def age(birth_date: date) -> str:
    """«71 ans»; under three years in months, as paediatricians count."""
    today = timezone.localdate()
    months = (today.year - birth_date.year) * 12 + today.month - birth_date.month
    months -= today.day < birth_date.day
    if months >= THREE_YEARS_IN_MONTHS:
        return f"{months // 12}{french.NO_BREAK}ans"
    if months >= 1:
        return f"{months}{french.NO_BREAK}mois"
    return french.plural((today - birth_date).days, "jour")


@register.filter
def file_size(count: int) -> str:
    """«640 ko», «2,4 Mo»: French units, one decimal from a million on."""
    if count < 1_000_000:
        return f"{french.number(max(count / 1000, 1))}{french.NO_BREAK}ko"
    return f"{french.number(count / 1_000_000, 1)}{french.NO_BREAK}Mo"


@register.filter(is_safe=True)
def typographic(text: str) -> str:
    """The right quotes, apostrophes and spaces."""
    return french.typographic(str(text))


@register.filter
def phone(number: str) -> str:
    """«05 56 79 56 79»: a number kept in E.164, as one reads it."""
    return Phone(number).display
