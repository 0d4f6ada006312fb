"""Searches of large tables go by their indexes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def by_index_only(*, spelling: float = 0.5) -> Iterator[None]:
    """PostgreSQL sometimes believes that reading two million rows is cheaper than an index of words: forbid it.

    `spelling`: from which similarity on two words count as one misspelt.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"SET LOCAL pg_trgm.strict_word_similarity_threshold = {spelling}")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")
