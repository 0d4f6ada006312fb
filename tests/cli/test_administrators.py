"""The first administrator, and the way back in for the last one."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from telavis.accounts.models import Right, User, rights_of
from telavis.audit.models import AuditAction, AuditEvent

pytestmark = pytest.mark.django_db

GOOD = "une phrase de passe 42"


@pytest.fixture
def without_terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr("sys.stdin", StringIO())
    monkeypatch.setenv("TELAVIS_ADMIN_USERNAME", "Alice")
    monkeypatch.setenv("TELAVIS_ADMIN_EMAIL", "alice@hopital.example")
    monkeypatch.setenv("TELAVIS_ADMIN_PASSWORD", GOOD)
    return monkeypatch


def test_without_a_terminal_the_environment_makes_the_administrator(without_terminal: pytest.MonkeyPatch):
    call_command("create_admin", stdout=StringIO())
    user = User.objects.get(username="alice")
    assert user.check_password(GOOD)
    assert rights_of(user.pk) == {Right.ADMINISTRATOR}
    event = AuditEvent.objects.get(action=AuditAction.ADMINISTER)
    assert (event.object_label, event.user_label) == ("alice", "console du serveur")


def test_on_a_terminal_it_asks(monkeypatch: pytest.MonkeyPatch):
    answers = iter(["bob", "bob@hopital.example"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    monkeypatch.setattr("getpass.getpass", lambda _: GOOD)
    call_command("create_admin", stdout=StringIO())
    assert User.objects.get(username="bob").email == "bob@hopital.example"


@pytest.mark.parametrize("missing", ["USERNAME", "EMAIL", "PASSWORD"])
def test_what_the_environment_does_not_say_is_named(without_terminal: pytest.MonkeyPatch, missing: str):
    without_terminal.delenv(f"TELAVIS_ADMIN_{missing}")
    with pytest.raises(CommandError, match=f"TELAVIS_ADMIN_{missing}"):
        call_command("create_admin")


@pytest.mark.parametrize("weak", ["court", "onze-signes", "123456789012", "qwerty123456"])
def test_a_weak_password_is_refused(without_terminal: pytest.MonkeyPatch, weak: str):
    without_terminal.setenv("TELAVIS_ADMIN_PASSWORD", weak)
    with pytest.raises(CommandError):
        call_command("create_admin")
    assert not User.objects.exists()


def test_a_name_that_is_taken_is_refused(without_terminal: pytest.MonkeyPatch):
    call_command("create_admin", stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("create_admin")


def test_the_last_administrator_comes_back_and_it_is_traced(without_terminal: pytest.MonkeyPatch):
    call_command("create_admin", stdout=StringIO())
    User.objects.update(is_active=False)
    said = StringIO()
    call_command("recover_admin", "ALICE", email="neuve@hopital.example", stdout=said)
    user = User.objects.get()
    (password,) = (word for word in said.getvalue().split() if user.check_password(word))
    assert password != GOOD
    assert (user.is_active, user.email) == (True, "neuve@hopital.example")
    assert AuditEvent.objects.get(action=AuditAction.RECOVER).object_label == "alice"


def test_nobody_becomes_an_administrator_by_being_recovered():
    User.objects.create_user("requerant", GOOD, full_name="R")
    with pytest.raises(CommandError, match="no administrator"):
        call_command("recover_admin", "requerant")
    assert User.objects.get().check_password(GOOD)
