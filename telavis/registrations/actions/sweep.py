"""What nobody finishes is erased, what nobody answers is closed; later go the proofs of what was decided, and what was refused."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.parameters.models import parameter
from telavis.registrations.actions.proofs import erase_proofs
from telavis.registrations.actions.unanswered import lapse, remind
from telavis.registrations.models import Registration
from telavis.registrations.permissions import SYSTEM
from telavis.registrations.steps import lock, move
from telavis.registrations.workflow import State, States, StepRefused, Verb

BATCH = 500


@transaction.atomic
def abandon(registration: Registration, *, by: Actor) -> None:
    """What was typed is forgotten; the journal keeps that somebody had begun."""
    registration = lock(registration)
    move(registration, Verb.ABANDON, by=by)
    registration.evidence.all().delete()
    registration.rpps = registration.email = registration.mobile = registration.password = ""
    registration.place = {}
    registration.email_proved_at = registration.mobile_proved_at = None
    registration.save()


def sweep(now: datetime) -> int:
    """Do all that is due at `now`; returns how much that was. Safe to run twice, or twice at once."""
    return sum(each(now) for each in (_abandon, _lapse, _remind, _erase_old_proofs, _forget_refused))


def _abandon(now: datetime) -> int:
    limit = now - timedelta(days=parameter("registration_abandoned_days"))
    old = Registration.objects.filter(state__in=States.UNDER_WAY, started_at__lt=limit).order_by("started_at")
    return _each(old[:BATCH], lambda each: abandon(each, by=SYSTEM))


def _remind(now: datetime) -> int:
    limit = now - timedelta(days=parameter("registration_reminder_days"))
    waiting = Registration.objects.filter(state=State.ASKED, asked_at__lt=limit, answer_by__isnull=True)
    return _each(waiting.order_by("asked_at")[:BATCH], lambda each: remind(each, now=now, by=SYSTEM))


def _lapse(now: datetime) -> int:
    silent = Registration.objects.filter(state=State.ASKED, answer_by__lt=timezone.localdate(now))
    return _each(silent.order_by("answer_by")[:BATCH], lambda each: lapse(each, now=now, by=SYSTEM))


def _each(registrations: Iterable[Registration], act: Callable[[Registration], object]) -> int:
    """Those that were finished, answered or swept by another worker since the list was read are left alone."""
    done = 0
    for registration in registrations:
        try:
            act(registration)
        except StepRefused:
            continue
        done += 1
    return done


def _erase_old_proofs(now: datetime) -> int:
    limit = now - timedelta(days=parameter("registration_proof_days"))
    old = list(Registration.objects.filter(proofs__isnull=False, decided_at__lt=limit)[:BATCH])
    for registration in old:
        erase_proofs(registration)
    return len(old)


def _forget_refused(now: datetime) -> int:
    """With the account that never opened, so that the address is free again."""
    limit = now - timedelta(days=parameter("registration_refused_days"))
    old = Registration.objects.filter(state=State.REFUSED, decided_at__lt=limit).select_related("user")
    done = 0
    for registration in old[:BATCH]:
        with transaction.atomic():
            erase_proofs(registration)
            if registration.user and not registration.user.is_open:
                registration.user.delete()
            registration.delete()
        done += 1
    return done
