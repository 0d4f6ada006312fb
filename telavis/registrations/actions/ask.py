"""A question before deciding, or a proof to show."""

from django.db import transaction
from django.utils import timezone

from telavis.audit.administration import Act, trace
from telavis.directory.actors import Actor
from telavis.documents.actions import new_folder, open_folder
from telavis.registrations.models import Registration
from telavis.registrations.notifications import tell_applicant
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import Verb


@transaction.atomic
def ask(registration: Registration, *, question: str, by: Actor) -> Registration:
    """The applicant reads it after signing in, and answers there."""
    return _put(lock(registration), Verb.ASK, Act.ASKED, question, by)


@transaction.atomic
def ask_proof(registration: Registration, *, wanted: str, by: Actor) -> Registration:
    """The applicant joins it to the answer; asked again, it comes beside what came before."""
    registration = lock(registration)
    registration = _put(registration, Verb.ASK_PROOF, Act.ASK_PROOF, wanted, by)
    if registration.proofs:
        open_folder(registration.proofs)
    else:
        registration.proofs = new_folder()
        registration.save(update_fields=["proofs"])
    return registration


def _put(registration: Registration, verb: Verb, act: Act, words: str, by: Actor) -> Registration:
    move(registration, verb, by=by, text=words)
    registration.asked_at, registration.answer_by = timezone.now(), None
    registration.save(update_fields=["state", "asked_at", "answer_by"])
    trace(act, by=by, kind="registration", key=registration.pk, label=str(registration))
    tell_applicant(registration, verb)
    return registration
