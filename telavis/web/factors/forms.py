"""What is typed about a factor: its name, the digits of a new application."""

from typing import Any

from django import forms

from telavis.accounts.models import AuthenticatorApp, Passkey
from telavis.values.devices import device_words
from telavis.web.pieces.code_form import CodeForm

LONGEST_NAME = 60


class NameForm(forms.Form):
    """How its owner recognises it."""

    name = forms.CharField(
        label="Nom",
        max_length=LONGEST_NAME,
        help_text="Pour la reconnaître plus tard, par exemple « Ordinateur du cabinet ».",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Donnez-lui un nom.",
            "max_length": f"{LONGEST_NAME} caractères au plus.",
        },
    )


class AppForm(CodeForm):
    """The digits that the application shows, which prove that it has the secret."""

    name = forms.CharField(
        label="Nom de ce téléphone",
        max_length=LONGEST_NAME,
        initial="Mon téléphone",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": "Donnez-lui un nom.",
            "max_length": f"{LONGEST_NAME} caractères au plus.",
        },
    )
    field_order = ["code", "name"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "Code affiché par l’application"
        self.fields["code"].error_messages["required"] = "Entrez le code que l’application affiche."


def default_name(user_agent: str) -> str:
    """What the device says of itself, until its owner says better."""
    return device_words(user_agent)[:LONGEST_NAME]


def name_form_of(factor: Passkey | AuthenticatorApp, data: Any = None) -> NameForm:
    return NameForm(data, initial={"name": factor.name})
