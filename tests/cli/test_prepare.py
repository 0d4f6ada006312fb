"""`manage.py prepare`: what a start of the house brings up to date, and in which order."""

from typing import Any

import pytest
from django.core.management import CommandError

from telavis.cli.management.commands import prepare
from telavis.questionnaires.models import RequestType

pytestmark = pytest.mark.django_db
ALWAYS = ["migrate", "gather"]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that it calls, and the gathering of the static files; they have their own tests."""
    names: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **_: names.append(name))
    monkeypatch.setattr(prepare.static_files, "gather", lambda: names.append("gather"))
    return names


@pytest.mark.parametrize(("is_demo", "then"), [(True, ["load_demo"]), (False, [])])
def test_a_demonstration_is_loaded_where_one_is_wanted(
    settings: Any, called: list[str], is_demo: bool, then: list[str]
):
    settings.DEMO = is_demo
    prepare.Command().handle()
    assert called == [*ALWAYS, *then]
    assert RequestType.objects.count() == 8


def test_a_database_that_no_production_may_work_on_gets_nothing_more(
    settings: Any, called: list[str], monkeypatch: pytest.MonkeyPatch
):
    settings.DEMO = True
    monkeypatch.setattr(prepare, "database_faults", lambda: ["fsync is off: switch it on."])
    with pytest.raises(CommandError, match="fsync is off"):
        prepare.Command().handle()
    assert called == ["migrate"]
    assert not RequestType.objects.exists()
