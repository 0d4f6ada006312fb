"""A question that the applicant leaves without an answer: told once more, then the registration is closed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.parameters.models import parameter
from telavis.registrations.actions.approve import settle
from telavis.registrations.models import Registration
from telavis.registrations.notifications import tell_applicant
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import StepRefused, Verb
from telavis.values.french import date_words

NOT_NOW = "Cette question n’attend plus, ou pas encore."


@transaction.atomic
def remind(registration: Registration, *, now: datetime, by: Actor) -> Registration:
    """Says until when; that day then holds, whatever becomes of the setting. Another question meanwhile begins anew."""
    row = lock(registration)
    if row.answer_by or row.asked_at != registration.asked_at:
        raise StepRefused(NOT_NOW)
    days = timedelta(days=parameter("registration_unanswered_days"))
    row.answer_by = timezone.localdate(now) + days
    move(row, Verb.REMIND, by=by, text=f"Réponse attendue jusqu’au {date_words(row.answer_by)}.")
    row.save(update_fields=["answer_by"])
    tell_applicant(row, Verb.REMIND)
    return row


@transaction.atomic
def lapse(registration: Registration, *, now: datetime, by: Actor) -> Registration:
    """Like a refusal, decided by nobody: never before the day that was told has passed."""
    row = lock(registration)
    if row.answer_by is None or row.answer_by >= timezone.localdate(now):
        raise StepRefused(NOT_NOW)
    reason = f"La question de l’équipe est restée sans réponse jusqu’au {date_words(row.answer_by)}."
    move(row, Verb.LAPSE, by=by, text=reason)
    settle(row, by=by)
    tell_applicant(row, Verb.LAPSE)
    return row
