"""When the rules of the search change, rows are renewed while people search, and stopped work goes on."""

import pytest
from django.core.management import call_command
from procrastinate.contrib.django.models import ProcrastinateJob

from telavis.patients import queries, rebuilding, search_keys
from telavis.patients.dictionary import MARKS_VERSION, learn
from telavis.patients.models import NameWord, Patient
from telavis.patients.tasks import renew_soon
from telavis.patients.terms import SearchTerms
from telavis.values.names import tokens
from tests.patients.factories import patient

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_rules(monkeypatch: pytest.MonkeyPatch) -> int:
    """From version 2 on, words are cut otherwise: no key is what it was."""
    monkeypatch.setitem(search_keys.WORDS_BY_VERSION, 2, lambda name: {f"{word}*" for word in tokens(name)})
    return 2


def found() -> int:
    return len(queries.search(SearchTerms(last="Durand", given="Jeanne")).rows)


def test_rows_of_the_former_rules_are_found_before_during_and_after(
    new_rules: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(rebuilding, "BATCH", 1)
    before = [patient(given_names=name) for name in ("Jeanne", "Jeanne Marie", "Jeanne Anne")]
    Patient.objects.update(search_keys_version=1)
    for each in before:
        each.search_keys = search_keys.keys_of_person(each.search_last, each.search_given, version=1)
        each.save(update_fields=["search_keys"])
    seen = []
    done = rebuilding.rebuild(lambda done, count: seen.append((done, count, found())))
    assert done == seen[-1][0] == len(before)
    assert {people for _, _, people in seen} == {len(before)}
    assert set(Patient.objects.values_list("search_keys_version", flat=True)) == {new_rules}


def test_only_what_is_of_former_rules_is_renewed(new_rules: int):
    one, other = patient(), patient()
    Patient.objects.filter(pk=one.pk).update(search_keys_version=0, search_keys=[], search_last="")
    assert rebuilding.rebuild() == 1
    one.refresh_from_db()
    assert (one.search_keys, one.search_last) == (other.search_keys, other.search_last)


def test_the_words_of_the_dictionary_are_renewed_when_their_marks_change(monkeypatch: pytest.MonkeyPatch):
    learn([("MARTIN", "JEAN")])
    NameWord.objects.update(marks=[])
    monkeypatch.setattr(rebuilding, "MARKS_VERSION", MARKS_VERSION + 1)
    call_command("rebuild_search_keys")
    words = NameWord.objects.order_by("word")
    assert [(word.word, word.version) for word in words if word.marks] == [
        ("JEAN", MARKS_VERSION + 1),
        ("MARTIN", MARKS_VERSION + 1),
    ]


def test_after_an_upgrade_the_worker_renews_at_once_and_once(new_rules: int):
    renew_soon()
    assert not waiting_jobs()
    patient()
    Patient.objects.update(search_keys_version=1)
    renew_soon()
    renew_soon()
    assert waiting_jobs() == ["patients.rebuild_search_keys"]


def waiting_jobs() -> list[str]:
    return list(ProcrastinateJob.objects.filter(status="todo").values_list("task_name", flat=True))
