"""The form of the list: to whom a request is assigned."""

from typing import Any

from django import forms

from telavis.directory.models import PractitionerRole
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.permissions import is_asked_by
from telavis.services.queries import answering_members


class AssignForm(forms.Form):
    """One of those who answer in the service, and did not ask themselves."""

    member = forms.ChoiceField(
        label="Attribuer à",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez à qui attribuer la demande.",
            "invalid_choice": "Cette personne ne répond plus dans ce service. Choisissez-en une autre.",
        },
    )

    def __init__(self, *args: Any, service_request: ServiceRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service_id = service_request.healthcare_service_id
        there = answering_members(service_id) if service_id else []
        members = [each for each in there if not is_asked_by(each.role, service_request)]
        self.roles: dict[str, PractitionerRole] = {str(each.role_id): each.role for each in members}
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (narrows the type)
        field.choices = [
            (str(each.role_id), f"{each.role.practitioner}, {each.get_kind_display()}") for each in members
        ]

    def clean_member(self) -> PractitionerRole:
        return self.roles[self.cleaned_data["member"]]
