"""Holding identities while they change: of merged ones, the one that stands for all is locked, and no other.

So a correction, a merge and an undoing that meet lock the same rows in the same order, and none waits for what waits for it.
"""

from telavis.patients.models import Patient


class IdentityMoved(Exception):
    """While it was waited for, it was merged into another, or parted from it."""


def hold(*patients: Patient) -> list[Patient]:
    """These rows as they are now, until the end of the transaction.

    Locked first, read after: PostgreSQL joins a row for which it has waited with what hung on it before.
    """
    asked = [patient.pk for patient in patients]
    held = {row.surviving_id for row in Patient.objects.filter(pk__in=asked)}
    locked = Patient.objects.select_for_update(no_key=True).filter(pk__in=held).order_by("pk")
    list(locked.values_list("pk"))
    rows = Patient.objects.select_related("current").in_bulk(asked)
    if not held.issuperset(row.surviving_id for row in rows.values()):
        raise IdentityMoved
    return [rows[key] for key in asked]
