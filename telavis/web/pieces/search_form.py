"""What is typed in «Recherche d’identité»."""

from typing import Any

from django import forms

from telavis.patients.terms import SearchTerms, SearchTooVague
from telavis.web.pieces.value_fields import BirthDateField, NumberField, TextField


class SearchForm(forms.Form):
    """Valid when it says enough to find somebody; its `terms` then go to the search."""

    prefix = "recherche"
    use_required_attribute = False

    last = TextField(label="Nom", required=False)
    given = TextField(label="Prénom", required=False)
    birth_date = BirthDateField(label="Date de naissance", required=False)
    number = NumberField(label="Numéro de sécurité sociale", required=False)
    approximate = forms.BooleanField(label="Approchante", required=False, initial=True)
    phonetic = forms.BooleanField(label="Phonétique", required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.terms = SearchTerms(**cleaned)
            except SearchTooVague as refusal:
                self.add_error("last", str(refusal))
        return cleaned
