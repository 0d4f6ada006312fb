"""What the studio shows: the forms of a service, and the outline of one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService
from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State as RequestState
from telavis.services.models import ServiceOffer
from telavis.studio.conditions import conditions_in_words
from telavis.studio.items import CALCULATED, KINDS, OTHER
from telavis.studio.models import FormWork
from telavis.studio.permissions import services_seen_by
from telavis.studio.workflow import States

KIND_WORDS = {
    **KINDS,
    CALCULATED: "Valeur calculée",
    OTHER: "Question particulière",
}


@dataclass(frozen=True)
class FormOfService:
    """What one service asks for one type of request, and the work under way on it."""

    offer: ServiceOffer
    work: FormWork | None
    published: FormWork | None
    """The work that made the form in use, where it is the service’s own."""


@dataclass
class ServiceForms:
    service: HealthcareService
    forms: list[FormOfService] = field(default_factory=list)
    new_types: list[FormWork] = field(default_factory=list)
    """Work on types of request that do not exist yet."""


def forms_seen_by(actor: Actor, most: int) -> tuple[list[ServiceForms], bool]:
    """The services in French order, each with its forms; and whether there are more."""
    services = list(services_seen_by(actor).order_by("sort_key", "pk")[: most + 1])
    shown = {service.pk: ServiceForms(service) for service in services[:most]}
    works = FormWork.objects.filter(healthcare_service__in=shown).defer("definition")
    under_way = {
        (each.healthcare_service_id, each.request_type_id): each
        for each in works.filter(state__in=States.OPEN)
    }
    offers = ServiceOffer.objects.filter(healthcare_service__in=shown).select_related(
        "questionnaire__form_work", "request_type__questionnaire"
    )
    # A hundred kilobytes each, of which a list shows nothing.
    offers = offers.defer(
        "questionnaire__definition",
        "questionnaire__form_work__definition",
        "request_type__questionnaire__definition",
    )
    for offer in offers.order_by("request_type__position", "request_type__code"):
        work = under_way.get((offer.healthcare_service_id, offer.request_type_id))
        made_by = getattr(offer.questionnaire, "form_work", None)
        shown[offer.healthcare_service_id].forms.append(FormOfService(offer, work, made_by))
    for new in works.filter(state__in=States.OPEN, request_type__isnull=True).order_by("started_at"):
        shown[new.healthcare_service_id].new_types.append(new)
    return list(shown.values()), len(services) > most


def works_of(service_id: UUID, type_id: UUID | None) -> QuerySet[FormWork]:
    return FormWork.objects.filter(healthcare_service=service_id, request_type=type_id)


def drafts_to(work: FormWork) -> int:
    """How many requests to this service are being written with the form that is asked now."""
    drafts = ServiceRequest.objects.filter(state=RequestState.DRAFT, response__isnull=False)
    return drafts.filter(
        healthcare_service=work.healthcare_service_id, request_type=work.request_type_id
    ).count()


@dataclass(frozen=True)
class Line:
    """One item of the outline."""

    link_id: str
    label: str
    kind: str
    depth: int
    is_required: bool
    is_common: bool
    conditions: tuple[str, ...]
    needs_all: bool
    alarms: int
    is_first: bool
    is_last: bool
    is_group: bool


@dataclass(frozen=True)
class OutlineSection:
    line: Line
    lines: tuple[Line, ...]


def outline_of(definition: Definition) -> list[OutlineSection]:
    last = len(definition.items) - 1
    return [
        OutlineSection(
            _line(definition, section, 0, is_first=at == 0, is_last=at == last),
            tuple(_lines(definition, section.children, 1)),
        )
        for at, section in enumerate(definition.items)
    ]


def _lines(definition: Definition, items: tuple[Item, ...], depth: int) -> Iterator[Line]:
    for item in items:
        # At the edge of a section an item goes on into the next one; at that of a group or table it stops.
        first, last = depth > 1 and item is items[0], depth > 1 and item is items[-1]
        yield _line(definition, item, depth, is_first=first, is_last=last)
        yield from _lines(definition, item.children, depth + 1)


def _line(definition: Definition, item: Item, depth: int, *, is_first: bool, is_last: bool) -> Line:
    return Line(
        link_id=item.link_id,
        label=item.text or item.link_id,
        kind=kind_words(item),
        depth=depth,
        is_required=item.is_required,
        is_common=item.is_stored_elsewhere,
        conditions=tuple(conditions_in_words(definition, item)),
        needs_all=item.needs_all_conditions,
        alarms=len(item.red_flags) + sum(1 for option in item.options if option.red_flag),
        is_first=is_first,
        is_last=is_last,
        is_group=item.kind in (Kind.GROUP, Kind.ROWS),
    )


def kind_words(item: Item) -> str:
    if item.calculation is not None:
        return KIND_WORDS[CALCULATED]
    if any(option.regions for option in item.options):
        return KIND_WORDS["body"]
    return KIND_WORDS.get(item.kind.value, KIND_WORDS[OTHER])
