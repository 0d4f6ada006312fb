"""Keep the answers of a trial with the form, with what it made of them."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.studio.actions._writing import editable, save
from telavis.studio.checking import readable
from telavis.studio.models import FormCase, FormWork
from telavis.studio.trying import outcome, tried
from telavis.values.refused import Refused

MOST_CASES = 50
NO_ANSWER = "Répondez à une question au moins : un cas vide n’essaie rien."


@transaction.atomic
def keep_case(
    work: FormWork, name: str, answers: dict[str, Any], patient: dict[str, Any], *, by: Actor
) -> FormCase:
    """What the form shows, calculates and alarms now is what is expected of it."""
    row = editable(work, by)
    if not answers:
        raise Refused(NO_ANSWER)
    if row.cases.count() >= MOST_CASES:
        raise Refused(f"Un formulaire garde {MOST_CASES} cas au plus : retirez-en un.")
    case = FormCase(
        work=row,
        name=name,
        answers=answers,
        patient=patient,
        expected=outcome(tried(readable(row.definition), answers, patient)),
        kept_by_label=by.user_label,
    )
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        raise Refused(f"Un cas s’appelle déjà « {name} » : donnez-lui un autre nom.") from None
    save(row)
    return case


@transaction.atomic
def accept_case(case: FormCase, *, by: Actor) -> FormCase:
    """The form was changed on purpose: what it makes of the case now is what is expected."""
    row = editable(case.work, by)
    if not row.cases.filter(pk=case.pk).exists():
        raise Refused(f"Le cas « {case.name} » a été retiré entre-temps.")
    case.expected = outcome(tried(readable(row.definition), case.answers, case.patient))
    case.kept_at, case.kept_by_label = timezone.now(), by.user_label
    case.save(update_fields=["expected", "kept_at", "kept_by_label"])
    save(row)
    return case


@transaction.atomic
def remove_case(case: FormCase, *, by: Actor) -> None:
    row = editable(case.work, by)
    FormCase.objects.filter(pk=case.pk).delete()
    save(row)
