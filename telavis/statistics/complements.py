"""What was completed after a complement had been asked for: counts by service, version of the form and question."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.questionnaires.models import Questionnaire
from telavis.questionnaires.queries import definition_of
from telavis.service_requests.models import AskedItem, ServiceRequest
from telavis.service_requests.workflow import State
from telavis.services.models import MemberKind
from telavis.services.queries import coordinates_any, places_of
from telavis.statistics.models import ComplementReport

REPORTS_SHOWN = 12


@dataclass(frozen=True)
class ItemFigures:
    """One question of a form: in how many requests it was asked for in the month, and given."""

    label: str
    asked: int
    given: int


@dataclass(frozen=True)
class FormFigures:
    """One version of a form: the requests that came, those that a complement completed, and by what."""

    title: str
    version: str
    received: int
    completed: int
    items: list[ItemFigures]


def month_before(moment: datetime) -> date:
    """The first day of the month that ended last, as the calendar of the site says it."""
    today = timezone.localdate(moment, timezone.get_default_timezone())
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def bounds(month: date) -> tuple[datetime, datetime]:
    """From midnight to midnight in the site's own time: neither in UTC, nor where a reader happens to be."""
    following = (month + timedelta(days=31)).replace(day=1)
    return _midnight(month), _midnight(following)


def services_to_report(month: date) -> list[UUID]:
    """Those to which something was given in the month, and that have no report of it yet."""
    start, end = bounds(month)
    reported = ComplementReport.objects.filter(month=month).values("healthcare_service")
    rows = AskedItem.objects.filter(answered_at__gte=start, answered_at__lt=end)
    return list(
        rows.exclude(healthcare_service__in=reported)
        .order_by("healthcare_service")
        .values_list("healthcare_service", flat=True)
        .distinct()
    )


def figures(service_id: UUID, month: date) -> list[dict[str, Any]]:
    """As the report keeps them: the form with the most complements first."""
    start, end = bounds(month)
    of_service = AskedItem.objects.filter(healthcare_service=service_id)
    given = of_service.filter(answered_at__gte=start, answered_at__lt=end)
    asked = of_service.filter(asked_at__gte=start, asked_at__lt=end)
    found = [
        _of_form(
            questionnaire,
            given.filter(questionnaire=questionnaire),
            asked.filter(questionnaire=questionnaire),
            _received(service_id, questionnaire, start, end),
        )
        for questionnaire in Questionnaire.objects.filter(pk__in=given.values("questionnaire"))
    ]
    found.sort(key=lambda each: (-each.completed, each.title, each.version))
    return [asdict(each) for each in found]


def reports_of(actor: Actor) -> QuerySet[ComplementReport]:
    """The latest reports of the services that this person coordinates today, newest first."""
    coordinated = [key for key, place in places_of(actor).items() if MemberKind.COORDINATOR in place.kinds]
    reports = ComplementReport.objects.filter(healthcare_service__in=coordinated)
    return reports.select_related("healthcare_service__organization").order_by(
        "-month", "healthcare_service__sort_key", "pk"
    )[:REPORTS_SHOWN]


def coordinates(actor: Actor) -> bool:
    return coordinates_any(places_of(actor))


def _of_form(
    questionnaire: Questionnaire, given: QuerySet[AskedItem], asked: QuerySet[AskedItem], received: int
) -> FormFigures:
    # Asked again for the same request, a question was still missed in one request.
    times_given = Counter(
        link_id for link_id, _ in given.values_list("link_id", "service_request").distinct()
    )
    times_asked = Counter(
        link_id for link_id, _ in asked.values_list("link_id", "service_request").distinct()
    )
    items = list(_items(questionnaire, times_given, times_asked))
    return FormFigures(
        title=questionnaire.title,
        version=questionnaire.version,
        received=received,
        completed=given.values("service_request").distinct().count(),
        items=sorted(items, key=lambda each: -each.given),
    )


def _items(questionnaire: Questionnaire, given: Counter[str], asked: Counter[str]) -> Iterator[ItemFigures]:
    """In the order of the form; what was asked for and never came is told too."""
    for item in definition_of(questionnaire.pk).entries():
        if given[item.link_id] or asked[item.link_id]:
            yield ItemFigures(item.label, asked[item.link_id], given[item.link_id])


def _received(service_id: UUID, questionnaire: Questionnaire, start: datetime, end: datetime) -> int:
    rows = ServiceRequest.objects.filter(
        healthcare_service=service_id,
        response__questionnaire=questionnaire,
        sent_at__gte=start,
        sent_at__lt=end,
    )
    return rows.exclude(state=State.ENTERED_IN_ERROR).count()


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
