"""The field for a code that was sent: to sign in, to recover an account, to prove an address."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError

from telavis.accounts.actions.codes import DIGITS


class CodeForm(forms.Form):
    """The six digits, as people type or paste them: «123 456», «123-456», «１２３４５６»."""

    code = forms.CharField(
        label="Code reçu",
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
        error_messages={"required": "Entrez le code que vous avez reçu."},
    )

    def clean_code(self) -> str:
        code = re.sub(r"[\s.\u2010-\u2015-]", "", unicodedata.normalize("NFKC", self.cleaned_data["code"]))
        if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", code):
            raise ValidationError(f"Le code est fait de {DIGITS} chiffres.")
        return code
