"""Form fields that read what people type into the values of `telavis.values`, and say what to correct."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from telavis.values.birth_dates import BirthDate
from telavis.values.dates import parse_date
from telavis.values.invalid import InvalidValue
from telavis.values.nir import NIR

LONGEST_DATE = 30
LONGEST_NUMBER = 40
UNFILLED = {"autocomplete": "off", "spellcheck": "false"}
"""The browser must not offer to one patient what was typed for another."""


class TextField(forms.CharField):
    """A short text about a patient."""

    def __init__(self, *, max_length: int = 100, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs=UNFILLED))
        super().__init__(max_length=max_length, **options)


class DayField(TextField):
    """A day that is not to come, typed in any of the French ways."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={**UNFILLED, "inputmode": "numeric"}, format="%d/%m/%Y")
        options.setdefault("help_text", "JJ/MM/AAAA")
        super().__init__(max_length=LONGEST_DATE, widget=widget, **options)

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.parse(text)
        except InvalidValue as refusal:
            raise forms.ValidationError(str(refusal)) from refusal

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compared as it is written: what was typed may be no date."""
        return super().has_changed(self.widget.format_value(initial), data)

    def parse(self, text: str) -> date:
        return parse_date(text, latest=timezone.localdate())


class BirthDateField(DayField):
    """A date of birth to look for: of one that is not wholly known («00/00/1950»), the date that stands for it."""

    def parse(self, text: str) -> date:
        return BirthDate.parse(text, today=timezone.localdate()).day


class BornField(TextField):
    """A date of birth of which the day or the month may be unknown: a `BirthDate`."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={**UNFILLED, "inputmode": "numeric"})
        options.setdefault("help_text", "JJ/MM/AAAA. Jour ou mois inconnu : 00, comme 00/00/1950.")
        super().__init__(max_length=LONGEST_DATE, widget=widget, **options)

    def clean(self, value: Any) -> BirthDate | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return BirthDate.parse(text, today=timezone.localdate())
        except InvalidValue as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class FutureDayField(DayField):
    """A day that may be to come."""

    def parse(self, text: str) -> date:
        return parse_date(text)


class NumberField(TextField):
    """A social security number with its key."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={**UNFILLED, "inputmode": "text"})
        super().__init__(max_length=LONGEST_NUMBER, widget=widget, **options)

    def clean(self, value: Any) -> NIR | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return NIR.parse(text)
        except InvalidValue as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
