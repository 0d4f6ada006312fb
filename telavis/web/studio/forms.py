"""What a coordinator types of a form, of a question, of a condition, of a decision."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.questionnaires.reading import Unfit, read_scalar
from telavis.studio.calculating import Known, offered
from telavis.studio.comparing import Version
from telavis.studio.conditions import ANSWERED, NOT_ANSWERED, comparisons, may_be_asked_about
from telavis.studio.items import KINDS, SECTION
from telavis.studio.trying import GENDERS
from telavis.web.pieces.value_fields import FutureDayField

PLAIN = {"autocomplete": "off"}
_AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,8})?", re.ASCII)
"""As a requester may type it; «1e99999999999» would be unfolded."""
LONGEST_LABEL, LONGEST_SENTENCE, LONGEST_TEXT, LONGEST_FORMULA = 200, 400, 2000, 2000
LONGEST_AMOUNT = 20
OLDEST = 120


def words(label: str, most: int, *, required: str = "", rows: int = 0, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(attrs=PLAIN)
    errors = {"required": required} if required else None
    return forms.CharField(
        label=label, max_length=most, required=bool(required), error_messages=errors, widget=widget, **options
    )


def chosen(label: str, choices: Any, required: str, **options: Any) -> forms.ChoiceField:
    errors = {"required": required, "invalid_choice": required}
    return forms.ChoiceField(label=label, choices=choices, error_messages=errors, **options)


class AmountField(forms.CharField):
    """A number with a comma or a point; None when nothing is typed."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={**PLAIN, "inputmode": "decimal"})
        super().__init__(required=False, max_length=LONGEST_AMOUNT, widget=widget, **options)

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        written = "".join(text.split()).replace(",", ".").replace("−", "-")
        if not _AMOUNT.fullmatch(written):
            raise forms.ValidationError("Écrivez un nombre, comme 12 ou 3,5.")
        return Decimal(written)


class TypeForm(forms.Form):
    """A type of request that did not exist."""

    title = words(
        "Nom de ce type de demande", 120, required="Écrivez le nom.", help_text="Comme « Pneumologie »."
    )
    description = words("En une phrase", 250, help_text="Ce que le requérant lit sous le nom.")


class DescriptionForm(forms.Form):
    """What requesters read before they choose the service."""

    title = words("Nom de ce type de demande", 120, required="Écrivez le nom.")
    description = words("En une phrase", 250)
    use_for = words("À utiliser quand", LONGEST_TEXT, rows=3)
    not_for = words("Ne pas utiliser quand", LONGEST_TEXT, rows=3)
    prerequisites = words("À joindre, à avoir fait avant", LONGEST_TEXT, rows=3)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_new_type: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_new_type:
            del self.fields["title"]
            del self.fields["description"]


class NewItemForm(forms.Form):
    label = words(
        "Libellé", LONGEST_LABEL, required="Écrivez le libellé.", help_text="Ce que le requérant lit."
    )
    kind = chosen("Nature", [], "Choisissez la nature.", widget=forms.RadioSelect)

    def __init__(self, *args: Any, is_section: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [(SECTION, "Partie du formulaire")] if is_section else list(KINDS.items())
        if is_section:
            field.widget = forms.HiddenInput()
            field.initial = SECTION


class QuestionForm(forms.Form):
    """Of which question a condition speaks."""

    question = chosen("Question", [], "Choisissez une question.")

    def __init__(self, definition: Definition, item: Item, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["question"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [("", "Choisissez"), *questions_for(definition, item)]


def questions_for(definition: Definition, item: Item) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Those that may decide of this item, by section."""
    for section in definition.items:
        within = [
            each for each in definition.walk() if _section_of(definition, each.link_id) == section.link_id
        ]
        offered = [
            (each.link_id, each.label) for each in within if may_be_asked_about(definition, item, each)
        ]
        if offered:
            yield section.text, offered


def _section_of(definition: Definition, link_id: str) -> str:
    parent = definition.parents.get(link_id)
    return _section_of(definition, parent) if parent else link_id


class ConditionForm(forms.Form):
    """How the answer to one question is compared, and with what; `sentence` for a new alarm."""

    def __init__(self, question: Item, *args: Any, raises_an_alarm: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.question = question
        if raises_an_alarm:
            self.fields["sentence"] = words(
                "Ce que l’alarme dit", LONGEST_SENTENCE, required="Écrivez ce que l’alarme dit.", rows=2
            )
        self.fields["comparison"] = chosen(
            question.label, list(comparisons(question).items()), "Choisissez.", widget=forms.RadioSelect
        )
        if question.options:
            choices = [("", "Choisissez"), *((option.code, _told(option)) for option in question.options)]
            self.fields["value"] = chosen("Réponse", choices, "Choisissez la réponse.")
        elif question.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY, Kind.DATE):
            unit = f", en {question.unit}" if question.unit else ""
            self.fields["value"] = words(f"Valeur{unit}", LONGEST_AMOUNT, required="Écrivez la valeur.")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if typed.get("comparison") in (ANSWERED, NOT_ANSWERED):
            self.errors.pop("value", None)  # nothing is compared
        elif typed.get("value") and not self.question.options:
            self._read(typed, typed["value"])
        return typed

    def _read(self, typed: dict[str, Any], value: str) -> None:
        try:
            read = read_scalar(self.question, value)
        except Unfit as unfit:
            self.add_error("value", str(unfit))
            return
        is_whole = isinstance(read, int) and not isinstance(read, bool)
        typed["value"] = Decimal(str(read)) if is_whole else read


def _told(option: Any) -> str:
    return f"{option.label} ({option.group.lower()})" if option.group else str(option.label)


class CalculationForm(forms.Form):
    expression = words(
        "Formule (FHIRPath)",
        LONGEST_FORMULA,
        required="Écrivez la formule.",
        rows=6,
        help_text="Elle nomme les questions par les noms de la liste. Elle est vérifiée à l’enregistrement.",
    )
    source = words(
        "Source", LONGEST_SENTENCE, help_text="D’où vient ce calcul : le requérant le lit sous la valeur."
    )


class KnownForm(forms.Form):
    """The questions that feed a known calculation."""

    def __init__(self, known: Known, definition: Definition, item: Item, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.known = known
        for feed in known.feeds:
            found = [(each.link_id, each.label) for each in offered(definition, item, feed)]
            unit = f" (en {feed.unit})" if feed.unit else " (case à cocher)" if feed.is_box else ""
            needed = "une case à cocher" if feed.is_box else f"un nombre en {feed.unit}"
            hint = "" if found else f"Aucune question ne convient : ajoutez d’abord {needed}."
            self.fields[feed.name] = chosen(
                f"{feed.label}{unit}", [("", "Choisissez"), *found], "Choisissez la question.", help_text=hint
            )
        self.definition = definition

    @property
    def expression(self) -> str:
        chosen_items = {name: self.definition.by_id[link_id] for name, link_id in self.cleaned_data.items()}
        return self.known.expression(chosen_items)


IN_THE_PREVIEW = {**PLAIN, "form": "apercu"}
"""These fields stand beside the form that is tried, and leave with it."""


class CaseForm(forms.Form):
    prefix = "essai"

    name = forms.CharField(
        label="Nom du cas d’essai",
        max_length=120,
        error_messages={"required": "Donnez un nom au cas."},
        widget=forms.TextInput(attrs=IN_THE_PREVIEW),
    )


class PatientForm(forms.Form):
    """The invented patient of a trial."""

    prefix = "essai"

    age = forms.IntegerField(
        label="Âge du patient (ans)",
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={**IN_THE_PREVIEW, "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Écrivez un âge en années."),
    )
    gender = forms.ChoiceField(
        label="Sexe",
        required=False,
        choices=[("", "Non précisé"), *GENDERS.items()],
        widget=forms.Select(attrs={"form": "apercu"}),
    )

    @property
    def facts(self) -> dict[str, Any]:
        typed = self.cleaned_data if self.is_valid() else {}
        return {name: value for name, value in typed.items() if value not in (None, "")}


class PublicationForm(forms.Form):
    """Now, or at a day; and what becomes of the drafts under way."""

    day = FutureDayField(
        label="Jour de la publication", required=False, help_text="Laissez vide pour publier maintenant."
    )
    drafts = chosen(
        "Brouillons en cours",
        [
            ("keep", "Ils gardent le formulaire avec lequel ils ont été commencés"),
            (
                "move",
                "Ils passent à celui-ci, avec les réponses qui conviennent ; leurs auteurs sont prévenus",
            ),
        ],
        "Choisissez ce que deviennent les brouillons.",
        widget=forms.RadioSelect,
        initial="keep",
    )

    @property
    def moment(self) -> datetime | None:
        day = self.cleaned_data["day"]
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None


class FileForm(forms.Form):
    """A Questionnaire of somebody else, or one that left from here."""

    file = forms.FileField(
        label="Fichier (Questionnaire FHIR R4, en JSON)",
        help_text="2 Mo au plus.",
        error_messages=dict.fromkeys(("required", "invalid", "missing"), "Choisissez un fichier.")
        | {"empty": "Ce fichier est vide."},
        widget=forms.FileInput(attrs={"accept": ".json,application/json,application/fhir+json"}),
    )


class VersionsForm(forms.Form):
    """Which two versions are compared."""

    avant = forms.ChoiceField(label="De la version")
    apres = forms.ChoiceField(label="À la version")

    def __init__(self, versions: list[Version], chosen: dict[str, str]) -> None:
        super().__init__(initial=chosen)
        for name in chosen:
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
            field.choices = [(each.key, each.words) for each in versions]


class WithdrawalForm(forms.Form):
    reason = words("Motif du retrait", 500, required="Écrivez le motif.", rows=2)
