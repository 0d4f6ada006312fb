"""One identity: what is known today, and what became of every trait."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from telavis.patients import openings
from telavis.patients.models import Patient
from telavis.patients.pairs import history_of, name_of, own_identities, stood_for
from telavis.patients.trait_words import said
from telavis.service_requests.queries.counts import requests_about
from telavis.values.french import plural
from telavis.web.identities.access import for_identity_desk, page
from telavis.web.identities.ins import ins_url
from telavis.web.middleware import ActorRequest


@require_GET
@for_identity_desk
def patient(request: ActorRequest, key: UUID) -> HttpResponse:
    """Absorbed, it still says what it was, and leads to the one that stands for it."""
    try:
        found = openings.open_identity(key, by=request.actor)
    except Patient.DoesNotExist as refusal:
        raise Http404 from refusal
    version = found.own_identity
    events = history_of(found)
    others = own_identities(event.other.pk for event in events if event.other)
    whose = [found.pk] if found.merged_into_id else stood_for([found])
    count = sum(requests_about(whose).values())
    facts = [{"label": label, "value": value} for label, value in said(version).items() if value]
    context = {
        "patient": found,
        "version": version,
        "facts": [*facts, {"label": "Téléexpertises", "value": plural(count, "demande")}],
        "events": [
            {"event": event, "other": name_of(others[event.other.pk]) if event.other else ""}
            for event in events
        ],
        "ins_url": ins_url(found),
    }
    return page(request, "search", "patient", context)
