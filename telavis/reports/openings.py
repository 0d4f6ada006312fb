"""Making the PDF of a request: the document leaves only with its line in the journal and its trace."""

from django.db import transaction

from telavis.audit.actions import record
from telavis.audit.models import AuditAction
from telavis.directory.actors import Actor
from telavis.reports.assemble import RELATED, assemble
from telavis.reports.render import Pdf, make_pdf
from telavis.service_requests.actions import note_pdf
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import note_first_opening
from telavis.service_requests.workflow import States, StepRefused

MOVED = "Ce dossier a changé pendant la création du PDF. Créez-le de nouveau."


def make_report(reference: str, *, by: Actor) -> Pdf:
    """Drawn before the transaction, so that nobody waits for the page; seen and noted inside it.

    It shows all that the file shows, so it counts as the first opening by the service.
    Raises `ServiceRequest.DoesNotExist` for who may not see the request, `StepRefused` for a draft or for a file that
    moved while it was drawn.
    """
    seen = ServiceRequest.objects.visible_to(by).select_related(*RELATED).get(reference=reference)
    if seen.state not in States.ONCE_SENT:
        raise StepRefused("Le PDF se crée une fois la demande envoyée.")
    pdf = make_pdf(*assemble(seen, by=by))
    with transaction.atomic():
        still_seen = ServiceRequest.objects.visible_to(by).select_for_update(of=("self",)).get(pk=seen.pk)
        if still_seen.touched_at != seen.touched_at:
            raise StepRefused(MOVED)
        note_first_opening(still_seen, by=by)
        note_pdf(still_seen, sha256=pdf.sha256, by=by)
        record(
            AuditAction.MAKE_PDF,
            by=by,
            object_kind="service_request",
            object_id=seen.pk,
            object_label=seen.reference,
            service_request_id=seen.pk,
            patient_id=seen.patient_id,
            detail={"sha256": pdf.sha256},
        )
    return pdf
