"""Closing one's sessions: their rows go, and with them every way to go on."""

from uuid import UUID

from telavis.accounts.models import OpenSession, User


def close(user: User, handle: UUID) -> bool:
    """One session of this person; False if there is none of that name."""
    deleted, _ = OpenSession.objects.filter(user=user, handle=handle).delete()
    return bool(deleted)


def close_others(user: User, *, but: UUID | str | None) -> int:
    """Every session of this person except the one of that handle; how many there were."""
    deleted, _ = OpenSession.objects.filter(user=user).exclude(handle=but).delete()
    return deleted


def close_all(user: User) -> int:
    """Every session of this person, this one too; how many there were."""
    deleted, _ = OpenSession.objects.filter(user=user).delete()
    return deleted
