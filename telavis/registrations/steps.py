"""What every verb does: lock the row, check who and when, write the journal, save."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.registrations.models import Registration, RegistrationStep
from telavis.registrations.permissions import MAY
from telavis.registrations.workflow import State, StepRefused, Verb, destination
from telavis.values.french import at_moment, typographic


class NotAllowed(PermissionDenied):
    """The verb is not theirs."""


def lock(registration: Registration) -> Registration:
    """The row as it is now, held until the end of the transaction."""
    return Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)


def move(registration: Registration, verb: Verb, *, by: Actor, text: str = "") -> None:
    """Check the permission and the journey, write the journal, set the new state (not saved yet)."""
    if not MAY[verb](by, registration):
        raise NotAllowed(verb)
    target = destination(verb, State(registration.state))
    if target is None:
        raise StepRefused(_refusal(registration))
    RegistrationStep.objects.create(
        registration_id=registration.pk,
        verb=verb,
        from_state=registration.state,
        to_state=target,
        occurred_at=timezone.now(),
        user_id=by.user_id,
        user_label=by.user_label,
        text=text,
    )
    registration.state = target


def _refusal(registration: Registration) -> str:
    """Why not now, and who was first."""
    state = State(registration.state)
    if registration.decided_at:
        when = at_moment(registration.decided_at, timezone.localtime())
        if registration.decided_by_id is None and state == State.REFUSED:
            return typographic(f"Cette inscription est déjà close, sans réponse, {when}.")
        words = "validée" if state == State.APPROVED else "refusée"
        return typographic(f"{registration.decided_by_label} a déjà {words} cette inscription, {when}.")
    return typographic(f"Ce n’est plus possible : cette inscription est maintenant « {state.label} ».")
