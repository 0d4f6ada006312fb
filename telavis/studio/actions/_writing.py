"""What every act on a piece of work does: lock it, ask who and when, keep what stood before, write."""

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from telavis.audit.administration import Act, trace
from telavis.directory.actors import Actor
from telavis.questionnaires.models import RequestType
from telavis.studio.checking import readable
from telavis.studio.models import FormChange, FormWork
from telavis.studio.outline import Json
from telavis.studio.permissions import check_coordinator, check_may
from telavis.studio.workflow import State, Verb, check_moment
from telavis.values.refused import Refused

LONGEST_WORDS = 300
RELATED = ("healthcare_service__organization", "request_type__questionnaire", "base")


def lock(work: FormWork) -> FormWork:
    """The row as it is now, held until the end of the transaction."""
    FormWork.objects.select_for_update().values_list("pk").get(pk=work.pk)
    return FormWork.objects.select_related(*RELATED).get(pk=work.pk)


def editable(work: FormWork, by: Actor) -> FormWork:
    row = lock(work)
    check_coordinator(by, row.healthcare_service_id)
    if not row.is_editable:
        raise Refused(f"Ce formulaire est « {State(row.state).label} » : reprenez d’abord sa rédaction.")
    return row


def write(work: FormWork, definition: Json, words: str, *, by: Actor, undoes: int | None = None) -> FormWork:
    """The words of a locked work become these, if they can be read; what stood before is kept."""
    readable(definition)
    last = work.changes.aggregate(last=Max("number"))["last"] or 0
    FormChange.objects.create(
        work=work,
        number=last + 1,
        words=words[:LONGEST_WORDS],
        before=work.definition,
        undoes=undoes,
        changed_by_label=by.user_label,
    )
    work.definition = definition
    work.revision += 1
    save(work, "definition", "revision")
    return work


def move(work: FormWork, verb: Verb, *, by: Actor) -> FormWork:
    """Locked, asked who may, then whether it is the moment; the state is set, and not saved yet."""
    row = lock(work)
    if not by.is_system:
        check_may(verb, by, row)
    row.state = check_moment(verb, row.state)
    return row


def check_title(work: FormWork) -> None:
    """A type that this work makes bears a name that no type has, also since the work began."""
    if work.request_type_id is None and RequestType.objects.filter(title__iexact=work.title).exists():
        raise Refused(f"Le type « {work.title} » existe déjà : donnez un autre nom au vôtre.")


def save(work: FormWork, *fields: str, at: datetime | None = None) -> None:
    work.touched_at = at or timezone.now()
    work.save(update_fields=["touched_at", *fields])


def trace_of_work(act: Act, work: FormWork, by: Actor, **more: str) -> None:
    """A line of the administrators’ log, at the service."""
    service = work.healthcare_service
    trace(act, by=by, kind="service", key=service.pk, label=str(service), what=work.title, **more)
