"""The applicant answers the question."""

from django.db import transaction

from telavis.directory.actors import Actor
from telavis.documents.actions import close_folder
from telavis.registrations.models import Registration
from telavis.registrations.notifications import tell_who_decides
from telavis.registrations.queries.proofs import asks_for_proof, why_not_to_send
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import StepRefused, Verb


@transaction.atomic
def reply(registration: Registration, *, text: str, by: Actor) -> Registration:
    """Back to the queue, at its former place; with the proof, where one was asked for."""
    registration = lock(registration)
    wants_proof = asks_for_proof(registration)
    move(registration, Verb.REPLY, by=by, text=text)
    if wants_proof and registration.proofs:
        close_folder(registration.proofs)
        if why := why_not_to_send(registration.proofs, registration, text):
            raise StepRefused(why)
    registration.save(update_fields=["state"])
    tell_who_decides("une réponse sur une inscription")
    return registration
