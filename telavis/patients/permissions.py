"""Who says that two identities are of one person, or of two."""

from telavis.accounts.models import Right
from telavis.directory.actors import Actor


def is_identity_desk(actor: Actor) -> bool:
    return actor.has(Right.IDENTITY_DESK)
