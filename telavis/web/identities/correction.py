"""«Corriger l’identité» at the identity desk: what was checked too. What would change is shown, then done."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from telavis.patients import actions, openings
from telavis.patients.changes import changed_since
from telavis.patients.models import IdentityVersion, Patient
from telavis.patients.pairs import stood_for, told_apart_from
from telavis.patients.queries import PatientRow, rows_of
from telavis.patients.trait_words import compared
from telavis.patients.traits import doubts
from telavis.service_requests.queries.counts import requests_about
from telavis.values.french import plural
from telavis.web.identities.access import for_identity_desk, page
from telavis.web.identities.correction_form import DeskCorrectionForm
from telavis.web.identities.sealed_correction import Correction, unsealed
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.birth_places import suggested_places
from telavis.web.recent_proof import needs_recent_proof

AGAIN = "reprendre"
"""Back from the preview, to what was typed."""
TOO_OLD = "Cette correction est trop ancienne\u202f: saisissez-la de nouveau."
ABSORBED = "Cette identité est fusionnée avec une autre\u202f: corrigez celle qui reste."


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@for_identity_desk
def correct(request: ActorRequest, key: UUID) -> HttpResponse:
    """The form; sent, what it would change."""
    patient = _open(request, key)
    if patient.merged_into_id:
        return _warned(request, ABSORBED, "identities:patient", key)
    if request.method != "POST":
        return _form_page(request, DeskCorrectionForm(patient.identity, by=request.actor))
    goes_back = request.POST.get("etape") == AGAIN
    shown = unsealed(request.POST.get("correction", ""), key, by=request.actor) if goes_back else None
    if goes_back and shown is None:
        return _warned(request, TOO_OLD, "identities:correct", key)
    form = DeskCorrectionForm(patient.identity, shown.typed if shown else request.POST, by=request.actor)
    if form.read_another_version:
        return _changed_meanwhile(request, patient, form)
    if goes_back or not form.is_valid():
        return _form_page(request, form)
    return _preview(request, patient, form)


@require_POST
@for_identity_desk
@needs_recent_proof("Enregistrer la correction")
def record(request: ActorRequest, key: UUID) -> HttpResponse:
    """What was shown, and nothing else: it comes back sealed."""
    patient = get_object_or_404(Patient.objects.select_related("current"), pk=key)
    shown = unsealed(request.POST.get("correction", ""), key, by=request.actor)
    if shown is None:
        return _warned(request, TOO_OLD, "identities:correct", key)
    if patient.merged_into_id:
        return _warned(request, ABSORBED, "identities:patient", key)
    form = DeskCorrectionForm(patient.identity, shown.typed, by=request.actor)
    try:
        _record(request, patient, form, shown)
    except actions.IdentityChangedMeanwhile:
        return _changed_meanwhile(request, _open(request, key), form)
    except actions.StrictTraitsProtected as refusal:
        return _warned(request, str(refusal), "identities:correct", key)
    except actions.PatientLooksKnown:
        return _preview(request, _open(request, key), form, shown.alike)
    messages.success(
        request, "L’identité est corrigée. Les demandes déjà envoyées gardent celle de leur envoi."
    )
    return redirect("identities:patient", key)


@require_POST
@for_identity_desk
def places(request: ActorRequest) -> HttpResponse:
    """Where they may be born, while one types."""
    return suggested_places(request)


def _record(request: ActorRequest, patient: Patient, form: DeskCorrectionForm, shown: Correction) -> None:
    if not form.is_valid():
        # It was, of the version that was shown.
        raise actions.IdentityChangedMeanwhile
    actions.new_version(
        patient,
        form.traits,
        by=request.actor,
        read=form.cleaned_data["read"],
        unlike=told_apart_from(patient) | shown.alike,
        standing=form.standing(by=request.actor, at=shown.at),
    )


def _preview(
    request: ActorRequest, patient: Patient, form: DeskCorrectionForm, known: frozenset[UUID] = frozenset()
) -> HttpResponse:
    """What it changes, what follows from it, and who looks alike but for those `known` to be others."""
    now = timezone.now()
    current, standing = patient.identity, form.standing(by=request.actor, at=now)
    becomes = actions.foreseen(current, form.traits, standing)
    lines = [line for line in compared(current, becomes) if line.one != line.other]
    if not lines:
        messages.info(request, "Rien n’a changé\u202f: corrigez un trait, ou revenez à l’historique.")
        return _form_page(request, form)
    rows = _alike(request, patient, form, known)
    count = sum(requests_about(stood_for([patient])).values())
    correction = Correction(form.typed, known | {row.id for row in rows}, now)
    context = {
        "patient": patient,
        "state": becomes.get_status_display().removeprefix("identité "),
        "lines": lines,
        "lets_ins_go": current.ins_matricule and not becomes.ins_matricule,
        "doubts": doubts(form.traits, known=form.before),
        "alike": rows,
        "count": count,
        "requests": plural(count, "demande"),
        "correction": correction.sealed(patient.pk, by=request.actor),
    }
    return page(request, "search", "correction_preview", context)


def _alike(
    request: ActorRequest, patient: Patient, form: DeskCorrectionForm, known: frozenset[UUID]
) -> list[PatientRow]:
    others = told_apart_from(patient) | known
    found = [each for each in actions.doubles_of(patient.identity, form.traits) if each.patient not in others]
    return openings.show_alike(rows_of(found), by=request.actor) if found else []


def _changed_meanwhile(request: ActorRequest, patient: Patient, form: DeskCorrectionForm) -> HttpResponse:
    """What was typed stays, above what somebody else wrote; sent again, it comes after theirs."""
    newer = patient.identity
    read = IdentityVersion.objects.filter(patient=patient, pk=form.read_key or newer.pk).first()
    again = DeskCorrectionForm(newer, form.typed_after(newer), by=request.actor)
    return _form_page(
        request, again, patient=patient, newer=newer, changed=changed_since(read, newer), status=409
    )


def _form_page(
    request: ActorRequest, form: DeskCorrectionForm, *, status: int = 200, **found: Any
) -> HttpResponse:
    context = {"form": form, "version": form.version, **found}
    return page(request, "search", "correction", context, status=status)


def _open(request: ActorRequest, key: UUID) -> Patient:
    try:
        return openings.open_identity(key, by=request.actor)
    except Patient.DoesNotExist as refusal:
        raise Http404 from refusal


def _warned(request: ActorRequest, sentence: str, to: str, key: UUID) -> HttpResponse:
    messages.warning(request, sentence)
    return redirect(to, key)
