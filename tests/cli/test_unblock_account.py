"""A blocked account opens again by a command of the operator, which leaves a trace (sign-in, rules 11 and 13)."""

import pytest
from django.core.management import CommandError, call_command

from telavis.accounts.actions import codes, tries
from telavis.accounts.models import CodePurpose, TryCount
from telavis.audit.models import AuditAction, AuditEvent
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_tries_begin_anew_and_a_trace_is_left() -> None:
    user = UserFactory(username="claire")
    subject = codes.subject_of(user, CodePurpose.SIGN_IN, "")
    tries.count_try(tries.PASSWORD, user.username)
    tries.count_try(tries.CODE, subject)
    TryCount.objects.update(tries=200, failures=100)
    call_command("unblock_account", "Claire")
    tries.count_try(tries.PASSWORD, user.username)
    tries.count_try(tries.CODE, subject)
    event = AuditEvent.objects.get(action=AuditAction.ADMINISTER)
    assert (event.object_id, event.user_label) == (user.pk, "console du serveur")


def test_an_unknown_account_is_said_to_be_unknown() -> None:
    with pytest.raises(CommandError, match="Aucun compte"):
        call_command("unblock_account", "personne")
