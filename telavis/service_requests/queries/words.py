"""What is being written to the other side, as answers to questions: a text, and what is ticked or answered with it."""

from dataclasses import replace

from django.db.models import QuerySet

from telavis.directory.actors import Actor
from telavis.questionnaires.answers import Answers
from telavis.questionnaires.definition import Definition, Item, Kind, Option
from telavis.service_requests.models import ServiceRequest, WordsDraft
from telavis.service_requests.queries.complements import askable, asked_form
from telavis.service_requests.workflow import Note, Verb

PARTS = TEXT, ASKED, MORE = "text", "asked_items", "more_items"
"""What is no question of the request’s form."""
LABELS: dict[Verb | Note, str] = {
    Verb.ASK_MORE: "Votre demande",
    Verb.REPLY: "Votre complément",
    Verb.REOPEN: "Votre précision",
    Note.WRITE: "Votre message",
}
"""The pages whose words are kept while one writes."""


def words_form(service_request: ServiceRequest, event: Verb | Note) -> Definition:
    """The questions of such a page."""
    items: tuple[Item, ...] = ()
    if event == Verb.ASK_MORE:
        items = _ticks(service_request)
    form = (
        asked_form(service_request, Answers()).definition
        if event == Verb.REPLY
        else Definition("", "", "", ())
    )
    return replace(form, items=(*form.items, *items, Item(TEXT, Kind.LONG_TEXT, LABELS[event])))


def _ticks(service_request: ServiceRequest) -> tuple[Item, ...]:
    """Any question may be ticked under either heading: one that has become optional meanwhile is still one."""
    options = tuple(Option(each.link_id, each.label) for each in askable(service_request))
    return (
        Item(ASKED, Kind.CHOICES, "Ce qui manque dans la demande", options=options),
        Item(MORE, Kind.CHOICES, "Questions facultatives restées sans réponse", options=options),
    )


def words_by(actor: Actor, service_request: ServiceRequest, event: Verb | Note) -> QuerySet[WordsDraft]:
    """The words of this person, from whichever workplace."""
    return WordsDraft.objects.filter(
        service_request=service_request, author__practitioner__in=actor.own_ids, event=event
    ).order_by("-saved_at", "-pk")
