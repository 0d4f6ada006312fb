"""The first administrator, and the way back in for the last one; both by somebody at the server's console."""

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import QuerySet

from telavis.accounts.actions import factors, rescue
from telavis.accounts.models import AccountRight, OneTimeCode, Right, User
from telavis.audit.actions import Author, record
from telavis.audit.administration import Act, trace
from telavis.audit.models import AuditAction


@transaction.atomic
def create_administrator(*, username: str, full_name: str, email: str, password: str, by: Author) -> User:
    """An account that administers; the password obeys the rules that bind everybody (else ValidationError)."""
    user = User(username=username.strip().lower(), full_name=full_name.strip(), email=email.strip())
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    AccountRight.objects.create(user=user, right=Right.ADMINISTRATOR, granted_by_label=by.user_label)
    trace(Act.CREATE_ADMINISTRATOR, by=by, kind="account", key=user.pk, label=user.username)
    return user


@transaction.atomic
def recover_administrator(username: str, *, email: str = "", by: Author) -> tuple[User, OneTimeCode, str]:
    """Open the account again to whoever types the word given here; the former password, its factors and its sessions end.

    Raises User.DoesNotExist for a name that does not administer: the console gives nobody new rights.
    """
    administrators = User.objects.select_for_update(of=("self",)).filter(rights__right=Right.ADMINISTRATOR)
    user = administrators.get(username=username.strip().lower())
    user.set_unusable_password()
    user.is_active = True
    user.email = email.strip() or user.email
    user.full_clean()
    user.save(update_fields=["password", "is_active", "email"])
    factors.forget_all(user)
    code, word = rescue.give_word(user)
    record(
        AuditAction.RECOVER,
        by=by,
        object_kind="user",
        object_id=user.pk,
        object_label=user.username,
        detail={"did": "word given"},
    )
    return user, code, word


def other_administrators(user: User) -> QuerySet[User]:
    """Those who are told when somebody comes back by the console."""
    return User.objects.filter(rights__right=Right.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
