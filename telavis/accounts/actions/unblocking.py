"""Letting a blocked account be tried again."""

from django.db import transaction

from telavis.accounts.actions import tries
from telavis.accounts.actions.codes import subject_of
from telavis.accounts.models import CodePurpose, User
from telavis.audit.actions import record
from telavis.audit.models import AuditAction


class Console:
    """Who acts when an operator types a command on the server."""

    user_id = role_id = on_behalf_of_id = None
    user_label = "console du serveur"
    role_label = on_behalf_of_label = ""


@transaction.atomic
def unblock(user: User) -> None:
    """Forget its failures at passwords and at codes, and leave a trace."""
    tries.forget_failures(tries.PASSWORD, str(user.pk))
    for purpose in CodePurpose:
        for limit in (tries.CODE, tries.CODE_SENT):
            tries.forget_failures(limit, subject_of(user, purpose, ""))
    record(
        AuditAction.ADMINISTER,
        by=Console(),
        object_kind="account",
        object_id=user.pk,
        object_label=str(user),
        detail={"did": "unblock"},
    )
