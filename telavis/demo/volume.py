"""A demonstration of any size: the stories that it tells are told again, at other times, of other people.

Each new request copies one of the demonstration with all that hangs on it, moved in time, so that it keeps every
promise of the database as its model did. Rows are copied inside the database: two hundred thousand take a minute.
"""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from telavis.demo.copies import statements
from telavis.demo.establishments import CLINIC, HOSPITAL, NURSING_HOME, PRACTICE
from telavis.demo.load import SEED, is_loaded
from telavis.demo.patients import COUNT as KNOWN_PATIENTS
from telavis.demo.people import Hirer
from telavis.demo.requests import STATES, URGENCY_WEIGHTS
from telavis.directory.models import Organization, Practitioner, PractitionerRole
from telavis.patients.models import Patient
from telavis.service_requests.models import ServiceRequest, Urgency
from telavis.service_requests.workflow import State
from telavis.values.references import Reference

LARGE_SERVICE = "dermatologie"
SHARE_OF_STATES = {State.CLOSED: 0.97, State.SENT: 0.015, State.TAKEN: 0.01, State.ON_HOLD: 0.005}
PERIOD = timedelta(days=3 * 365)
CLOSED_AFTER = timedelta(days=35)
OPEN_SINCE = timedelta(days=20)
REQUESTS_OF_A_REQUESTER = 500
REQUESTS_OF_A_PATIENT = 4


class NoDemonstration(Exception):
    """The database holds no demonstration: invented requests have no place among real ones."""


@transaction.atomic
def make_volume(total: int, seed: int = SEED) -> int:
    """Add what is missing until there are this many requests; says how many were added."""
    if not is_loaded():
        raise NoDemonstration
    count = total - ServiceRequest.objects.count()
    if count <= 0:
        return 0
    random, now = Random(seed), timezone.now()  # noqa: S311 (a story, not a secret)
    _hire_requesters(random, count // REQUESTS_OF_A_REQUESTER)
    with connection.cursor() as cursor:
        cursor.execute(_PLAN)
        _copy_in(cursor, "volume_patient", ("template", "younger"), _patients(random, count))
        columns = ("template", "patient", "requester", "reference", "urgency", "later")
        _copy_in(cursor, "volume_request", columns, _requests(random, count, now))
        cursor.execute(_NUMBER_THEM)
        for statement in statements():
            cursor.execute(statement)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TABLE volume_patient, volume_request")
        cursor.execute("ANALYZE")
    return count


_PLAN = """
CREATE TEMPORARY TABLE volume_patient (
    n serial, template uuid, younger int, id uuid DEFAULT uuidv7(), version uuid DEFAULT uuidv7());
CREATE TEMPORARY TABLE volume_request (
    n serial, template uuid, patient int, requester uuid, reference text, urgency int, later interval,
    id uuid DEFAULT uuidv7(), folder uuid DEFAULT uuidv7(), response uuid DEFAULT uuidv7(), answer uuid DEFAULT uuidv7());
"""
_NUMBER_THEM = """
CREATE INDEX ON volume_patient (n);
CREATE INDEX ON volume_request (template);
ANALYZE volume_patient, volume_request
"""


def _hire_requesters(random: Random, count: int) -> None:
    hirer = Hirer(random, {place.name: place for place in Organization.objects.all()})
    hirer.count = Practitioner.objects.count()
    for _ in range(count):
        hirer.hire_anybody(random.choice((PRACTICE, PRACTICE, CLINIC, NURSING_HOME, HOSPITAL)))


def _patients(random: Random, count: int) -> list[tuple[Any, ...]]:
    """A patient of the demonstration, and by how many days the new one is younger."""
    known = list(Patient.objects.order_by("pk").values_list("pk", flat=True)[:KNOWN_PATIENTS])
    return [(random.choice(known), random.randint(1, 6000)) for _ in range(_patient_count(count))]


def _patient_count(requests: int) -> int:
    return requests // REQUESTS_OF_A_PATIENT + 1


def _requests(random: Random, count: int, now: datetime) -> list[tuple[Any, ...]]:
    """A model, and what differs from it; oldest first, so that keys grow with time."""
    models_of = _Models()
    requesters = _requesters()
    used = set(ServiceRequest.objects.values_list("reference", flat=True))
    drawn = [_moment(random, models_of, now) for _ in range(count)]
    return [
        (
            template,
            random.randint(1, _patient_count(count)),
            random.choice(requesters),
            _reference(random, sent_at.year, used),
            random.choices(list(Urgency), URGENCY_WEIGHTS)[0],
            sent_at - template_sent_at,
        )
        for sent_at, (template, template_sent_at) in sorted(drawn, key=lambda each: each[0])
    ]


class _Models:
    """The requests of the demonstration that are told again, by state, the large service apart."""

    def __init__(self) -> None:
        self.large: dict[str, list[tuple[UUID, datetime]]] = {state: [] for state in SHARE_OF_STATES}
        self.others: dict[str, list[tuple[UUID, datetime]]] = {state: [] for state in SHARE_OF_STATES}
        first = ServiceRequest.objects.order_by("pk")[: sum(STATES.values())]
        for key, sent_at, state, code in first.values_list("pk", "sent_at", "state", "request_type__code"):
            if state in SHARE_OF_STATES and sent_at is not None:
                (self.large if code == LARGE_SERVICE else self.others)[state].append((key, sent_at))

    def draw(self, random: Random, state: State) -> tuple[UUID, datetime]:
        return random.choice((self.large if random.random() < 0.5 else self.others)[state])


def _moment(random: Random, models_of: _Models, now: datetime) -> tuple[datetime, tuple[UUID, datetime]]:
    """When it was sent, and which request of the demonstration it repeats."""
    (state,) = random.choices(list(SHARE_OF_STATES), list(SHARE_OF_STATES.values()))
    template = models_of.draw(random, state)
    if state == State.CLOSED:
        return now - CLOSED_AFTER - random.random() * (PERIOD - CLOSED_AFTER), template
    return template[1] - random.random() * OPEN_SINCE, template


def _requesters() -> list[UUID]:
    """Whoever answers no requests asks some."""
    roles = PractitionerRole.objects.filter(memberships__isnull=True).exclude(practitioner__rpps="")
    return list(roles.order_by("pk").values_list("pk", flat=True))


def _reference(random: Random, year: int, used: set[str]) -> str:
    while (reference := Reference.drawn_by(random, year)) in used:
        pass
    used.add(reference)
    return reference


def _copy_in(cursor: Any, table: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
