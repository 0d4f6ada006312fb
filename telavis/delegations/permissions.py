"""Who may let somebody prepare for them: a health professional, for themselves."""

from telavis.delegations.models import Invitation
from telavis.directory.actors import Actor
from telavis.directory.models import Delegation
from telavis.values.professions import is_health_professional


def may_delegate(actor: Actor) -> bool:
    """In person: somebody who prepares for another hands nothing on."""
    return actor.role is not None and is_health_professional(actor.role.practitioner.profession)


def may_withdraw(actor: Actor, invitation: Invitation) -> bool:
    return actor.is_person(invitation.delegator.practitioner_id)


def may_end(actor: Actor, delegation: Delegation) -> bool:
    """The one who delegated, and the one who prepares: either may stop."""
    persons = (delegation.delegator.practitioner_id, delegation.delegate.practitioner_id)
    return any(actor.is_person(person) for person in persons)
