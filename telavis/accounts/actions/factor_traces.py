"""The journal's lines about the factors of an account."""

from telavis.accounts.models import Factor, User
from telavis.audit.actions import Author, record
from telavis.audit.models import AuditAction


def trace_added(factor: Factor, user: User, name: str, *, by: Author) -> None:
    _trace(AuditAction.ADD_FACTOR, factor, user, name, by)


def trace_removed(factor: Factor, user: User, name: str, *, by: Author) -> None:
    _trace(AuditAction.REMOVE_FACTOR, factor, user, name, by)


def _trace(action: AuditAction, factor: Factor, user: User, name: str, by: Author) -> None:
    record(
        action,
        by=by,
        object_kind="account",
        object_id=user.pk,
        object_label=str(user),
        detail={"factor": factor.value, "name": name},
    )
