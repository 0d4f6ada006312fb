"""Who may do each verb."""

from collections.abc import Callable

from telavis.accounts.models import Right
from telavis.directory.actors import Actor
from telavis.registrations.models import Registration
from telavis.registrations.workflow import Verb

APPLICANT = Actor.system("le demandeur")
"""Who applies has no account yet: the browser that holds the key of the registration speaks for them."""
SYSTEM = Actor.system()

Permission = Callable[[Actor, Registration], bool]


def is_applicant(actor: Actor, registration: Registration) -> bool:
    return actor is APPLICANT


def is_holder(actor: Actor, registration: Registration) -> bool:
    """The applicant, once they have an account to sign in with."""
    return actor.user_id is not None and actor.user_id == registration.user_id


def may_read_all(actor: Actor) -> bool:
    return actor.has(Right.ADMINISTRATOR)


def may_publish_texts(actor: Actor) -> bool:
    """The texts that everybody accepts."""
    return actor.has(Right.ADMINISTRATOR)


def may_decide(actor: Actor, registration: Registration) -> bool:
    """An administrator, never about themselves."""
    return may_read_all(actor) and not is_holder(actor, registration)


def may_approve(actor: Actor, registration: Registration) -> bool:
    """Or the house itself, where the rule of the day says that the sources are enough."""
    return is_system(actor, registration) or may_decide(actor, registration)


def may_read_proofs(actor: Actor, registration: Registration) -> bool:
    """Those who decide, and the one who joined them."""
    return is_holder(actor, registration) or may_decide(actor, registration)


def is_system(actor: Actor, registration: Registration) -> bool:
    return actor is SYSTEM


def may_abandon(actor: Actor, registration: Registration) -> bool:
    """The one who begins anew, or the clock."""
    return is_system(actor, registration) or is_applicant(actor, registration)


MAY: dict[Verb, Permission] = {
    Verb.START: is_applicant,
    Verb.ACCEPT_TEXTS: is_applicant,
    Verb.CHOOSE_WORKPLACE: is_applicant,
    Verb.GIVE_CONTACT: is_applicant,
    Verb.PROVE_MAIL: is_applicant,
    Verb.PROVE_MOBILE: is_applicant,
    Verb.SUBMIT: is_applicant,
    Verb.APPROVE: may_approve,
    Verb.REFUSE: may_decide,
    Verb.ASK: may_decide,
    Verb.ASK_PROOF: may_decide,
    Verb.REPLY: is_holder,
    Verb.REMIND: is_system,
    Verb.LAPSE: is_system,
    Verb.ABANDON: may_abandon,
}
