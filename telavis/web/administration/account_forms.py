"""What an administrator types about an account."""

from typing import Any

from django import forms

from telavis.accounts.models import Right
from telavis.web.pieces.value_fields import FutureDayField

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
