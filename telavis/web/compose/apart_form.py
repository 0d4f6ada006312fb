"""Why somebody is created beside a patient who looks like them."""

from typing import Any

from django import forms

from telavis.patients.models import ApartReason
from telavis.web.pieces.value_fields import TextField


class ApartForm(forms.Form):
    """Asked below those who look alike; read only when one creates in spite of them."""

    prefix = "malgre"
    use_required_attribute = False

    why = forms.ChoiceField(
        label="S’il s’agit d’une autre personne, comment le savez-vous\u202f?",
        choices=ApartReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites comment vous savez que c’est une autre personne."},
    )
    in_words = TextField(
        label="Précision",
        required=False,
        max_length=500,
        help_text="Nécessaire pour une autre raison. L’identitovigilance la lira.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("why") == ApartReason.OTHER and not cleaned.get("in_words"):
            self.add_error("in_words", "Précisez cette autre raison.")
        return cleaned

    @property
    def reason(self) -> tuple[ApartReason, str]:
        """Once valid: the code, and its words."""
        return ApartReason(self.cleaned_data["why"]), self.cleaned_data["in_words"]
