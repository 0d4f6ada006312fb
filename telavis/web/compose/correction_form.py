"""«Corriger l’identité»: the traits of a patient who is known, to correct or to complete."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms

from telavis.patients.actions import is_protected
from telavis.patients.models import IdentityVersion
from telavis.patients.traits import traits_of
from telavis.values.nir import NIR
from telavis.values.places import Place, PlaceKind
from telavis.web.compose.identity_form import IdentityForm, number_or_reason

STRICT_FIELDS = (
    *("birth_name", "first_given_name", "given_names", "sex", "birth_date"),
    *("birth_place", "birth_place_text", "birth_place_pick"),
)


class CorrectionForm(IdentityForm):
    """Its `traits` go to the next version; strict ones that were checked against papers are not asked."""

    read = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, version: IdentityVersion, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=_initial(version))
        self.before = traits_of(version)
        self.is_protected = is_protected(version)
        if self.is_protected:
            for name in STRICT_FIELDS:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self.is_protected:
            self.traits = replace(self.before, used_name=cleaned["used_name"], **number_or_reason(cleaned))
        elif not self.errors:
            self.traits = replace(self.traits, used_given_name=self.before.used_given_name)
        return cleaned

    def _place(self, cleaned: dict[str, Any]) -> Place | None:
        """A birth place left as it was stays, even when our lists have lost it."""
        code, label = self.before.birth_place_code, self.before.birth_place_label
        shown = (cleaned.get("birth_place_pick"), cleaned.get("birth_place"), cleaned["birth_place_text"])
        if shown == ("", code, label):
            return Place(code=code, name=label, kind=PlaceKind.UNKNOWN)
        return super()._place(cleaned)


def _initial(version: IdentityVersion) -> dict[str, Any]:
    return {
        "read": version.number,
        "birth_name": version.birth_name,
        "used_name": version.used_name,
        "given_names": version.given_names,
        "first_given_name": _several_words(version.first_given_name),
        "sex": version.sex,
        "birth_date": version.born.typed,
        "birth_place": version.birth_place_code,
        "birth_place_text": version.birth_place_label,
        "number": NIR.parse(version.billing_nir).spaced if version.billing_nir else "",
        "no_number_reason": version.no_number_reason,
    }


def _several_words(first_given_name: str) -> str:
    """It is asked only when the first word does not say it."""
    return first_given_name if " " in first_given_name else ""
