"""The identity of a patient one asks about: corrected or completed, by a new version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from telavis.patients import actions, openings
from telavis.patients.models import Patient
from telavis.patients.on_paper import differing
from telavis.patients.traits import doubts
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.openings import open_patient
from telavis.service_requests.workflow import State
from telavis.web.compose.access import asked_by_me, back_to
from telavis.web.compose.choices import read_key, seen, shown_alike
from telavis.web.compose.scanning import NotScanned, fields_of, is_scanning, scanned
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.identity_correction import ATTRIBUTES, CorrectionForm
from telavis.web.pieces.ins import ins_url

ANYWAY = "corriger-quand-meme"
INS_OF_ANOTHER = (
    "Ce matricule INS est déjà celui d’un autre patient de la plateforme\u202f: rien n’a été enregistré. "
    "Recherchez cet autre patient\u202f; si les deux n’en font qu’un, prévenez votre cellule d’identitovigilance."
)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def correct_identity(request: ActorRequest, pk: UUID) -> HttpResponse:
    """For those who ask about this patient. What was sent keeps the identity it was sent with."""
    asked = asked_by_me(request, pk)
    if request.method != "POST":
        return _page(request, asked, CorrectionForm(asked.patient.identity, by=request.actor))
    form = CorrectionForm(asked.patient.identity, request.POST, by=request.actor)
    if is_scanning(request) and form.may_be_scanned:
        return _scan(request, asked)
    if not form.is_valid():
        return _page(request, asked, form)
    if form.is_protected and form.cleaned_data["read"] != asked.patient.identity.pk:
        # Checked since the page was opened: the form no longer reads what was typed over the strict traits.
        return _changed_meanwhile(request, asked)
    found = doubts(form.traits, known=form.before)
    if found and request.POST.get("etape") != ANYWAY and request.POST.getlist("doute") != found:
        return _page(request, asked, form, doubts=found)
    return _correct(request, asked, form)


def _scan(request: ActorRequest, asked: ServiceRequest) -> HttpResponse:
    """The form again, filled with what the document says; or with what was typed, and why nothing was read."""
    begun: dict[str, Any] = {name.removeprefix("identite-"): value for name, value in request.POST.items()}
    begun |= {name: bool(begun.get(name)) for name in ATTRIBUTES}
    try:
        read = scanned(request)
    except NotScanned as refusal:
        form = CorrectionForm(asked.patient.identity, begun=begun, by=request.actor)
        return _page(request, asked, form, scan_refusal=refusal.sentence)
    form = CorrectionForm(asked.patient.identity, begun=begun | fields_of(read), by=request.actor)
    return _page(request, asked, form, has_scanned=True, scan_changes=differing(read, form.before))


def _correct(request: ActorRequest, asked: ServiceRequest, form: CorrectionForm) -> HttpResponse:
    try:
        actions.new_version(
            asked.patient,
            form.traits,
            by=request.actor,
            read=form.cleaned_data["read"],
            unlike=_unlike(request),
            standing=form.standing(by=request.actor, at=timezone.now()),
        )
    except actions.PatientLooksKnown as known:
        rows = openings.show_alike(known.rows, by=request.actor)
        return _page(request, asked, form, **shown_alike(rows, request.POST, request.actor))
    except actions.InsOfSomebodyElse:
        return _page(request, asked, form, scan_refusal=INS_OF_ANOTHER)
    except actions.IdentityChangedMeanwhile:
        return _changed_meanwhile(request, asked)
    except actions.StrictTraitsProtected as refusal:
        messages.warning(request, str(refusal))
        return redirect("compose:correct_identity", asked.pk)
    messages.success(
        request, "L’identité est à jour. Les demandes déjà envoyées gardent celle de leur envoi."
    )
    return redirect(back_to(asked))


def _changed_meanwhile(request: ActorRequest, asked: ServiceRequest) -> HttpResponse:
    """What was typed stays, above what the other person wrote; sent again, it comes after theirs."""
    asked.patient = Patient.objects.select_related("current").get(pk=asked.patient_id)
    newer = asked.patient.identity
    data = request.POST.copy()
    data["identite-read"] = str(newer.pk)
    return _page(request, asked, CorrectionForm(newer, data, by=request.actor), newer=newer, status=409)


def _unlike(request: ActorRequest) -> frozenset[UUID]:
    """Those of whom the person said, having seen them, «it is not they»."""
    if request.POST.get("etape") != ANYWAY:
        return frozenset()
    return frozenset(seen(request.POST, request.actor).values())


def _page(
    request: ActorRequest, asked: ServiceRequest, form: CorrectionForm, *, status: int = 200, **found: Any
) -> HttpResponse:
    open_patient(asked, by=request.actor)
    context = {
        "asked": asked,
        "form": form,
        "is_draft": asked.state == State.DRAFT,
        "ins_url": ins_url(asked),
        "key": read_key(request.POST.get("cle")),
        **found,
    }
    return render(request, "compose/correct_identity.html", context, status=status)
