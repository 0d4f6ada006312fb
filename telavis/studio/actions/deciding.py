"""Submit a form to signature, sign it, take it up again, abandon it."""

from django.db import transaction
from django.utils import timezone

from telavis.audit.administration import Act
from telavis.directory.actors import Actor
from telavis.questionnaires.models import Questionnaire
from telavis.studio.actions._writing import check_title, move, save, trace_of_work
from telavis.studio.checking import fault_of_speed, faults, readable
from telavis.studio.models import FormWork
from telavis.studio.notifications import tell_coordinators
from telavis.studio.trying import failing
from telavis.studio.workflow import Verb
from telavis.values.refused import Refused

CHANGED_SINCE = "Le formulaire a changé depuis que vous l’avez ouvert : relisez-le, puis signez."


@transaction.atomic
def submit(work: FormWork, *, by: Actor) -> FormWork:
    """Nothing is left to repair; the words get their version, and wait for a signature."""
    row = move(work, Verb.SUBMIT, by=by)
    check_title(row)
    definition = readable(row.definition)
    if found := next(iter(faults(definition)), None) or fault_of_speed(definition):
        raise Refused(f"{found.sentence} Corrigez, puis soumettez.")
    now = timezone.now()
    row.definition = {
        **row.definition,
        "title": row.title,
        "version": _next_version(row.definition["url"]),
        "status": "active",
        "experimental": False,
        "date": timezone.localdate(now).isoformat(),
        "publisher": str(row.healthcare_service),
    }
    row.submitted_at, row.submitted_by_label = now, by.user_label
    save(row, "state", "definition", "submitted_at", "submitted_by_label", at=now)
    tell_coordinators(row, Verb.SUBMIT, by=by)
    return row


@transaction.atomic
def sign(work: FormWork, *, seen: int, by: Actor) -> FormWork:
    """A named physician of the service answers for these words, tried with cases: from now on they do not change."""
    row = move(work, Verb.SIGN, by=by)
    if seen != row.revision:
        raise Refused(CHANGED_SINCE)
    _check_cases(row)
    assert by.role is not None  # noqa: S101 (the permission asked for it)
    person = by.role.practitioner
    row.signed_at, row.signed_by = timezone.now(), by.role
    row.signer = f"{person.full_name}, RPPS {person.rpps}"
    save(row, "state", "signed_at", "signed_by", "signer")
    trace_of_work(Act.SIGN_FORM, row, by)
    tell_coordinators(row, Verb.SIGN, by=by)
    return row


@transaction.atomic
def rework(work: FormWork, *, by: Actor) -> FormWork:
    """The words may change again, so the signature goes, and with it the day of publication."""
    row = move(work, Verb.REWORK, by=by)
    row.submitted_at, row.submitted_by_label, row.publish_at = None, "", None
    row.signed_at, row.signed_by, row.signer = None, None, ""
    save(row, "state", "submitted_at", "submitted_by_label", "publish_at", "signed_at", "signed_by", "signer")
    return row


@transaction.atomic
def abandon(work: FormWork, *, by: Actor) -> FormWork:
    """What the service asks stays what it was."""
    row = move(work, Verb.ABANDON, by=by)
    row.ended_at, row.publish_at = timezone.now(), None
    save(row, "state", "ended_at", "publish_at")
    return row


def _check_cases(work: FormWork) -> None:
    cases = list(work.cases.all())
    if not cases:
        raise Refused("Gardez d’abord un cas d’essai au moins : la signature porte sur un formulaire essayé.")
    names = failing(readable(work.definition), cases)
    if names:
        raise Refused(f"Le cas « {names[0]} » ne donne plus ce qui était attendu : regardez les cas d’essai.")


def _next_version(url: str) -> str:
    versions = Questionnaire.objects.filter(url=url).values_list("version", flat=True)
    return str(max((int(each) for each in versions if each.isdecimal()), default=0) + 1)
