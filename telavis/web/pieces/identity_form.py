"""«Création de l’identité»: the traits of a patient who is not known yet."""

from collections.abc import Mapping
from typing import Any

from django import forms

from telavis.patients.models import NoNumberReason, Sex
from telavis.patients.on_paper import differing
from telavis.patients.traits import InvalidTraits, Traits, first_of
from telavis.values.ins_datamatrix import InsDatamatrix
from telavis.values.invalid import InvalidValue
from telavis.values.names import ins_form
from telavis.values.places import Place, PlaceKind, find_place, is_place_code, read_place, suggest_places
from telavis.web.pieces.value_fields import BornField, NumberField, TextField

SHARED_WITH_SEARCH = {
    "birth_name": "last",
    "given_names": "given",
    "birth_date": "birth_date",
    "number": "number",
}
"""Fields of this form by the field of the search that says the same: going back and forth, they follow."""


MOST_TO_CHOOSE_FROM = 50
"""Places in the list below the field: no postcode has so many."""


class IdentityForm(forms.Form):
    """Valid when the traits can be an identity; its `traits` then go to the creation."""

    prefix = "identite"
    use_required_attribute = False

    birth_name = TextField(
        label="Nom de naissance",
        help_text="Comme sur la pièce d’identité.",
        error_messages={"required": "Saisissez le nom de naissance."},
    )
    used_name = TextField(label="Nom utilisé", required=False, help_text="S’il diffère du nom de naissance.")
    given_names = TextField(
        label="Prénoms",
        help_text="Tous, dans l’ordre de l’état civil, séparés par une espace.",
        error_messages={"required": "Saisissez au moins un prénom."},
    )
    first_given_name = TextField(
        label="Premier prénom",
        required=False,
        help_text="S’il a plusieurs mots, comme «\u202fJean Pierre\u202f».",
    )
    sex = forms.ChoiceField(
        label="Sexe",
        choices=Sex.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites le sexe inscrit à l’état civil."},
    )
    birth_date = BornField(
        label="Date de naissance", error_messages={"required": "Saisissez la date de naissance."}
    )
    birth_place = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    birth_place_text = TextField(
        label="Lieu de naissance",
        max_length=150,
        help_text="Commune, ou pays pour une naissance à l’étranger.",
        error_messages={"required": "Saisissez la commune ou le pays de naissance."},
    )
    birth_place_pick = forms.CharField(required=False, max_length=5)
    number = NumberField(
        label="Numéro de sécurité sociale", required=False, help_text="Treize caractères et la clé."
    )
    no_number_reason = forms.ChoiceField(
        label="S’il n’y a pas de numéro, pourquoi",
        required=False,
        choices=[("", "Choisissez un motif"), *NoNumberReason.choices],
    )

    scanned = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.places: list[Place] = []
        """To choose from, when what was typed is the name of several places."""

    def clean_birth_name(self) -> str:
        return _as_identity(self.cleaned_data["birth_name"])

    def clean_used_name(self) -> str:
        return _as_identity(self.cleaned_data["used_name"])

    def clean_given_names(self) -> str:
        return _as_identity(self.cleaned_data["given_names"], given=True)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_first_given_name(cleaned)
        place = self._place(cleaned) if "birth_place_text" in cleaned else None
        if "number" in cleaned and not (cleaned["number"] or cleaned.get("no_number_reason")):
            self.add_error("number", "Saisissez le numéro, ou dites plus bas pourquoi il n’y en a pas.")
        if place and not self.errors:
            self.traits = _traits(cleaned, place)
        return cleaned

    @property
    def read_on_paper(self) -> InsDatamatrix | None:
        """The datamatrix that filled this form, as long as nobody has changed what it says."""
        try:
            read = InsDatamatrix.parse(self.cleaned_data.get("scanned", ""))
        except InvalidValue:
            return None
        return None if differing(read, self.traits) else read

    def _check_first_given_name(self, cleaned: dict[str, Any]) -> None:
        try:
            first_of(cleaned.get("given_names", ""), cleaned.get("first_given_name", ""))
        except InvalidTraits as refusal:
            self.add_error("first_given_name", str(refusal))

    def _place(self, cleaned: dict[str, Any]) -> Place | None:
        typed = cleaned["birth_place_text"]
        place = _place_of(cleaned, typed)
        if place is None:
            self.places = suggest_places(typed.partition("(")[0], limit=MOST_TO_CHOOSE_FROM)
            begin = "ont ce code" if typed.isdigit() else "commencent ainsi"
            several = f"Plusieurs lieux {begin}\u202f: choisissez dans la liste."
            none = "Ce lieu n’est pas dans la liste. Vérifiez l’orthographe, ou saisissez son code INSEE."
            self.add_error("birth_place_text", several if self.places else none)
        return place


def _place_of(cleaned: dict[str, Any], typed: str) -> Place | None:
    """Picked in the list under the field, else suggested while typing and left as it was, else typed in full."""
    picked = find_place(cleaned.get("birth_place_pick", ""))
    if picked:
        return picked
    suggested = find_place(cleaned.get("birth_place", ""))
    if suggested and suggested.label == typed:
        return suggested
    if is_place_code(typed) and (cleaned.get("birth_place") == typed or not suggest_places(typed)):
        # A former code that our lists have lost is still somebody's birth place.
        return Place(code=typed.upper(), name=f"Code {typed.upper()}", kind=PlaceKind.UNKNOWN)
    return read_place(typed)


def _as_identity(name: str, *, given: bool = False) -> str:
    try:
        if name:
            ins_form(name, given=given)
    except InvalidValue as refusal:
        raise forms.ValidationError(str(refusal)) from refusal
    return name


def _traits(cleaned: dict[str, Any], place: Place) -> Traits:
    return Traits(
        birth_name=cleaned["birth_name"],
        used_name=cleaned["used_name"],
        given_names=cleaned["given_names"],
        first_given_name=cleaned["first_given_name"],
        sex=Sex(cleaned["sex"]),
        birth_date=cleaned["birth_date"].day,
        birth_date_known=cleaned["birth_date"].known,
        birth_place_code=place.code,
        birth_place_label=place.label,
        **number_or_reason(cleaned),
    )


def number_or_reason(cleaned: dict[str, Any]) -> dict[str, Any]:
    """The two traits of which one takes the place of the other."""
    number, reason = cleaned["number"], cleaned["no_number_reason"]
    return {
        "billing_nir": number,
        "no_number_reason": NoNumberReason(reason) if reason and not number else None,
    }
