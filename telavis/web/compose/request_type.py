"""Third step: what is asked for."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from telavis.service_requests import actions
from telavis.service_requests.models import ServiceRequest
from telavis.services.offers import types_answered
from telavis.web.compose.access import of_a_draft
from telavis.web.compose.steps import goes_back, step_url, steps
from telavis.web.middleware import ActorRequest


class TypeForm(forms.Form):
    """One card."""

    use_required_attribute = False

    type = forms.ModelChoiceField(
        label="Type de demande",
        queryset=types_answered(),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Sélectionnez un type de demande.",
            "invalid_choice": "Ce type de demande n’est plus proposé\u202f: choisissez-en un autre.",
        },
    )


@require_http_methods(["GET", "POST"])
@of_a_draft
def request_type(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """«Veuillez sélectionner un type de demande»; another type than before forgets the recipient."""
    form = TypeForm(request.POST) if request.method == "POST" else TypeForm()
    is_chosen = form.is_valid()
    if is_chosen:
        draft = actions.choose_type(draft, form.cleaned_data["type"], by=request.actor)
    if is_chosen or goes_back(request):
        return redirect(step_url("consent" if goes_back(request) else "recipient", draft))
    context = {"draft": draft, "form": form, "types": list(types_answered()), "steps": steps("type", draft)}
    return render(request, "compose/type.html", context)
