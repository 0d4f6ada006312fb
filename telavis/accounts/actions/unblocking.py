"""Letting a blocked account be tried again."""

from django.db import transaction

from telavis.accounts.actions import passwords, tries
from telavis.accounts.actions.codes import subject_of, subjects_of_recovery
from telavis.accounts.models import CodePurpose, User
from telavis.audit.actions import Author
from telavis.audit.administration import Act, trace


class Console:
    """Who acts when an operator types a command on the server."""

    user_id = role_id = on_behalf_of_id = None
    user_label = "console du serveur"
    role_label = on_behalf_of_label = ""


@transaction.atomic
def unblock(user: User, *, by: Author | None = None) -> None:
    """Forget its failures at passwords and at codes, and leave a trace; by the console unless somebody is named."""
    forget_tries(user)
    trace(Act.UNBLOCK, by=by or Console(), kind="account", key=user.pk, label=str(user))


def forget_tries(user: User) -> None:
    """Every counter of this account begins anew."""
    passwords.forget_failures(user)
    for limit in (tries.APP_CODE, tries.RECOVERY_CODE):
        tries.forget_failures(limit, str(user.pk))
    for subject in (*(subject_of(user, purpose, "") for purpose in CodePurpose), *subjects_of_recovery(user)):
        for limit in (tries.CODE, tries.CODE_SENT):
            tries.forget_failures(limit, subject)
