"""The field for a code that was sent: to sign in, to recover an account, to prove an address."""

import re
import time
import unicodedata

from django import forms
from django.core.exceptions import ValidationError

from telavis.accounts.actions.codes import DIGITS

AGAIN_AFTER = 30
"""Seconds before another code may be asked for: the first one needs a moment to arrive."""


def seconds_to_wait(sent_at: float) -> int:
    """Before another code, after one that left at that moment (in seconds of the clock)."""
    return max(0, round(AGAIN_AFTER - (time.time() - sent_at)))


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
