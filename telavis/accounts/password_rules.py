"""What a password must not be, besides short: Django's list holds few words of twelve letters, so people stretch them."""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from telavis.values.french import typographic

FROM_HERE = frozenset(
    ["telavis", "teleexpertise", "telexpertise", "telemedecine", "motdepasse", "azertyuiop"]
)
DIGITS_FOR_LETTERS = str.maketrans("013457@$", "oieastas")


class StretchedCommonPasswordValidator(CommonPasswordValidator):
    """Refuses «password2026!!», «p4ssw0rdp4ssw0rd», «Telavis-2026»: a common word, repeated or followed by signs."""

    def validate(self, password: str, user: object = None) -> None:
        lowered = password.lower()
        readings = {lowered, lowered.translate(DIGITS_FOR_LETTERS)}
        for word in {_core(reading) for reading in readings} | {_once(lowered)}:
            if word in self.passwords or word in FROM_HERE or len(word) < 4:
                raise ValidationError(
                    typographic(
                        "Ce mot de passe est trop courant : un mot connu, même répété ou suivi de chiffres, se devine."
                    ),
                    code="password_too_common",
                )


def _core(text: str) -> str:
    """The letters of a password, once: «azerty2026!azerty» → «azerty»."""
    return _once(re.sub(r"[^a-zà-ÿ]", "", text))


def _once(text: str) -> str:
    repeated = re.fullmatch(r"(.+?)\1+", text, re.DOTALL)
    return repeated[1] if repeated else text
