"""What an administrator types about an account."""

from datetime import date
from typing import Any

from django import forms

from telavis.accounts.models import Right
from telavis.values.dates import InvalidDate, parse_date

LONGEST_REASON = 500


class ReasonField(forms.CharField):
    """Why; the person and the auditor read it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "Motif")
        options.setdefault(
            "help_text", "La personne et l’auditeur le lisent tel quel. Jamais de nom de patient."
        )
        super().__init__(
            max_length=LONGEST_REASON,
            widget=forms.Textarea(attrs={"rows": 2}),
            error_messages={"required": "Écrivez pourquoi."},
            **options,
        )


class FutureDayField(forms.CharField):
    """A day typed in any of the French ways, also one to come."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"autocomplete": "off", "inputmode": "numeric"}, format="%d/%m/%Y")
        options.setdefault("help_text", "JJ/MM/AAAA")
        super().__init__(max_length=30, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%d/%m/%Y") if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            return parse_date(text) if text else None
        except InvalidDate as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ReasonForm(forms.Form):
    reason = ReasonField()


class LastDayForm(forms.Form):
    """Empty: the account has no last day."""

    day = FutureDayField(
        label="Dernier jour", required=False, help_text="JJ/MM/AAAA. Vide\u202f: le compte n’a pas de fin."
    )
    reason = ReasonField()


class RightForm(forms.Form):
    right = forms.ChoiceField(
        label="Droit",
        choices=Right.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un droit.", "invalid_choice": "Choisissez un droit."},
    )


class ResetForm(forms.Form):
    """What the second administrator will read."""

    reason = ReasonField(
        label="Comment avez-vous reconnu la personne\u202f?",
        help_text="Par exemple\u202f: rappelée au numéro de son service. Le second administrateur le lit.",
    )
    new_email = forms.EmailField(
        label="Nouvelle adresse e-mail",
        required=False,
        help_text="Seulement si l’ancienne est perdue.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Écrivez une adresse e-mail, comme prenom.nom@exemple.fr."},
    )
