"""The log of what administrators did: read by person and period, downloaded as a table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from telavis.accounts.models import Right, User
from telavis.administration.queries.paging import page_of
from telavis.audit.administration import Act, trace
from telavis.audit.models import AuditEvent
from telavis.audit.queries import administrative_acts
from telavis.values.dates import InvalidDate, parse_date
from telavis.values.spreadsheets import csv_lines
from telavis.web.administration.access import for_administrators, page
from telavis.web.administration.log_words import line_of
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.paging import address_with, read_after, ways_on
from telavis.web.recent_proof import needs_recent_proof

MOST_LINES = 100_000
COLUMNS = ("Le", "Par", "Acte", "Sur", "Précisions", "Adresse réseau")


@dataclass(frozen=True)
class Chosen:
    """The filters, as the address writes them; what cannot be read is said and filters nothing."""

    by: UUID | None
    since: date | None
    until: date | None
    faults: tuple[str, ...]

    @classmethod
    def read(cls, query: QueryDict) -> "Chosen":
        faults: list[str] = []
        days = [_day(query.get(name, ""), faults) for name in ("du", "au")]
        return cls(_key(query.get("par", "")), days[0], days[1], tuple(dict.fromkeys(faults)))

    @property
    def acts(self) -> QuerySet[AuditEvent]:
        after_the_last = self.until and self.until + timedelta(days=1)
        return administrative_acts(by=self.by, since=_midnight(self.since), before=_midnight(after_the_last))

    @property
    def parts(self) -> dict[str, str]:
        """As the address writes them."""
        days = {"du": self.since, "au": self.until}
        return {"par": str(self.by or ""), **{name: f"{day:%d/%m/%Y}" for name, day in days.items() if day}}


def _day(text: str, faults: list[str]) -> date | None:
    try:
        day = parse_date(text[:40]) if text.strip() else None
        return day if day is None or day.year < 9999 else None
    except InvalidDate as refusal:
        faults.append(str(refusal))
        return None


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


@require_safe
@for_administrators
def log(request: ActorRequest) -> HttpResponse:
    """Newest first, twenty-five at a time."""
    chosen = Chosen.read(request.GET)
    found = page_of(chosen.acts, read_after(request))
    context = {
        "chosen": chosen,
        "people": _people(chosen.by),
        "typed": {"du": request.GET.get("du", "")[:40], "au": request.GET.get("au", "")[:40]},
        "lines": [line_of(event) for event in found.rows],
        "file": address_with(**chosen.parts),
        **ways_on(request, found.next, **chosen.parts),
    }
    return page(request, "log", "log", context)


def _people(chosen: UUID | None) -> list[dict[str, object]]:
    """Who administers now; and whoever was chosen, under the name that their last act kept."""
    rows = User.objects.filter(rights__right=Right.ADMINISTRATOR).order_by("full_name", "pk")
    names = {user.pk: str(user) for user in rows}
    if chosen and chosen not in names:
        last = administrative_acts(by=chosen).first()
        names[chosen] = last.user_label if last else "un compte sans acte"
    return [{"key": str(key), "name": name, "current": key == chosen} for key, name in names.items()]


@require_safe
@for_administrators
@needs_recent_proof("Télécharger le journal")
def log_file(request: ActorRequest) -> HttpResponse:
    """The same lines, all of them; the download is itself in the log."""
    chosen = Chosen.read(request.GET)
    if request.method == "GET":
        trace(Act.EXPORT_LOG, by=request.actor, kind="log", key=None, label="Journal de l’administration")
    response = StreamingHttpResponse(csv_lines(_rows(chosen)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{timezone.localdate()}_journal.csv"'
    return response  # type: ignore[return-value]  # the guards speak of pages; a file passes through them as it is


def _rows(chosen: Chosen) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for event in chosen.acts[:MOST_LINES].iterator(chunk_size=500):
        line = line_of(event)
        when = timezone.localtime(event.occurred_at)
        yield f"{when:%d/%m/%Y %H:%M:%S}", line.by, line.text, line.object, line.detail, event.address or ""
