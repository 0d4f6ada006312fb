"""«Transférer» a file to a colleague, who then follows it; and take it back."""

from django.db import transaction
from django.utils import timezone

from telavis.directory.actors import Actor
from telavis.directory.models import Practitioner
from telavis.service_requests.models import ServiceRequest, Share
from telavis.service_requests.notifications import tell_colleague
from telavis.service_requests.permissions import is_requester
from telavis.service_requests.steps import NotAllowed, acting_role, check_theirs, lock, note
from telavis.service_requests.workflow import Note, State, States, StepRefused


@transaction.atomic
def share(
    service_request: ServiceRequest, practitioner: Practitioner, *, message: str = "", by: Actor
) -> Share:
    """Sharing twice with the same colleague changes nothing."""
    service_request = lock(service_request)
    check_theirs(service_request, Note.SHARE, by=by)
    if service_request.state not in States.ONCE_SENT:
        raise StepRefused("Un brouillon ne se transfère pas : envoyez d’abord la demande.")
    if not service_request.is_visible_to_service:
        raise StepRefused(
            "Vous pouvez encore annuler l’envoi : ce dossier se transfère dès que le service peut le voir."
        )
    if service_request.state == State.ENTERED_IN_ERROR:
        raise StepRefused("Ce dossier est déclaré saisi par erreur : il ne se transfère plus.")
    if practitioner.pk == service_request.requester.practitioner_id:
        raise StepRefused("Cette personne a déjà le dossier : c’est elle qui l’a demandé.")
    running = service_request.shares.filter(practitioner=practitioner, revoked_at__isnull=True).first()
    if running:
        return running
    note(service_request, Note.SHARE, by=by, detail={"colleague": str(practitioner)})
    created = Share.objects.create(
        service_request=service_request,
        practitioner=practitioner,
        shared_by=acting_role(by),
        note=message,
        shared_at=timezone.now(),
    )
    tell_colleague(service_request, practitioner, by=by)
    return created


@transaction.atomic
def unshare(running: Share, *, by: Actor) -> None:
    """The one who shared, or the requester, closes the file to the colleague again."""
    service_request = lock(running.service_request)
    shared_it = by.is_person(running.shared_by.practitioner_id)
    if not (shared_it or is_requester(by, service_request)):
        raise NotAllowed("unshare")
    closed = Share.objects.filter(pk=running.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())
    if closed:
        note(service_request, Note.UNSHARE, by=by, detail={"colleague": str(running.practitioner)})
