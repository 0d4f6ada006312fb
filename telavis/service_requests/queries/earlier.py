"""What earlier requests about the same patient already said: proposed to whoever asks again, never sent by itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.questionnaires.answers import Answer, Answers, Rows, from_json
from telavis.questionnaires.checking import fits
from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.questionnaires.newest import newest_as_row
from telavis.questionnaires.queries import definition_of
from telavis.questionnaires.reading import ROWS_MAX
from telavis.questionnaires.same_measure import comparable
from telavis.questionnaires.wording import one_line
from telavis.service_requests.models import ServiceRequest, ServiceRequestQuerySet
from telavis.service_requests.workflow import State, States

ABOUT_THE_PERSON = (
    "contexte",
    "antecedents",
    "traitements_texte",
    "allergies",
    "allergies_precision",
    "mode_vie",
)
"""linkIds, the same in every form, of what outlives one question: taken from the requester's own last request."""
REQUESTS_READ = 10
"""How many earlier requests are looked at, in one statement."""


@dataclass(frozen=True)
class Proposal:
    """One answer of before, for a question that has none now; of a series, the lines that are not here yet."""

    item: Item
    answer: Answer
    on: date
    """When that request was sent: the newest, of a series."""
    source: ServiceRequest

    @property
    def link_id(self) -> str:
        return self.item.link_id

    @property
    def label(self) -> str:
        return self.item.label

    @property
    def words(self) -> str:
        return one_line(self.item, self.answer.content)


def proposals(draft: ServiceRequest, actor: Actor) -> list[Proposal]:
    """In the order of the form."""
    if draft.response is None:
        return []
    definition = definition_of(draft.response.questionnaire_id)
    stored = from_json(draft.response.answers)
    lacking = [item for name in ABOUT_THE_PERSON if (item := definition.by_id.get(name))]
    lacking = [item for item in lacking if stored.at(item.link_id).is_empty]
    series = [item for item in definition.walk() if _is_series(item)]
    earlier = list(earlier_about_them(draft, actor)[:REQUESTS_READ]) if lacking or series else []
    found = [*_about_the_person(draft, lacking, earlier), *_series(definition, series, stored, earlier)]
    order = {item.link_id: rank for rank, item in enumerate(definition.walk())}
    return sorted(found, key=lambda each: order[each.link_id])


def last_recipient(draft: ServiceRequest) -> "QuerySet[ServiceRequest, UUID | None]":
    """The key of the service that this requester asked last for this type of request: one row at most, or none."""
    sent = ServiceRequest.objects.filter(
        requester__practitioner=draft.requester.practitioner_id,
        request_type=draft.request_type_id,
        state__in=States.ONCE_SENT,
    )
    return sent.order_by("-sent_at", "-pk").values_list("healthcare_service_id", flat=True)[:1]


def _about_the_person(
    draft: ServiceRequest, lacking: list[Item], earlier: list[ServiceRequest]
) -> Iterator[Proposal]:
    """From the requester's own last request."""
    asker = draft.requester.practitioner_id
    last = next((each for each in earlier if each.requester.practitioner_id == asker), None)
    if last is None or last.response is None:
        return
    answers = from_json(last.response.answers)
    for item in lacking:
        answer = answers.at(item.link_id)
        if answer.content is not None and fits(item, answer.content):
            yield Proposal(item, Answer(answer.content), _day(last), last)


def _series(
    form: Definition, series: list[Item], stored: Answers, earlier: list[ServiceRequest]
) -> Iterator[Proposal]:
    """Such as earlier values of creatinine, the newest of then with them: from every request that this person may open."""
    for item in series:
        content = stored.content(item.link_id)
        known = list(content.rows) if isinstance(content, Rows) else []
        now = newest_as_row(form, item, stored, timezone.localdate())
        rows, sources = list(known), []
        for request in earlier:
            new = [row for row in _rows(form, item, request) if row not in rows and row != now]
            rows += new
            sources += [request] if new else []
        if taken := tuple(rows[len(known) : ROWS_MAX]):  # more, and no page could save the list again
            yield Proposal(item, Answer(Rows(taken)), _day(sources[0]), sources[0])


def _rows(form: Definition, item: Item, request: ServiceRequest) -> list[Answers]:
    """What that request said of this series in the same units, the newest first."""
    if request.response is None:
        return []
    asked = definition_of(request.response.questionnaire_id)
    answers = comparable(from_json(request.response.answers), asked, form)
    newest = newest_as_row(form, item, answers, _day(request))
    said = answers.content(item.link_id)
    rows = said.rows if isinstance(said, Rows) and fits(item, said) else ()
    return [*([newest] if newest else []), *rows]


def _is_series(item: Item) -> bool:
    """Dated numbers; a list of treatments belongs to its own story."""
    kinds = {child.kind for child in item.children}
    return (
        item.kind is Kind.ROWS
        and Kind.DATE in kinds
        and not kinds.isdisjoint({Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY})
    )


def earlier_about_them(draft: ServiceRequest, actor: Actor) -> ServiceRequestQuerySet:
    """Sent about the same person and open to this one, newest first; neither declared an error nor left by its agreement."""
    person = draft.patient.surviving_id
    return (
        ServiceRequest.objects.visible_to(actor)
        .filter(Q(patient=person) | Q(patient__merged_into=person), state__in=States.ONCE_SENT)
        .exclude(Q(pk=draft.pk) | Q(state=State.ENTERED_IN_ERROR) | Q(consent_withdrawn_at__isnull=False))
        .select_related("response", "requester")
        .order_by("-sent_at", "-pk")
    )


def _day(service_request: ServiceRequest) -> date:
    return timezone.localdate(service_request.sent_at)
