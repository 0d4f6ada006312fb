"""What is typed to invite somebody."""

from datetime import date

from django import forms
from django.http import QueryDict
from django.utils import timezone

from telavis.web.pieces.contact_fields import NameField
from telavis.web.pieces.value_fields import FutureDayField


class InviteForm(forms.Form):
    """Who prepares, and until when."""

    use_required_attribute = False

    given_name = NameField(label="Prénom", error_messages={"required": "Entrez le prénom de cette personne."})
    family_name = NameField(label="Nom", error_messages={"required": "Entrez le nom de cette personne."})
    email = forms.EmailField(
        label="Adresse e-mail",
        max_length=254,
        help_text="La sienne, lue par elle seule\u202f: l’invitation et ses codes y arrivent.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Entrez l’adresse e-mail de cette personne.",
            "invalid": "Cette adresse e-mail est incomplète\u202f: elle s’écrit nom@domaine.fr.",
        },
    )
    starts_on = FutureDayField(
        label="À partir du", error_messages={"required": "Entrez le premier jour, JJ/MM/AAAA."}
    )
    ends_on = FutureDayField(label="Jusqu’au", required=False)

    def __init__(self, own_email: str, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"starts_on": timezone.localdate()})
        self.own_email = own_email

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email.lower() == self.own_email.lower():
            raise forms.ValidationError(
                "C’est votre propre adresse\u202f: entrez celle de la personne invitée."
            )
        return email

    def clean_starts_on(self) -> date:
        first: date = self.cleaned_data["starts_on"]
        if first < timezone.localdate():
            raise forms.ValidationError("Une délégation commence aujourd’hui ou plus tard.")
        return first

    def clean_ends_on(self) -> date | None:
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if first and last and last < first:
            raise forms.ValidationError("Le dernier jour vient avant le premier.")
        return last  # type: ignore[no-any-return]
