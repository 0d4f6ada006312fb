"""Work on a form, in the state that a test begins with."""

from typing import Any

from telavis.directory.actors import Actor
from telavis.directory.models import HealthcareService
from telavis.studio import actions
from telavis.studio.items import CALCULATED, ItemFacts
from telavis.studio.models import FormWork
from tests.factories import QuestionnaireFactory, RequestTypeFactory, ServiceFactory, actor, coordinator_of

ANSWERS = {"motif": {"value": "une toux"}}
NUMBERS = iter(range(10_000_000_000, 10_000_900_000))


def coordinator(service: HealthcareService) -> Actor:
    """A physician of the service who may sign."""
    role = coordinator_of(service)
    if not role.practitioner.rpps:
        role.practitioner.rpps = str(next(NUMBERS))
        role.practitioner.save(update_fields=["rpps"])
    return actor(role)


def new_work(title: str = "Avis de pneumologie") -> tuple[FormWork, Actor]:
    """A type of request that did not exist, with one question in its part."""
    service = ServiceFactory()
    by = coordinator(service)
    work = actions.start_new_type(service, title, "Toux et souffle.", by=by)
    part = work.definition["item"][-1]["linkId"]
    work, _ = actions.add_item(work, "Motif", "text", inside=part, by=by)
    return work, by


def work_on_a_type() -> tuple[FormWork, Actor]:
    """A service that answers a type by its common form begins a form of its own."""
    common, _ = new_work()
    service, questionnaire = ServiceFactory(), QuestionnaireFactory(definition=common.definition)
    request_type = RequestTypeFactory(questionnaire=questionnaire)
    service.offers.create(request_type=request_type)
    by = coordinator(service)
    return actions.start(service, request_type, by=by), by


def part_of(work: FormWork) -> str:
    return str(work.definition["item"][-1]["linkId"])


def signed(work: FormWork, by: Actor) -> FormWork:
    work.refresh_from_db()
    if not work.cases.exists():
        actions.keep_case(work, "Toux", ANSWERS, {}, by=by)
    work = actions.submit(work, by=by)
    return actions.sign(work, seen=work.revision, by=by)


def published(work: FormWork, by: Actor, **choices: Any) -> FormWork:
    return actions.publish(signed(work, by), by=by, **choices)


def labels(work: FormWork) -> list[str]:
    return [item["text"] for item in work.definition["item"][-1].get("item", [])]


def facts(label: str, kind: str = "text", **more: Any) -> ItemFacts:
    return ItemFacts(label, kind, **more)


__all__ = [
    "ANSWERS",
    "CALCULATED",
    "coordinator",
    "facts",
    "labels",
    "new_work",
    "part_of",
    "published",
    "signed",
]
