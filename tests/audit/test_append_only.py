"""The database itself refuses to change what the journals hold."""

import pytest
from django.db import IntegrityError, connection, transaction

from telavis.audit.actions import record
from telavis.audit.models import AuditAction, AuditEvent
from telavis.directory.actors import Actor

pytestmark = pytest.mark.django_db


def test_a_trace_cannot_be_changed():
    event = record(AuditAction.SIGN_IN, by=Actor.system())
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.filter(pk=event.pk).update(user_label="quelqu’un d’autre")


def test_a_trace_cannot_be_deleted():
    event = record(AuditAction.SIGN_IN, by=Actor.system())
    with pytest.raises(IntegrityError), transaction.atomic():
        event.delete()


@pytest.mark.parametrize(
    "table",
    [
        "audit_auditevent",
        *(f"service_requests_{each}" for each in ("transition", "answer", "message")),
    ],
)
def test_a_journal_cannot_be_emptied_at_one_stroke(table: str):
    with connection.cursor() as cursor:
        # off in the tests, which are emptied one after the other
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_is_never_emptied")
        with pytest.raises(IntegrityError, match="TRUNCATE refused"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
