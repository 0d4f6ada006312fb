"""The database itself refuses to change what the journals hold."""

import pytest
from django.db import IntegrityError, transaction

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
