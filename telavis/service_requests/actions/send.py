"""Send a draft to its service."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import PractitionerRole
from telavis.documents.actions import close_folder
from telavis.documents.queries import kept_in
from telavis.parameters.models import parameter
from telavis.questionnaires.actions import complete
from telavis.questionnaires.queries import form_of
from telavis.service_requests.folders import what_holds_up
from telavis.service_requests.forms import form_context
from telavis.service_requests.last_look import stamp_of
from telavis.service_requests.models import ConsentForm, ServiceRequest, Urgency
from telavis.service_requests.notifications import tell
from telavis.service_requests.permissions import OWN_QUESTION, is_asked_by, is_requester
from telavis.service_requests.steps import NotAllowed, check_theirs, lock, move, owner_besides_the_asker, save
from telavis.service_requests.workflow import State, StepRefused, Verb
from telavis.services.models import MemberKind
from telavis.services.queries import has_place, is_away, owner_for


class NotReady(Exception):
    """Something is missing before the request can leave: a sentence for each thing."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class ChangedSinceTheLastLook(StepRefused):
    """A delegate, another tab, a corrected identity: what would leave is not what was read."""

    def __init__(self) -> None:
        super().__init__("Cette demande a changé depuis votre dernière lecture. Relisez-la, puis envoyez-la.")


@transaction.atomic
def send(
    service_request: ServiceRequest, *, by: Actor, at_once: bool = False, seen: str | None = None
) -> ServiceRequest:
    """Committed now; the service sees it after the seconds left to undo, at once when it is urgent.

    `seen`: the stamp of what the last look showed; None where nobody looks (a command, a demonstration).
    """
    service_request = lock(service_request)
    if service_request.state == State.DRAFT:
        check_theirs(service_request, Verb.SEND, by=by)
        if seen is not None and seen != stamp_of(service_request):
            raise ChangedSinceTheLastLook
        # Closed first: a document that arrives meanwhile is either counted below or refused.
        close_folder(service_request.folder)
        sentences = missing_before_sending(service_request)
        if sentences:
            raise NotReady(sentences)
    alarms, away = _count_red_flags(service_request), _away_expert(service_request)
    detail = {"red_flags": alarms, "away": str(away.practitioner) if away else ""}
    move(service_request, Verb.SEND, by=by, detail={name: said for name, said in detail.items() if said})
    if away:
        service_request.addressed_to = None
    if alarms:
        service_request.urgency = Urgency.WITHIN_24_HOURS
    _freeze(service_request)
    _address(service_request, now=timezone.now(), at_once=at_once)
    save(
        service_request,
        *("urgency", "identity_version", "headline", "missing_count", "document_count"),
        *("sent_at", "visible_at", "announce_at", "first_opened_at", "remind_at", "escalate_at"),
        *("owner", "addressed_to"),
    )
    tell(service_request, Verb.SEND, by=by)
    return service_request


@transaction.atomic
def send_now(service_request: ServiceRequest, *, by: Actor) -> ServiceRequest:
    """«Envoyer maintenant»: give up the seconds left to undo."""
    service_request = lock(service_request)
    if not is_requester(by, service_request):
        raise NotAllowed("send_now")
    now = timezone.now()
    if (
        service_request.state == State.SENT
        and service_request.visible_at
        and service_request.visible_at > now
    ):
        service_request.visible_at = service_request.announce_at = max(now, service_request.sent_at or now)
        save(service_request, "visible_at", "announce_at")
    return service_request


def missing_before_sending(service_request: ServiceRequest) -> list[str]:
    """What still stops a draft from leaving, in words."""
    found = []
    if service_request.consent_form in ("", ConsentForm.REFUSED) or service_request.consent_withdrawn_at:
        found.append("L’accord du patient manque.")
    if service_request.request_type is None or service_request.response is None:
        return [*found, "Le type de demande n’est pas choisi."]
    if problem := recipient_problem(service_request):
        found.append(problem)
    form = form_of(service_request.response, context=form_context(service_request))
    problems = {each.link_id: each.sentence for each in form.problems()}
    found.extend(
        f"« {item.label} » : répondez, ou dites pourquoi ce n’est pas disponible."
        for item in form.missing()
        if item.link_id not in problems
    )
    found.extend(problems.values())
    if service_request.urgency is None and not found:
        found.append("Le délai souhaité n’est pas choisi.")
    return [*found, *what_holds_up(service_request.folder)]


def recipient_problem(service_request: ServiceRequest) -> str:
    """Why the recipient must be chosen (again), in a sentence; empty when it can be sent to them."""
    service = service_request.healthcare_service
    if service is None:
        return "Le service destinataire n’est pas choisi."
    if not service.is_published:
        return "Le service choisi ne reçoit plus de demandes. Choisissez-en un autre."
    if not service.offers.filter(request_type_id=service_request.request_type_id).exists():
        return "Le service choisi ne répond plus à ce type de demande. Choisissez-en un autre."
    if service_request.addressed_to and is_asked_by(service_request.addressed_to, service_request):
        return f"{OWN_QUESTION} Choisissez le service ou un autre expert."
    return ""


def _away_expert(service_request: ServiceRequest) -> PractitionerRole | None:
    """The expert whom it names, when they are away or gone: the whole service gets it, and the requester is told."""
    named, service_id = service_request.addressed_to, service_request.healthcare_service_id
    if named is None or service_id is None:
        return None
    is_there = has_place(named, service_id, MemberKind.EXPERT, MemberKind.COORDINATOR)
    return named if is_away(named, service_id) or not is_there else None


def _count_red_flags(service_request: ServiceRequest) -> int:
    """How many alarms the answers raise: the request then leaves in «< 24 h», and the journal keeps the number."""
    if service_request.response is None:
        return 0
    return len(form_of(service_request.response, context=form_context(service_request)).red_flags())


def _freeze(service_request: ServiceRequest) -> None:
    """Keep what is sent as it is: the identity, the answers, the number of documents."""
    assert service_request.response is not None  # noqa: S101 (narrowed by missing_before_sending)
    form = form_of(service_request.response, context=form_context(service_request))
    service_request.identity_version = service_request.patient.current
    service_request.headline = form.headline()[:200]
    service_request.missing_count = len(form.unavailable())
    service_request.document_count = kept_in(service_request.folder).count()
    service_request.response = complete(service_request.response, form_context(service_request))


def _address(service_request: ServiceRequest, *, now: datetime, at_once: bool) -> None:
    service = service_request.healthcare_service
    assert service is not None  # noqa: S101 (narrowed by missing_before_sending)
    owner = owner_besides_the_asker(service_request, service)
    if owner is None and owner_for(service):
        raise StepRefused("Ce service n’a que vous pour recevoir la demande. Choisissez-en un autre.")
    if owner is None:
        raise StepRefused("Ce service n’a personne pour recevoir la demande. Choisissez-en un autre.")
    urgent = service_request.urgency == Urgency.WITHIN_24_HOURS
    wait = timedelta(seconds=0 if at_once or urgent else parameter("undo_seconds"))
    service_request.owner = owner
    service_request.sent_at = now
    service_request.visible_at = service_request.announce_at = now + wait
    service_request.first_opened_at = None
    set_deadlines(service_request, now)


def set_deadlines(service_request: ServiceRequest, since: datetime) -> None:
    """Reminder at half of the promised delay, escalation at its end."""
    hours = parameter("promised_hours")[str(service_request.urgency)]
    service_request.remind_at = since + timedelta(hours=hours / 2)
    service_request.escalate_at = since + timedelta(hours=hours)
