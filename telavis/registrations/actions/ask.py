"""A question before deciding."""

from django.db import transaction

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.registrations.models import Registration
from telavis.registrations.notifications import tell_applicant
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import Verb


@transaction.atomic
def ask(registration: Registration, *, question: str, by: Actor) -> Registration:
    """The applicant reads it after signing in, and answers there."""
    registration = lock(registration)
    move(registration, Verb.ASK, by=by, text=question)
    registration.save(update_fields=["state"])
    record(
        AuditAction.ADMINISTER,
        by=by,
        object_kind="registration",
        object_id=registration.pk,
        object_label=str(registration),
        detail={"did": registration.state},
    )
    tell_applicant(registration, Verb.ASK)
    return registration
