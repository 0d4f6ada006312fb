"""The account opens: the person gets their place in the directory, and is told."""

from django.db import transaction
from django.utils import timezone

from telavis.accounts.models import Standing
from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.directory.enrolment import AlreadyEnrolled, Newcomer, enrol
from telavis.documents.actions import close_folder
from telavis.registrations.models import Registration
from telavis.registrations.notifications import tell_applicant
from telavis.registrations.queries.evidence import identity_of
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import StepRefused, Verb
from telavis.values.french import typographic


@transaction.atomic
def approve(registration: Registration, *, by: Actor) -> Registration:
    """Of two who decide at once, one does; the other is told who was first."""
    registration = lock(registration)
    move(registration, Verb.APPROVE, by=by)
    settle(registration, by=by)
    _enrol(registration)
    tell_applicant(registration, Verb.APPROVE)
    return registration


def settle(registration: Registration, *, by: Actor) -> None:
    """Write who decided and when, and leave the trace; nothing more is joined."""
    if registration.proofs:
        close_folder(registration.proofs)
    registration.decided_at = timezone.now()
    registration.decided_by_id, registration.decided_by_label = by.user_id, by.user_label
    registration.save(update_fields=["state", "decided_at", "decided_by_id", "decided_by_label"])
    record(
        AuditAction.ADMINISTER,
        by=by,
        object_kind="registration",
        object_id=registration.pk,
        object_label=str(registration),
        detail={"did": registration.state},
    )


def _enrol(registration: Registration) -> None:
    """The professional is linked to the account here and nowhere else: before, nothing clinical could be theirs."""
    who, place, user = identity_of(registration), registration.workplace, registration.user
    if user is None or place is None:
        raise StepRefused("Cette inscription n’a plus de compte : la personne doit recommencer.")
    newcomer = Newcomer(
        family_name=who.family_name,
        given_name=who.given_name,
        profession=who.profession,
        rpps=registration.rpps,
        title=who.title,
        specialty=who.specialty,
    )
    try:
        role = enrol(user, newcomer, place)
    except AlreadyEnrolled as holder:
        raise StepRefused(
            typographic(f"Ce numéro RPPS a déjà un compte, « {holder} » : refusez cette inscription.")
        ) from holder
    user.standing, user.full_name = Standing.OPEN, role.practitioner.full_name
    user.save(update_fields=["standing", "full_name"])
