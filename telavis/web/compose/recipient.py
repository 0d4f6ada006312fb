"""Fourth step: which service, and possibly which expert of it."""

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet, Subquery
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.directory.queries import filters_of, search_services
from telavis.service_requests import actions
from telavis.service_requests.delays import delay_words, median_delays
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.queries.earlier import last_recipient
from telavis.services.models import ServiceOffer
from telavis.services.offers import NamedExpert, named_experts, offers_of, services_answering
from telavis.web.compose.access import is_htmx, of_a_draft
from telavis.web.compose.steps import goes_back, step_url, steps
from telavis.web.middleware import ActorRequest

MOST_SERVICES = 30
M = TypeVar("M", HealthcareService, PractitionerRole)


@dataclass(frozen=True)
class Recipient:
    """One card: a service, what it says of this type of request, and who can be named."""

    service: HealthcareService
    offer: ServiceOffer
    delay: str
    experts: list[NamedExpert]
    is_chosen: bool
    expert_id: UUID | None


class FilterForm(forms.Form):
    """«Etablissement», «Spécialité» and words. It speaks of services only, so it may stand in the address."""

    use_required_attribute = False

    words = forms.CharField(
        label="Rechercher un service",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organization = forms.TypedChoiceField(
        label="Etablissement", required=False, coerce=UUID, empty_value=None
    )
    specialty = forms.ChoiceField(label="Spécialité", required=False)

    def __init__(self, *args: Any, services: QuerySet[HealthcareService], **options: Any) -> None:
        super().__init__(*args, **options)
        self._services = services
        filters = filters_of(services)
        for name, everything, choices in (
            ("organization", "Tous les établissements", filters.organizations),
            ("specialty", "Toutes les spécialités", filters.specialties),
        ):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", everything), *choices]

    def services(self) -> QuerySet[HealthcareService]:
        """Those that fit; a filter that means nothing filters nothing."""
        self.is_valid()
        found = search_services(
            self.cleaned_data.get("words", ""),
            organization_id=self.cleaned_data.get("organization"),
            specialty=self.cleaned_data.get("specialty", ""),
        )
        return found.filter(pk__in=self._services.order_by().values("pk"))


@require_http_methods(["GET", "POST"])
@of_a_draft
def recipient(request: ActorRequest, draft: ServiceRequest) -> HttpResponse:
    """«Sélectionner un destinataire», then «Sauvegarder» opens the form."""
    if draft.request_type_id is None:
        return redirect(step_url("type", draft))
    error = ""
    if request.method == "POST":
        error = _save(request, draft)
        if goes_back(request):
            return redirect(step_url("type", draft))
        if not error:
            return redirect("compose:resume", draft.pk)
    context = {"draft": draft, "error": error, "steps": steps("recipient", draft), **_list(request, draft)}
    template = "compose/recipient.html#services" if is_htmx(request) else "compose/recipient.html"
    return render(request, template, context)


def _save(request: ActorRequest, draft: ServiceRequest) -> str:
    """Choose what was ticked; a sentence when nothing was, or when it is not there any more."""
    answering = services_answering(search_services(), draft.request_type_id)
    service = _picked(answering, request.POST.get("service"))
    if service is None:
        return "Sélectionnez un service."
    members = PractitionerRole.objects.filter(memberships__healthcare_service=service).distinct()
    expert = _picked(members, request.POST.get(f"expert-{service.pk}"))
    actions.choose_recipient(draft, service, addressed_to=expert, by=request.actor)
    return ""


def _picked(rows: QuerySet[M], text: str | None) -> M | None:
    try:
        return rows.filter(pk=UUID(text or "")).first()
    except ValueError:
        return None


def _list(request: ActorRequest, draft: ServiceRequest) -> dict[str, Any]:
    answering = services_answering(search_services(), draft.request_type_id)
    form = FilterForm(request.GET, services=answering)
    found = form.services().annotate(
        asked_last=Subquery(last_recipient(draft))
    )  # in one statement with the list
    services: list[Any] = list(found[: MOST_SERVICES + 1])
    is_only_one = len(services) == 1 and answering.count() == 1
    ticked = _picked(answering, request.GET.get("service"))
    is_open = not ticked and not draft.healthcare_service_id
    last: UUID | None = services[0].asked_last if is_open and services else None
    kept = ticked.pk if ticked else draft.healthcare_service_id or last
    return {
        "filters": form,
        "too_many": len(services) > MOST_SERVICES,
        "is_only_one": is_only_one,
        "is_as_last_time": last in {service.pk for service in services} and not is_only_one,
        "recipients": _recipients(
            services[:MOST_SERVICES], draft, services[0].pk if is_only_one else kept, request.GET
        ),
    }


def _recipients(
    services: list[HealthcareService], draft: ServiceRequest, chosen: UUID | None, ticked: QueryDict
) -> list[Recipient]:
    """`ticked`: what the page shows already, when its list is filtered; else what the draft keeps."""
    offers = offers_of(services, draft.request_type_id)
    experts = named_experts(services)
    delays = median_delays(service.pk for service in services)
    return [
        Recipient(
            service=service,
            offer=offers[service.pk],
            delay=delay_words(delays[service.pk]) if service.pk in delays else "",
            experts=_others(experts.get(service.pk, []), draft),
            is_chosen=service.pk == chosen,
            expert_id=_expert_of(service, draft, ticked),
        )
        for service in services
    ]


def _others(experts: list[NamedExpert], draft: ServiceRequest) -> list[NamedExpert]:
    """Nobody addresses a question to themselves."""
    return [each for each in experts if each.practitioner_id != draft.requester.practitioner_id]


def _expert_of(service: HealthcareService, draft: ServiceRequest, ticked: QueryDict) -> UUID | None:
    shown = ticked.get(f"expert-{service.pk}")
    if shown is None:
        return draft.addressed_to_id if service.pk == draft.healthcare_service_id else None
    try:
        return UUID(shown)
    except ValueError:
        return None
