"""Reuniting two accounts of one person. Nothing clinical is rewritten: files hang on workplaces, and these move whole."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from telavis.accounts.actions.resetting import forget_ways_in
from telavis.accounts.models import ExternalIdentity, Standing, User
from telavis.administration.notifications import tell_holder
from telavis.administration.permissions import lock_account
from telavis.administration.queries.merging import Plan, plan_of
from telavis.audit.administration import Act, trace
from telavis.directory.actions import index_practitioner
from telavis.directory.actors import Actor
from telavis.directory.models import Delegation, Organization, Practitioner, PractitionerRole
from telavis.services.models import Absence, DutyDay, Membership
from telavis.values.refused import Refused

OF_THE_NUMBER = ("rpps", "title", "family_name", "given_name", "profession", "specialty")
"""What the source of the RPPS number says of somebody goes with it."""


@transaction.atomic
def merge(stays: User, closes: User, *, seen: str, by: Actor) -> User:
    """`seen`: the mark of the plan that was shown (`Plan.mark`)."""
    kept_account, closed = lock_account(stays, by=by), lock_account(closes, by=by)
    plan = plan_of(kept_account, closed)
    if plan.refusal:
        raise Refused(plan.refusal)
    if plan.mark != seen:
        raise Refused(
            "Ces comptes ont changé depuis : relisez ce qui va se passer, puis confirmez de nouveau."
        )
    if plan.gone:
        _move_professional(plan, plan.gone)
    ExternalIdentity.objects.filter(pk__in=[each.pk for each in plan.identities]).update(user=kept_account)
    _close(closed)
    for account, other, what in ((kept_account, closed, "reste"), (closed, kept_account, "fermé")):
        words = f"{what}, avec « {other.username} »"
        trace(Act.MERGE, by=by, kind="account", key=account.pk, label=str(account), what=words)
    tell_holder(
        kept_account,
        "vos deux comptes n’en font plus qu’un",
        f"Vos deux comptes sont réunis. Connectez-vous avec l’identifiant « {kept_account.username} » ; l’identifiant "
        f"« {closed.username} » n’ouvre plus rien.",
        also=[closed.email],
    )
    return kept_account


def _close(closed: User) -> None:
    """For ever: its rights stay in the traces and nowhere else."""
    forget_ways_in(closed)
    closed.rights.all().delete()
    closed.is_active, closed.standing = False, Standing.SUSPENDED
    closed.save(update_fields=["is_active", "standing"])


def _move_professional(plan: Plan, gone: Practitioner) -> None:
    gone.user = None
    gone.save(update_fields=["user"])
    if plan.kept is None:
        gone.user = plan.stays
        gone.save(update_fields=["user"])
        plan.stays.full_name = gone.full_name
        plan.stays.save(update_fields=["full_name"])
        return
    _move_number(gone, plan.kept)
    for former, present in plan.twins.items():
        _give_way(former, present)
    PractitionerRole.objects.filter(pk__in=[role.pk for role in plan.roles]).update(practitioner=plan.kept)
    index_practitioner(plan.kept)
    index_practitioner(gone)


def _move_number(gone: Practitioner, kept: Practitioner) -> None:
    if not gone.rpps or kept.rpps:
        return
    told = {name: getattr(gone, name) for name in OF_THE_NUMBER}
    gone.rpps = ""
    gone.save(update_fields=["rpps"])
    for name, value in told.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(told))


def _give_way(former: PractitionerRole, present: PractitionerRole) -> None:
    """Two workplaces of one person in one establishment: places, duties and delegations pass to the one that stays."""
    for member in Membership.objects.filter(role=former, ended_on__isnull=True):
        same = Membership.objects.filter(
            healthcare_service=member.healthcare_service_id,
            role=present,
            kind=member.kind,
            ended_on__isnull=True,
        )
        if same.exists():
            member.ended_on = _yesterday(member.started_on)
            member.save(update_fields=["ended_on"])
        else:
            member.role = present
            member.save(update_fields=["role"])
    Absence.objects.filter(substitute=former).update(substitute=present)
    DutyDay.objects.filter(role=former).update(role=present)
    Organization.objects.filter(referent=former).update(referent=present)
    Delegation.objects.filter(delegator=former).exclude(delegate=present).update(delegator=present)
    Delegation.objects.filter(delegate=former).exclude(delegator=present).update(delegate=present)
    former.ended_on = _yesterday(former.started_on)
    former.save(update_fields=["ended_on"])


def _yesterday(at_least: date) -> date:
    return max(at_least, timezone.localdate() - timedelta(days=1))
