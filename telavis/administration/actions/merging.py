"""Reuniting two accounts of one person takes two administrators (docs/decisions/0026). Nothing clinical is rewritten: files hang on workplaces, and these move whole."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from telavis.accounts.actions.resetting import forget_ways_in
from telavis.accounts.models import ExternalIdentity, Standing, User
from telavis.administration.actions.two_persons import check_second, check_waiting, lapse, settle
from telavis.administration.models import AccountMerge, AskedState
from telavis.administration.notifications import tell_holder
from telavis.administration.permissions import lock_account, open_administrators, stand_as_administrator
from telavis.administration.queries.merging import Plan, plan_of
from telavis.audit.administration import Act, trace
from telavis.directory.actions import index_practitioner
from telavis.directory.actors import Actor
from telavis.directory.announcements import professionals_united
from telavis.directory.models import Delegation, Organization, Practitioner, PractitionerRole
from telavis.notifications.administrators import tell_administrators
from telavis.services.models import Absence, DutyDay, Membership
from telavis.values.refused import Refused

OF_THE_NUMBER = ("rpps", "title", "family_name", "given_name", "profession", "specialty")
"""What the source of the RPPS number says of somebody goes with it."""


@transaction.atomic
def ask_merge(stays: User, closes: User, *, seen: str, by: Actor) -> AccountMerge:
    """Nothing changes yet. `seen`: the mark of the plan that was shown (`Plan.mark`)."""
    asker, plan = stand_as_administrator(by), _lock_plan(stays, closes, by=by)
    if plan.mark != seen:
        raise Refused(
            "Ces comptes ont changé depuis : relisez ce qui va se passer, puis confirmez de nouveau."
        )
    if open_administrators() <= {asker, plan.stays.pk, plan.closes.pk}:
        raise Refused(
            "Il faut deux administrateurs en plus de la personne concernée : donnez d’abord ce droit à quelqu’un."
        )
    waiting = AccountMerge.objects.filter(closes=plan.closes, state=AskedState.WAITING).first()
    if waiting and not lapse(waiting):
        raise Refused(f"{waiting.asked_by_label} l’a déjà demandée : un autre administrateur peut confirmer.")
    asked = AccountMerge.objects.create(
        stays=plan.stays, closes=plan.closes, mark=seen, asked_by_id=asker, asked_by_label=by.user_label
    )
    _trace_both(Act.ASK_MERGE, plan.stays, plan.closes, by=by)
    _tell_of_asking(plan, by)
    return asked


@transaction.atomic
def confirm_merge(asked: AccountMerge, *, by: Actor) -> User:
    """By a second administrator, who read the plan that the first one read."""
    plan = _lock_plan(asked.stays, asked.closes, by=by)
    merge = _lock(asked)
    check_second(merge, by=by)
    if plan.mark != merge.mark:
        raise Refused(
            "Ces comptes ont changé depuis la demande : abandonnez-la, relisez ce qui va se passer, puis refaites-la."
        )
    if plan.gone:
        _move_professional(plan, plan.gone)
    kept_account, closed = plan.stays, plan.closes
    ExternalIdentity.objects.filter(pk__in=[each.pk for each in plan.identities]).update(user=kept_account)
    _close(closed)
    settle(merge, AskedState.CONFIRMED, by=by)
    _trace_both(Act.MERGE, kept_account, closed, by=by, asked_by=merge.asked_by_label)
    tell_holder(
        kept_account,
        "vos deux comptes n’en font plus qu’un",
        f"Vos deux comptes sont réunis. Connectez-vous avec l’identifiant « {kept_account.username} » ; l’identifiant "
        f"« {closed.username} » n’ouvre plus rien.",
        also=[closed.email],
    )
    return kept_account


@transaction.atomic
def abandon_merge(asked: AccountMerge, *, by: Actor) -> AccountMerge:
    """By the one who asked, or by another who does not agree."""
    stays, closes = (lock_account(account, by=by) for account in (asked.stays, asked.closes))
    merge = _lock(asked)
    settle(merge, AskedState.ABANDONED, by=by)
    _trace_both(Act.ABANDON_MERGE, stays, closes, by=by)
    return merge


def _lock(asked: AccountMerge) -> AccountMerge:
    merge = AccountMerge.objects.select_for_update(of=("self",)).get(pk=asked.pk)
    check_waiting(merge)
    return merge


def _lock_plan(stays: User, closes: User, *, by: Actor) -> Plan:
    """Neither account is that of whoever asks or confirms."""
    plan = plan_of(lock_account(stays, by=by), lock_account(closes, by=by))
    if plan.refusal:
        raise Refused(plan.refusal)
    return plan


def _trace_both(act: Act, stays: User, closes: User, *, by: Actor, asked_by: str = "") -> None:
    for account, other, what in ((stays, closes, "reste"), (closes, stays, "fermé")):
        words = f"{what}, avec « {other.username} »"
        trace(act, by=by, kind="account", key=account.pk, label=str(account), what=words, asked_by=asked_by)


def _tell_of_asking(plan: Plan, by: Actor) -> None:
    tell_holder(
        plan.stays,
        "la réunion de deux comptes est demandée",
        f"Un administrateur demande que les comptes « {plan.stays.username} » et « {plan.closes.username} » n’en fassent "
        "plus qu’un, s’ils sont tous deux à vous ; un second doit le confirmer. Vous n’avez pas deux comptes ? "
        "Prévenez-nous sans attendre.",
        also=[plan.closes.email],
    )
    tell_administrators(
        "une réunion de comptes attend votre confirmation",
        "Un administrateur demande que deux comptes n’en fassent plus qu’un : il faut la confirmation d’un second.",
        path="/administration/",
        besides=by.user_id,
    )


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
    professionals_united.send(sender=Practitioner, former=gone, present=plan.kept)
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
    lasting = Membership.objects.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=timezone.localdate()))
    for member in lasting.filter(role=former):
        same = lasting.filter(healthcare_service=member.healthcare_service_id, role=present, kind=member.kind)
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
