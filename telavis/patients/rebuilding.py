"""Renewing what the search keeps when its rules change: batch by batch, while people search.

Each row says by which version of the rules it was made, so that a rebuild that was stopped goes on where it stood, and rows
that still carry an older version are found by the older rules meanwhile (`search_keys.WORDS_BY_VERSION`).
"""

from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from telavis.patients.dictionary import MARKS_VERSION, learn, marks_of
from telavis.patients.models import NameWord, Patient
from telavis.patients.search_keys import current_version
from telavis.patients.traits import traits_of
from telavis.patients.versions import derived_columns

BATCH = 500

Progress = Callable[[int, int], None]
"""Told how many rows are done, and how many there are to do."""


def is_due() -> bool:
    return _outdated_words().exists() or _outdated_patients().exists()


def rebuild(progress: Progress = lambda done, count: None) -> int:
    """Bring every row to the current version; how many it was."""
    count, done = _outdated_words().count() + _outdated_patients().count(), 0
    for renew in (_renew_words, _renew_patients):
        while renewed := renew():
            done += renewed
            progress(done, max(count, done))
    return done


def _outdated_words() -> QuerySet[NameWord]:
    return NameWord.objects.filter(version__lt=MARKS_VERSION)


def _outdated_patients() -> QuerySet[Patient]:
    return Patient.objects.filter(search_keys_version__lt=current_version(), current__isnull=False)


@transaction.atomic
def _renew_words() -> int:
    batch = list(_outdated_words().select_for_update(skip_locked=True)[:BATCH])
    for word in batch:
        word.marks, word.version = marks_of(word.word), MARKS_VERSION
    NameWord.objects.bulk_update(batch, ["marks", "version"])
    return len(batch)


@transaction.atomic
def _renew_patients() -> int:
    """Rows that somebody is changing at this moment are left: the change brings them to the current version."""
    locked = (
        _outdated_patients().select_for_update(of=("self",), skip_locked=True).order_by("search_keys_version")
    )
    # Locked first, read after: a row that has just changed would be joined with its former identity.
    keys = list(locked.values_list("pk", flat=True)[:BATCH])
    batch = list(Patient.objects.filter(pk__in=keys).select_related("current"))
    columns: set[str] = set()
    for patient in batch:
        derived = derived_columns(traits_of(patient.own_identity))
        columns |= derived.keys()
        for name, value in derived.items():
            setattr(patient, name, value)
    if batch:
        learn((patient.search_last, patient.search_given) for patient in batch)
        Patient.objects.bulk_update(batch, sorted(columns))
    return len(batch)
