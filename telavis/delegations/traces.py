"""The trace of who let whom prepare for them."""

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.delegations.models import Invitation
from telavis.directory.actors import Actor
from telavis.directory.models import Delegation


def trace(did: str, what: Invitation | Delegation, *, by: Actor) -> None:
    """In the transaction of the act."""
    record(
        AuditAction.DELEGATE,
        by=by,
        object_kind="invitation" if isinstance(what, Invitation) else "delegation",
        object_id=what.pk,
        object_label=str(what)[:200],
        detail={"did": did},
    )
