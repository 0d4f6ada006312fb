"""Whose account a proven identity opens: found, linked, told again at each sign-in, taken away."""

from django.db import transaction
from django.utils import timezone

from telavis.accounts.models import ExternalIdentity, Passkey, User
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.audit.actions import Author, record
from telavis.audit.models import AuditAction


class AlreadyLinked(Exception):
    """This identity opens another account, or this account has another identity at the same provider."""


class LastWayIn(Exception):
    """Without this identity nobody could come in to the account any more."""


def find_linked(identity: ProvenIdentity) -> ExternalIdentity | None:
    """The link of this identity with its account, if there is one."""
    links = ExternalIdentity.objects.select_related("user")
    return links.filter(issuer=identity.issuer, subject=identity.subject).first()


@transaction.atomic
def link(identity: ProvenIdentity, user: User, *, by: Author) -> ExternalIdentity:
    """From now on this identity opens this account. Doing it twice is no fault."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    wanted = {"issuer": identity.issuer, "subject": identity.subject}
    at_provider = ExternalIdentity.objects.filter(user=user, provider=identity.provider).first()
    kept = find_linked(identity)
    if (kept and kept.user_id != user.pk) or (at_provider and at_provider != kept):
        raise AlreadyLinked
    if kept:
        return kept
    new, was_new = ExternalIdentity.objects.get_or_create(
        **wanted, defaults={"user": user, "provider": identity.provider, "facts": identity.facts()}
    )
    if not was_new and new.user_id != user.pk:
        raise AlreadyLinked  # somebody else was a moment earlier
    _trace(AuditAction.LINK_IDENTITY, new, by)
    return new


@transaction.atomic
def note_seen(linked: ExternalIdentity, identity: ProvenIdentity) -> ProvenIdentity | None:
    """Keep what the provider says today; gives what it had said before, for those who must compare."""
    row = ExternalIdentity.objects.select_for_update(of=("self",)).get(pk=linked.pk)
    before = ProvenIdentity.from_facts(row.facts) if row.facts else None
    row.facts = identity.facts()
    row.last_seen_at = timezone.now()
    row.save(update_fields=["facts", "last_seen_at"])
    return before


@transaction.atomic
def unlink(linked: ExternalIdentity, *, by: Author) -> None:
    """This identity no longer opens the account. Raises LastWayIn; doing it twice is no fault."""
    user = User.objects.select_for_update(of=("self",)).get(pk=linked.user_id)
    kept = ExternalIdentity.objects.filter(pk=linked.pk).first()
    if kept is None:
        return
    if not has_another_way(user, than=kept):
        raise LastWayIn
    _trace(AuditAction.UNLINK_IDENTITY, kept, by)
    kept.delete()


def has_another_way(user: User, *, than: ExternalIdentity) -> bool:
    """By password and a code that can reach them, by a passkey, or by another identity."""
    by_password = user.has_usable_password() and bool(user.email or user.mobile)
    if by_password or Passkey.objects.filter(user=user).exists():
        return True
    return ExternalIdentity.objects.filter(user=user).exclude(pk=than.pk).exists()


def _trace(action: AuditAction, linked: ExternalIdentity, by: Author) -> None:
    record(
        action,
        by=by,
        object_kind="account",
        object_id=linked.user_id,
        object_label=str(linked.user),
        detail={"provider": linked.provider},
    )
