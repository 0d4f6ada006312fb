"""The invited person accepts: with an account of their own, or with a new one that has no right but to prepare."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from telavis.accounts.models import Standing, User, is_open_account, rights_of
from telavis.accounts.usernames import new_username
from telavis.delegations import notifications
from telavis.delegations.models import Invitation, Joining
from telavis.delegations.traces import trace
from telavis.directory.actors import Actor
from telavis.directory.enrolment import Newcomer, enrol_beside
from telavis.directory.models import Delegation, PractitionerRole
from telavis.gateways import sms
from telavis.values.french import typographic

TOO_LATE = typographic("Cette invitation ne vaut plus : demandez qu’elle vous soit envoyée de nouveau.")
UNPROVED = "Prouvez d’abord votre adresse et votre mobile."
TAKEN = typographic("Cette adresse e-mail a déjà un compte : connectez-vous avec lui, puis acceptez.")
NOT_FOR_THEM = "Cette invitation est adressée à quelqu’un d’autre."
ADMINISTERS = typographic(
    "Un compte d’administration ne voit aucun contenu clinique : il ne peut pas préparer de demandes."
)
ONESELF = "On ne prépare pas pour soi-même."


class AcceptanceRefused(Exception):
    """Nothing was accepted; the sentence says why and is shown."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def join(joining: Joining, *, password: str) -> User:
    """A new account, once both addresses are proved. It carries no profession: it prepares, and does nothing alone."""
    invitation = _lock(joining.invitation)
    if joining.email_proved_at is None or (joining.mobile_proved_at is None and sms.is_available()):
        raise AcceptanceRefused(UNPROVED)
    user = _open_account(joining, password)
    newcomer = Newcomer(family_name=joining.family_name, given_name=joining.given_name, profession="")
    role = enrol_beside(user, newcomer, invitation.delegator)
    _delegate(invitation, role, by=Actor(user=user, role=role))
    return user


@transaction.atomic
def accept(invitation: Invitation, *, by: Actor) -> Delegation:
    """Somebody who has an account already, under the address that was invited."""
    invitation = _lock(invitation)
    user = by.user
    if user is None or user.email.lower() != invitation.email.lower():
        raise AcceptanceRefused(NOT_FOR_THEM)
    if rights_of(user.pk):
        raise AcceptanceRefused(ADMINISTERS)
    newcomer = Newcomer(invitation.family_name, invitation.given_name, profession="")
    role = by.role or enrol_beside(user, newcomer, invitation.delegator)
    if role.practitioner_id == invitation.delegator.practitioner_id:
        raise AcceptanceRefused(ONESELF)
    return _delegate(invitation, role, by=by)


def _lock(invitation: Invitation) -> Invitation:
    """Of two who accept at once, one does; the doctor must still work where they invited from, with an open account."""
    found = Invitation.objects.waiting().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    working = PractitionerRole.objects.current().filter(is_open_account("practitioner__user__"))
    if found is None or not working.filter(pk=found.delegator_id).exists():
        raise AcceptanceRefused(TOO_LATE)
    return found


def _open_account(joining: Joining, password: str) -> User:
    user = User(
        username=new_username(joining.given_name, joining.family_name),
        full_name=f"{joining.given_name} {joining.family_name}",
        email=joining.invitation.email,
        mobile=joining.mobile,
        standing=Standing.OPEN,
    )
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError as conflict:
        raise AcceptanceRefused(TAKEN) from conflict
    return user


def _delegate(invitation: Invitation, role: PractitionerRole, *, by: Actor) -> Delegation:
    """From today at the earliest; a delegation between the same two people gives way to this one."""
    now = timezone.now()
    Delegation.objects.filter(
        delegator=invitation.delegator,
        delegate__practitioner_id=role.practitioner_id,
        revoked_at__isnull=True,
    ).update(revoked_at=now)
    delegation = Delegation.objects.create(
        delegator=invitation.delegator,
        delegate=role,
        started_on=max(invitation.starts_on, timezone.localdate()),
        ended_on=invitation.ends_on,
    )
    invitation.accepted_at, invitation.delegation = now, delegation
    invitation.save(update_fields=["accepted_at", "delegation"])
    invitation.joinings.all().delete()
    notifications.tell_accepted(delegation)
    trace("accept", delegation, by=by)
    return delegation
