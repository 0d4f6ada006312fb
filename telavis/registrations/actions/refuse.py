"""No account: with a reason that the applicant reads."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.registrations.actions.approve import settle
from telavis.registrations.models import Registration
from telavis.registrations.notifications import tell_applicant
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import Verb


@transaction.atomic
def refuse(registration: Registration, *, reason: str, by: Actor) -> Registration:
    """The account stays closed; its holder can sign in and read why."""
    registration = lock(registration)
    move(registration, Verb.REFUSE, by=by, text=reason)
    settle(registration, by=by)
    tell_applicant(registration, Verb.REFUSE)
    return registration
