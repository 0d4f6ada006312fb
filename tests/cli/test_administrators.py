"""The first administrator, and the way back in for the last one."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from telavis.accounts.models import Right, User, rights_of
from telavis.audit.models import AuditAction, AuditEvent
from telavis.notifications.models import Delivery

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


def recover(name: str = "alice", **options: str) -> str:
    said = StringIO()
    call_command("recover_admin", name, stdout=said, **options)
    return said.getvalue()


def test_the_last_administrator_gets_a_word_and_it_is_traced(without_terminal: pytest.MonkeyPatch):
    call_command("create_admin", stdout=StringIO())
    User.objects.update(is_active=False)
    said = recover("ALICE", email="neuve@hopital.example")
    user = User.objects.get()
    assert "/connexion/secours/" in said
    assert re.search(r"\b[a-z2-9]{4}(-[a-z2-9]{4}){4}\b", said)
    assert (user.is_active, user.email) == (True, "neuve@hopital.example")
    event = AuditEvent.objects.get(action=AuditAction.RECOVER)
    assert (event.object_label, event.user_label) == ("alice", "console du serveur")


def test_the_former_password_and_its_sessions_end_with_the_command(
    without_terminal: pytest.MonkeyPatch, client: Client
):
    call_command("create_admin", stdout=StringIO())
    client.force_login(User.objects.get())
    assert client.get("/mon-compte/").status_code == 200
    recover()
    assert not User.objects.get().check_password(GOOD)
    assert client.get("/mon-compte/").status_code == 302


def test_no_word_on_the_console_is_a_password(without_terminal: pytest.MonkeyPatch):
    call_command("create_admin", stdout=StringIO())
    said = recover()
    assert not any(User.objects.get().check_password(word) for word in said.split())


def test_the_other_administrators_and_the_former_address_are_told(without_terminal: pytest.MonkeyPatch):
    call_command("create_admin", stdout=StringIO())
    without_terminal.setenv("TELAVIS_ADMIN_USERNAME", "bob")
    without_terminal.setenv("TELAVIS_ADMIN_EMAIL", "bob@hopital.example")
    call_command("create_admin", stdout=StringIO())
    word = re.search(r"[a-z2-9]{4}(-[a-z2-9]{4}){4}", recover(email="neuve@hopital.example"))
    letters = Delivery.objects.all()
    assert {letter.address for letter in letters} == {
        "alice@hopital.example",
        "neuve@hopital.example",
        "bob@hopital.example",
    }
    assert all("« alice »" in letter.body.replace("\u202f", " ") for letter in letters)
    assert word
    assert not any(word[0] in letter.body for letter in letters)


def test_nobody_becomes_an_administrator_by_being_recovered():
    User.objects.create_user("requerant", GOOD, full_name="R")
    with pytest.raises(CommandError, match="no administrator"):
        call_command("recover_admin", "requerant")
    assert User.objects.get().check_password(GOOD)
