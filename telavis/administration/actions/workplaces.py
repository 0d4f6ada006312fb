"""Where somebody works, given and ended by an administrator: it is the workplace that files hang on."""

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone

from telavis.accounts.models import User
from telavis.administration.notifications import tell_holder
from telavis.administration.permissions import lock_account
from telavis.audit.administration import Act, trace
from telavis.directory.actions import index_practitioner
from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService, Organization, Practitioner, PractitionerRole
from telavis.services.coverage import check_covered
from telavis.values.french import date_words, typographic
from telavis.values.refused import Refused

NO_PROFESSIONAL = "Ce compte n’est celui d’aucun professionnel : il ne peut pas avoir de lieu d’exercice."


@transaction.atomic
def give_workplace(
    user: User, organization: Organization, *, started_on: date, ended_on: date | None = None, by: Actor
) -> PractitionerRole:
    """From a day that is not past; opens no service and no file by itself (a place in a service does)."""
    account = lock_account(user, by=by)
    practitioner = Practitioner.objects.filter(user=account).first()
    if practitioner is None:
        raise Refused(NO_PROFESSIONAL)
    if started_on < timezone.localdate():
        raise Refused("Le premier jour est passé : écrivez aujourd’hui ou un jour à venir.")
    if ended_on and ended_on < started_on:
        raise Refused("Le dernier jour est avant le premier : vérifiez les deux dates.")
    _check_free(practitioner, organization, started_on, ended_on)
    role = PractitionerRole.objects.create(
        practitioner=practitioner, organization=organization, started_on=started_on, ended_on=ended_on
    )
    index_practitioner(practitioner)
    _trace(Act.GIVE_WORKPLACE, account, role, by)
    tell_holder(
        account,
        "un lieu d’exercice vous est donné",
        f"Vous pouvez travailler depuis « {organization} », {_days(role)}.",
    )
    return role


@transaction.atomic
def end_workplace(role: PractitionerRole, last_day: date, *, by: Actor) -> PractitionerRole:
    """Places in the services there sleep from the next day on: they hold only while their holder works there.

    One that has not begun, ended before it does, is taken back.
    """
    holder = role.practitioner.user
    if holder is None:
        raise Refused(NO_PROFESSIONAL)
    account = lock_account(holder, by=by)
    row = PractitionerRole.objects.select_for_update(of=("self",)).get(pk=role.pk)
    if last_day < row.started_on and timezone.localdate() < row.started_on:
        return _take_back(row, account, by)
    if last_day < row.started_on:
        raise Refused(f"Ce lieu commence le {date_words(row.started_on)} : il ne peut pas finir avant.")
    if row.ended_on and row.ended_on <= last_day:
        raise Refused(f"Ce lieu finit déjà le {date_words(row.ended_on)}.")
    check_covered(row, last_day)
    _check_not_referent(row)
    row.ended_on = last_day
    row.save(update_fields=["ended_on"])
    index_practitioner(row.practitioner)
    _trace(Act.END_WORKPLACE, account, row, by)
    tell_holder(
        account,
        "un de vos lieux d’exercice prend fin",
        f"Vous pouvez travailler depuis « {row.organization} » jusqu’au {date_words(last_day)} inclus.",
    )
    return row


def _take_back(role: PractitionerRole, account: User, by: Actor) -> PractitionerRole:
    """As if it had not been given: nothing was done from there yet."""
    try:
        with transaction.atomic():
            role.delete()
    except ProtectedError:
        raise Refused(
            f"Quelque chose tient déjà à ce lieu : il finit au plus tôt le {date_words(role.started_on)}."
        ) from None
    index_practitioner(role.practitioner)
    _trace(Act.END_WORKPLACE, account, role, by)
    tell_holder(
        account,
        "un de vos lieux d’exercice est retiré",
        f"Vous ne travaillerez pas depuis « {role.organization} », comme prévu {_days(role)}.",
    )
    return role


def _check_not_referent(role: PractitionerRole) -> None:
    """What is open to requests keeps its referent too."""
    if HealthcareService.objects.filter(organization__referent=role, is_published=True).exists():
        raise Refused(
            f"{role.practitioner} est le référent de « {role.organization} », qui a des services ouverts aux demandes : "
            "nommez d’abord un autre référent."
        )


def _check_free(
    practitioner: Practitioner, organization: Organization, started_on: date, ended_on: date | None
) -> None:
    overlaps = Q(ended_on__isnull=True) | Q(ended_on__gte=started_on)
    if ended_on:
        overlaps &= Q(started_on__lte=ended_on)
    if PractitionerRole.objects.filter(
        overlaps, practitioner=practitioner, organization=organization
    ).exists():
        raise Refused(f"{practitioner} a déjà ce lieu d’exercice pendant ces jours.")


def _days(role: PractitionerRole) -> str:
    until = f" au {date_words(role.ended_on)} inclus" if role.ended_on else ""
    return f"{'du' if until else 'à partir du'} {date_words(role.started_on)}{until}"


def _trace(act: Act, account: User, role: PractitionerRole, by: Actor) -> None:
    trace(
        act,
        by=by,
        kind="account",
        key=account.pk,
        label=str(account),
        what=typographic(f"{role.organization}, {_days(role)}"),
    )
