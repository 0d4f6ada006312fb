"""The applicant answers the question."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.registrations.models import Registration
from telavis.registrations.notifications import tell_who_decides
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import Verb


@transaction.atomic
def reply(registration: Registration, *, text: str, by: Actor) -> Registration:
    """Back to the queue, at its former place."""
    registration = lock(registration)
    move(registration, Verb.REPLY, by=by, text=text)
    registration.save(update_fields=["state"])
    tell_who_decides("une réponse sur une inscription")
    return registration
