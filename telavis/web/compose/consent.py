"""Second step: the patient's agreement, which the requester asks for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from telavis.service_requests import actions
from telavis.service_requests.models import ConsentForm, ConsentGiver, ServiceRequest
from telavis.web.compose.access import of_a_draft
from telavis.web.compose.steps import goes_back, step_url, steps
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.value_fields import DayField, TextField


class AgreementForm(forms.Form):
    """Who gave it, how, when; a reason when it could not be asked."""

    use_required_attribute = False

    how = forms.ChoiceField(
        label="Le patient, informé, accepte la téléexpertise",
        choices=ConsentForm.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si le patient a accepté, et comment."},
    )
    giver = forms.ChoiceField(
        label="Réponse donnée par",
        choices=ConsentGiver.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites qui a répondu."},
    )
    on = DayField(label="Recueilli le", error_messages={"required": "Saisissez la date de l’accord."})
    reason = TextField(label="Motif, si c’était impossible", max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") == ConsentForm.IMPOSSIBLE and not cleaned.get("reason"):
            self.add_error("reason", "Écrivez pourquoi l’accord n’a pas pu être demandé.")
        return cleaned


@require_http_methods(["GET", "POST"])
@of_a_draft
def consent(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """«Suivant» keeps the agreement; a refusal ends the draft. «Retour» keeps it too, and ends nothing."""
    form = AgreementForm(request.POST if request.method == "POST" else None, initial=_kept(draft))
    if goes_back(request) and not form.has_changed():
        return redirect(step_url("patient", draft))
    if not form.is_valid():
        return render(
            request, "compose/consent.html", {"draft": draft, "form": form, "steps": steps("consent", draft)}
        )
    draft = _record(draft, form.cleaned_data, request)
    if goes_back(request):
        return redirect(step_url("patient", draft))
    if draft.consent_form == ConsentForm.REFUSED:
        actions.discard(draft, by=request.actor)
        messages.info(
            request,
            "Le patient refuse\u202f: la demande s’arrête là et rien n’est transmis. "
            "Le brouillon reste 30 jours dans la corbeille.",
        )
        return redirect("home:index")
    return redirect(step_url("type", draft))


def _kept(draft: ServiceRequest) -> dict[str, Any]:
    return {
        "how": draft.consent_form,
        "giver": draft.consent_giver or ConsentGiver.PATIENT,
        "on": draft.consent_on or timezone.localdate(),
        "reason": draft.consent_reason,
    }


def _record(draft: ServiceRequest, agreement: dict[str, Any], request: ActorRequest) -> ServiceRequest:
    how = ConsentForm(agreement["how"])
    asked = how != ConsentForm.IMPOSSIBLE
    return actions.record_consent(
        draft,
        form=how,
        giver=ConsentGiver(agreement["giver"]) if asked else None,
        on=agreement["on"],
        reason="" if asked else agreement["reason"],
        by=request.actor,
    )
