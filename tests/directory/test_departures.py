"""Accounts of people who left the national directory wait for an administrator; nothing closes by itself."""

from pathlib import Path

import pytest

from telavis.directory.queries import accounts_to_review
from tests.directory.extractions import activity, import_people, people_file, rpps
from tests.factories import PractitionerFactory

pytestmark = pytest.mark.django_db


def test_only_open_accounts_of_those_who_left_are_listed(tmp_path: Path):
    gone = PractitionerFactory(rpps=rpps(1))
    PractitionerFactory(rpps=rpps(2))
    closed = PractitionerFactory(rpps=rpps(3))
    closed.user.is_active = False
    closed.user.save(update_fields=["is_active"])
    everybody = [activity(number) for number in range(1, 6)]
    import_people(people_file(tmp_path, *everybody))
    assert accounts_to_review() == []
    import_people(people_file(tmp_path, everybody[1]), accept_losses=True)
    (found,) = accounts_to_review()
    assert found.practitioner == gone
    gone.user.refresh_from_db()
    assert gone.user.is_active


def test_somebody_who_comes_back_leaves_the_list(tmp_path: Path):
    PractitionerFactory(rpps=rpps(1))
    import_people(people_file(tmp_path, activity(1), activity(2)))
    import_people(people_file(tmp_path, activity(2)), accept_losses=True)
    assert len(accounts_to_review()) == 1
    import_people(people_file(tmp_path, activity(1), activity(2)))
    assert accounts_to_review() == []


def test_an_old_number_that_ends_alike_is_somebody_else(tmp_path: Path):
    PractitionerFactory(rpps="999100123")
    old = {
        "Type d'identifiant PP": "0",
        "Identifiant PP": "999100123",
        "Identification nationale PP": "0999100123",
    }
    import_people(people_file(tmp_path, activity(1, **old), activity(2)))
    import_people(people_file(tmp_path, activity(2)), accept_losses=True)
    assert accounts_to_review() == []
