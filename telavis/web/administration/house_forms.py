"""What is typed of an establishment, of a service, of a member and of what a service answers."""

from typing import Any

from django import forms

from telavis.directory.actions.house import OrganizationFacts, ServiceFacts
from telavis.directory.models import Organization, OrganizationKind, Originals, PractitionerRole
from telavis.questionnaires.models import RequestType
from telavis.services.models import MemberKind
from telavis.values.finess import Finess
from telavis.values.invalid import InvalidValue
from telavis.values.phones import Phone
from telavis.values.professions import (
    DENTAL_SURGEON,
    MIDWIFE,
    PHYSICIAN,
    is_health_professional,
    profession_label,
    specialties_of,
    specialty_label,
)
from telavis.web.pieces.value_fields import FutureDayField

NO_FILL = {"autocomplete": "off"}
LONGEST_OFFER = 2000


class PhoneField(forms.CharField):
    """Any French or foreign number, kept in E.164."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={**NO_FILL, "inputmode": "tel"})
        super().__init__(required=False, max_length=40, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        return (
            Phone(value).display
            if value and str(value).startswith("+") and str(value)[1:].isdigit()
            else value
        )

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return str(Phone.parse(text)) if text else ""
        except InvalidValue as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


def _words(label: str, most: int, *, required: str = "", **options: Any) -> forms.CharField:
    errors = {"required": required} if required else None
    widget = forms.TextInput(attrs=NO_FILL)
    return forms.CharField(
        label=label, max_length=most, required=bool(required), error_messages=errors, widget=widget, **options
    )


class OrganizationForm(forms.Form):
    name = _words("Nom", 200, required="Écrivez le nom de l’établissement.")
    kind = forms.ChoiceField(
        label="Nature",
        choices=[("", "Choisissez"), *OrganizationKind.choices],
        error_messages={"required": "Choisissez la nature.", "invalid_choice": "Choisissez la nature."},
    )
    finess = _words("FINESS", 20, help_text="9 caractères. Un cabinet n’en a pas.")
    address_line = _words("Adresse", 200)
    postcode = _words("Code postal", 5)
    town = _words("Commune", 100)
    phone = PhoneField(label="Téléphone")
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean_finess(self) -> str:
        text = self.cleaned_data["finess"]
        try:
            return str(Finess.parse(text)) if text else ""
        except InvalidValue as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def clean_postcode(self) -> str:
        text = str(self.cleaned_data["postcode"])
        if text and not (len(text) == 5 and text.isascii() and text.isdigit()):
            raise forms.ValidationError("Un code postal a 5 chiffres, comme 33000.")
        return text

    @property
    def facts(self) -> OrganizationFacts:
        return OrganizationFacts(
            **{name: value for name, value in self.cleaned_data.items() if name != "seen"}
        )


def specialty_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Those of the professions that sign an answer, by profession."""
    return [
        (
            profession_label(code),
            [(f"G15_{code}/{key}", label) for key, label in specialties_of(code).items()],
        )
        for code in (PHYSICIAN, DENTAL_SURGEON, MIDWIFE)
        if specialties_of(code)
    ]


class ServiceForm(forms.Form):
    name = _words("Nom du service", 150, required="Écrivez le nom du service.")
    specialty = forms.ChoiceField(
        label="Spécialité",
        error_messages={
            "required": "Choisissez la spécialité.",
            "invalid_choice": "Choisissez la spécialité.",
        },
    )
    phone = PhoneField(label="Téléphone de l’astreinte")
    originals = forms.ChoiceField(
        label="Fichiers d’origine téléchargeables",
        help_text="Un fichier d’origine garde ce que la vérification retire : lieu de la photo, liens, programmes.",
        choices=Originals.choices,
        initial=Originals.NO,
        required=False,
    )
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, present: tuple[str, str] | None = None, **options: Any) -> None:
        """`present`: the specialty that the service has, even one that is no longer offered."""
        super().__init__(*args, **options)
        groups: list[Any] = [("", "Choisissez"), *specialty_choices()]
        self.labels = {code: label for _, group in groups[1:] for code, label in group}
        if present and present[0] not in self.labels:
            groups.insert(1, present)
            self.labels[present[0]] = present[1]
        field = self.fields["specialty"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = groups

    @property
    def facts(self) -> ServiceFacts:
        typed = self.cleaned_data
        specialty = typed["specialty"]
        originals = typed["originals"] or Originals.NO.value
        return ServiceFacts(typed["name"], specialty, self.labels[specialty], typed["phone"], originals)


class RoleForm(forms.Form):
    """One of those who work in the establishment, as they were found."""

    role = forms.ChoiceField(
        label="Personne",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la personne.", "invalid_choice": "Choisissez la personne."},
    )

    def __init__(self, roles: list[PractitionerRole], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [(str(role.pk), _who(role)) for role in roles]


def _who(role: PractitionerRole) -> str:
    """Two people may bear one name: what they do tells them apart."""
    person = role.practitioner
    does = specialty_label(person.profession, person.specialty)
    if not does and is_health_professional(person.profession):
        does = profession_label(person.profession)
    return ", ".join(part for part in (person.full_name, does) if part)


class MemberForm(RoleForm):
    kind = forms.ChoiceField(
        label="Place",
        choices=[(kind.value, kind.label.capitalize()) for kind in MemberKind],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez la place.", "invalid_choice": "Choisissez la place."},
    )
    started_on = FutureDayField(label="Premier jour", error_messages={"required": "Écrivez le premier jour."})
    ended_on = FutureDayField(label="Dernier jour", required=False, help_text="Vide\u202f: sans fin.")


class WorkplaceForm(forms.Form):
    """One of the establishments that were found, and the days."""

    organization = forms.ChoiceField(
        label="Établissement",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez l’établissement.",
            "invalid_choice": "Choisissez l’établissement.",
        },
    )
    started_on = FutureDayField(label="Premier jour", error_messages={"required": "Écrivez le premier jour."})
    ended_on = FutureDayField(label="Dernier jour", required=False, help_text="Vide\u202f: sans fin.")

    def __init__(self, places: list[Organization], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["organization"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [(str(place.pk), _where(place)) for place in places]


def _where(place: Organization) -> str:
    return ", ".join(part for part in (place.name, place.town) if part)


class LastDayOfMemberForm(forms.Form):
    last_day = FutureDayField(label="Dernier jour", error_messages={"required": "Écrivez le dernier jour."})


class OfferForm(forms.Form):
    """What the service says of one type of request; requesters read it before they send."""

    request_type = forms.ModelChoiceField(
        RequestType.objects.order_by("position", "code"),
        label="Type de demande",
        empty_label="Choisissez",
        error_messages={"required": "Choisissez un type.", "invalid_choice": "Choisissez un type."},
    )
    use_for = forms.CharField(
        label="À utiliser pour",
        required=False,
        max_length=LONGEST_OFFER,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    not_for = forms.CharField(
        label="Ne pas utiliser pour",
        required=False,
        max_length=LONGEST_OFFER,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    prerequisites = forms.CharField(
        label="À joindre", required=False, max_length=LONGEST_OFFER, widget=forms.Textarea(attrs={"rows": 2})
    )
