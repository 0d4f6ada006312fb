"""Which passwords will do."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    [
        *("court", "passwordpassword", "Password2026!!", "p4ssw0rdp4ssw0rd", "123456789012345"),
        *(
            "azertyuiop123",
            "Telavis-2026!",
            "Motdepasse2026",
            "aaaaaaaaaaaaaaaa",
            "ababababababab",
            "!!!!!!!!!!!!!",
        ),
    ],
)
def test_a_known_word_stretched_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    ["une-autre-phrase-solide", "le chat boit du thé", "Xk9#mQ2$vL7p", "Telavis-demo-2026", "ŒdèmeDuTibia42"],
)
def test_a_sentence_or_a_random_word_will_do(password: str) -> None:
    validate_password(password)
