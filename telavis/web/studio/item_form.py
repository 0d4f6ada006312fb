"""The page of one question: its words, its bounds, its proposed answers, and what it becomes in the form."""

from collections.abc import Mapping
from typing import Any

from django import forms

from telavis.studio.body_places import OWN_PLACE, body_places
from telavis.studio.items import CALCULATED, KINDS, OTHER, ItemFacts, OptionFacts, kinds_instead
from telavis.studio.measuring import SUBSTANCES
from telavis.values.names import sort_key
from telavis.web.studio.forms import LONGEST_LABEL, LONGEST_SENTENCE, AmountField, chosen, words

LONGEST_HINT = 500
MOST_OPTIONS = 150
BLANK_OPTIONS = 3
ASKED = {
    "text",
    "long_text",
    "choice",
    "choices",
    "boolean",
    "integer",
    "decimal",
    "quantity",
    "date",
    "attachment",
    "rows",
    "group",
}
FIELDS: dict[str, set[str]] = {
    "unit": {"integer", "decimal", CALCULATED},
    "units": {"quantity"},
    "substance": {"quantity"},
    "minimum": {"integer", "decimal", "quantity", CALCULATED},
    "maximum": {"integer", "decimal", "quantity", CALCULATED},
    "slider_step": {"integer", "decimal"},
    "whole": {"group"},
    "max_length": {"text", "long_text"},
    "example": {"text", "long_text", "integer", "decimal", "quantity", "date"},
    "min_count": {"attachment"},
    "is_not_after_today": {"date"},
    "is_warning": {"display"},
    "accepts_other": {"choice", "choices"},
    "other_label": {"choice", "choices"},
    "is_required": ASKED | {OTHER},
    "is_headline": {"choice", "choices", "integer", "decimal", "quantity", "date", "text", CALCULATED},
    "short_label": ASKED | {CALCULATED, OTHER},
    "hint": ASKED | {CALCULATED, OTHER},
    "source": {CALCULATED},
}
"""For which kinds a field is asked; the others keep what they have."""


class ItemForm(forms.Form):
    label = words("Libellé", LONGEST_SENTENCE, required="Écrivez le libellé.")
    short_label = words(
        "Libellé court", LONGEST_LABEL, help_text="Pour les listes, et pour dire ce qui manque."
    )
    hint = words("Aide sous le libellé", LONGEST_HINT)
    kind = chosen("Nature", [], "Choisissez la nature.")
    is_required = forms.BooleanField(label="Réponse obligatoire", required=False)
    unit = words("Unité", 30)
    units = forms.CharField(
        label="Unités",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez une unité."},
        help_text="Une par ligne. La première sert de référence : limites, alarmes et calculs sont dans cette unité.",
    )
    substance = forms.ChoiceField(
        label="Ce qui est mesuré",
        required=False,
        choices=[("", "Autre chose"), *sorted(SUBSTANCES.items(), key=lambda each: sort_key(each[1]))],
        help_text="Pour passer d’une masse à une quantité de matière : mg/dL et µmol/L, par exemple.",
    )
    minimum = AmountField(label="Plus petite valeur possible")
    maximum = AmountField(label="Plus grande valeur possible")
    slider_step = AmountField(
        label="Curseur, par pas de",
        help_text="Vide : la valeur se tape. Un curseur va de la plus petite à la plus grande valeur.",
    )
    whole = AmountField(
        label="Total des nombres de ce groupe",
        help_text="100 pour des pourcentages qui se partagent. Vide : ils ne font pas un tout.",
    )
    max_length = forms.IntegerField(
        label="Nombre de caractères au plus",
        required=False,
        min_value=1,
        max_value=20_000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={
            "invalid": "Écrivez un nombre de 1 à 20 000.",
            "min_value": "Écrivez un nombre de 1 à 20 000.",
            "max_value": "Écrivez un nombre de 1 à 20 000.",
        },
    )
    example = words("Exemple de réponse", LONGEST_LABEL)
    min_count = forms.TypedChoiceField(
        label="Documents au moins",
        coerce=int,
        choices=[(number, str(number)) for number in range(6)],
        required=False,
    )
    is_not_after_today = forms.BooleanField(label="Pas dans l’avenir", required=False)
    is_warning = forms.BooleanField(label="En relief, comme un avertissement", required=False)
    accepts_other = forms.BooleanField(label="Une autre réponse peut être écrite", required=False)
    other_label = words("Nom de cette autre réponse", LONGEST_LABEL)
    is_headline = forms.BooleanField(label="Fait partie de la ligne qui résume la demande", required=False)
    source = words("Source du calcul", LONGEST_SENTENCE)
    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, facts: ItemFacts, data: Any = None, *, seen: str) -> None:
        initial = {name: getattr(facts, name) for name in ("label", "kind", *FIELDS)}
        initial |= {name: _french(initial[name]) for name in ("minimum", "maximum", "slider_step", "whole")}
        initial["units"] = "\n".join(facts.units)
        super().__init__(data, initial={**initial, "seen": seen})
        self.facts = facts
        for name, kinds in FIELDS.items():
            if facts.kind not in kinds:
                del self.fields[name]
        others = kinds_instead(facts.kind)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [(kind, KINDS.get(kind, kind)) for kind in others]
        if len(others) == 1:
            del self.fields["kind"]

    def clean_units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(str.strip, self.cleaned_data["units"].splitlines()))))

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        step = typed.get("slider_step")
        if step is not None and step <= 0:
            self.add_error("slider_step", "Le pas est plus grand que zéro.")
        elif step and (typed.get("minimum") is None or typed.get("maximum") is None):
            self.add_error(
                "slider_step", "Un curseur a besoin de la plus petite et de la plus grande valeur."
            )
        return typed

    def changed_facts(self, options: list[OptionFacts]) -> ItemFacts:
        """As the page says it; what it does not ask of this kind stays."""
        kept = {name: getattr(self.facts, name) for name in ("kind", *FIELDS)}
        typed = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        if "min_count" in typed:
            typed["min_count"] = typed["min_count"] or 0
        return ItemFacts(**{**kept, **typed, "options": options})


def _french(value: Any) -> str:
    return "" if value is None else format(value.normalize(), "f").replace(".", ",")


class OptionForm(forms.Form):
    """One proposed answer; without words it is taken away."""

    rank = forms.IntegerField(
        label="Ordre",
        required=False,
        min_value=0,
        max_value=999,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Écrivez un nombre."),
    )
    label = words("Réponse", LONGEST_LABEL)
    group = words("Sous le titre", 80)
    is_exclusive = forms.BooleanField(label="Exclut les autres", required=False)
    red_flag = words("Alarme", LONGEST_SENTENCE)
    place = forms.ChoiceField(label="Endroit du dessin", required=False)
    code = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        if places:
            field = self.fields["place"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
            own = [(OWN_PLACE, "Le sien")] if self.initial.get("place") == OWN_PLACE else []
            field.choices = [("", "Aucun"), *own, *places.items()]
        else:
            del self.fields["place"]


_Options = forms.formset_factory(
    OptionForm,
    extra=BLANK_OPTIONS,
    max_num=MOST_OPTIONS,
    absolute_max=MOST_OPTIONS + BLANK_OPTIONS,
    validate_max=True,
)


def options_formset(facts: ItemFacts, data: Any = None) -> "forms.BaseFormSet[OptionForm]":
    """Those that are offered, in their order, then a few blank ones."""
    initial = [
        {
            "rank": place * 10,
            "label": option.label,
            "group": option.group,
            "is_exclusive": option.is_exclusive,
            "red_flag": option.red_flag,
            "place": option.place,
            "code": option.code,
        }
        for place, option in enumerate(facts.options, start=1)
    ]
    is_of_the_body = any(option.place for option in facts.options)
    places = (
        {code: each["valueCoding"]["display"] for code, each in body_places().items()}
        if is_of_the_body
        else {}
    )
    return _Options(data, initial=initial, prefix="reponse", form_kwargs={"places": places})


def options_of(formset: "forms.BaseFormSet[OptionForm]", known: set[str]) -> list[OptionFacts]:
    """What was typed, by rank; a code that the item does not know is none."""
    rows = [form.cleaned_data for form in formset if form.cleaned_data.get("label")]
    rows.sort(key=lambda row: 1000 if row["rank"] is None else row["rank"])
    seen: set[str] = set()
    found = []
    for row in rows:
        code = row["code"] if row["code"] in known - seen else ""
        seen.add(code)
        said = (row["group"], row["is_exclusive"], row["red_flag"], row.get("place", ""))
        found.append(OptionFacts(row["label"], code, *said))
    return found
