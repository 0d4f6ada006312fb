"""Corrections, merges and undoings of one person at the same moment: one waits, and reads what the other did."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import date
from time import monotonic

import pytest
from django.db import connection, transaction

from telavis.patients import actions, merging
from telavis.patients.models import Patient
from telavis.values.refused import Refused
from tests.patients.factories import SOMEBODY, patient, traits
from tests.patients.test_merging import a_desk, fresh, merged

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def meanwhile(act: Callable[[], object], *, once: Patient) -> Iterator[Future[object]]:
    """What follows, in a transaction that holds this patient and for which `act` already waits."""

    def run() -> object:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Patient.objects.select_for_update().get(pk=once.pk)
        other = pool.submit(run)
        deadline = monotonic() + 20
        while not _somebody_waits() and not other.done() and monotonic() < deadline:
            wait([other], timeout=0.02)
        yield other


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
        return bool(cursor.fetchone()[0])


def test_a_merge_that_waited_for_a_correction_says_that_they_have_changed():
    kept, gone = patient(), patient(birth_name="Durant")
    plan, officer = merging.plan_of(fresh(kept), fresh(gone)), a_desk()
    with meanwhile(lambda: merging.merge(kept, gone, seen=plan.mark, by=officer), once=kept) as merge:
        actions.new_version(kept, traits(used_name="Petit"), by=SOMEBODY)
    with pytest.raises(Refused, match="ont changé depuis"):
        merge.result()


def test_a_correction_that_waited_for_an_undoing_is_told():
    kept, gone = patient(), patient(birth_name="Durant")
    officer = a_desk()
    made, read = merged(kept, gone, officer), fresh(kept).identity.pk
    corrected = traits(used_name="Petit")
    with meanwhile(
        lambda: actions.new_version(gone, corrected, by=SOMEBODY, read=read), once=kept
    ) as correction:
        merging.undo(made, by=officer)
    with pytest.raises(actions.IdentityChangedMeanwhile):
        correction.result()
    assert gone.versions.count() == kept.versions.count() == 1


def test_corrections_under_both_names_pass_one_after_the_other():
    kept, gone = patient(), patient(birth_name="Durant")
    merged(kept, gone)
    by_the_former_name = traits(used_name="Petit", birth_date=date(1954, 3, 13))
    with meanwhile(lambda: actions.new_version(gone, by_the_former_name, by=SOMEBODY), once=kept):
        actions.new_version(kept, traits(used_name="Grand"), by=SOMEBODY)
    assert fresh(gone).identity == fresh(kept).identity
    assert [each.used_name for each in kept.versions.order_by("number")] == ["", "Grand", "Petit"]
