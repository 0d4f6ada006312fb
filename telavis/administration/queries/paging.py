"""Lists of twenty-five, continued after the key of their last row."""

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

PAGE = 25
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    rows: list[M]
    next: str = ""
    """The key after which the next page begins; empty on the last one."""


def page_of(rows: QuerySet[M], after: str) -> Page[M]:
    """Newest first: keys grow with time (values/keys.py), so one column orders and continues the list."""
    key = _key(after)
    if key is not None:
        rows = rows.filter(pk__lt=key)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    return Page(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def _key(after: str) -> UUID | int | None:
    """A row's key, of either kind; anything else begins at the top."""
    if after.isascii() and after.isdigit() and len(after) < 19:
        return int(after)
    try:
        return UUID(after)
    except ValueError:
        return None
