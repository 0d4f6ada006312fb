"""The registration is complete: an account that opens nothing yet, and the decision, at once or by somebody."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from telavis.accounts.actions.external_identities import AlreadyLinked, link
from telavis.accounts.models import Standing, User
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.accounts.usernames import new_username
from telavis.directory.actors import Actor
from telavis.gateways import sms
from telavis.registrations.actions.approve import approve
from telavis.registrations.jobs import TELL_OTHERS, defer
from telavis.registrations.models import Registration, Source
from telavis.registrations.notifications import tell_applicant
from telavis.registrations.permissions import SYSTEM
from telavis.registrations.queries.duplicates import duplicates_of
from telavis.registrations.queries.evidence import evidence_of, identity_of, may_be_approved_at_once
from telavis.registrations.queries.queue import name_of
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import StepRefused, Verb

INCOMPLETE = "Votre inscription n’est pas complète : reprenez-la où elle en était."
LINKED = "Cette identité Pro Santé Connect ouvre déjà un compte : identifiez-vous avec elle."
TAKEN = "Cette adresse e-mail a déjà un compte ou une inscription : connectez-vous avec elle."


def is_complete(registration: Registration) -> bool:
    """A place, a proved address, a proved mobile where an SMS can leave."""
    reached = registration.email_proved_at and (registration.mobile_proved_at or not sms.is_available())
    return bool(reached and registration.place and registration.password)


@transaction.atomic
def submit(registration: Registration, *, by: Actor) -> Registration:
    """Sent once, however often it is pressed: the second finds it waiting and is refused."""
    registration = lock(registration)
    move(registration, Verb.SUBMIT, by=by)
    if not is_complete(registration):
        raise StepRefused(INCOMPLETE)
    registration.user = _open_pending_account(registration)
    _link_proof(registration, registration.user)
    registration.submitted_at = timezone.now()
    registration.password = ""
    registration.save(update_fields=["state", "user", "submitted_at", "password"])
    if may_be_approved_at_once(registration) and not duplicates_of(registration):
        return approve(registration, by=SYSTEM)
    tell_applicant(registration, Verb.SUBMIT)
    defer(TELL_OTHERS, registration_id=str(registration.pk))
    return registration


def _open_pending_account(registration: Registration) -> User:
    """With the password that was chosen; of two who prove one address at once, one gets it."""
    who = identity_of(registration)
    user = User(
        username=new_username(who.given_name, who.family_name),
        full_name=name_of(registration),
        email=registration.email,
        mobile=registration.mobile,
        password=registration.password,
        standing=Standing.PENDING,
    )
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as conflict:
        raise StepRefused(TAKEN) from conflict
    return user


def _link_proof(registration: Registration, user: User) -> None:
    """Whoever came by Pro Santé Connect signs in with it from now on, be it to read where their registration stands."""
    proof = evidence_of(registration).get(Source.PRO_SANTE_CONNECT)
    if proof is None:
        return
    try:
        link(ProvenIdentity.from_facts(proof.detail), user, by=Actor(user=user))
    except AlreadyLinked as conflict:
        raise StepRefused(LINKED) from conflict
