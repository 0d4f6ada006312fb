"""A new password: its form, and the letter that tells its owner; for those who change it and those who forgot it."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from telavis.accounts.actions import passwords
from telavis.accounts.actions.sessions import close_others
from telavis.accounts.models import User
from telavis.notifications.security import tell_of_security_change

LONGEST_PASSWORD = 1000


class NewPasswordForm(forms.Form):
    """A password that will do, typed twice."""

    password = forms.CharField(
        label="Nouveau mot de passe",
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text="12 caractères au moins\u202f; une phrase que vous retenez vaut mieux qu’un mot compliqué.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Entrez un nouveau mot de passe."},
    )
    again = forms.CharField(
        label="Le même, encore une fois",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Entrez le même mot de passe une seconde fois."},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> None:
        password, again = self.cleaned_data.get("password"), self.cleaned_data.get("again")
        if password and again and password != again:
            self.add_error("again", "Les deux mots de passe ne sont pas les mêmes.")


@transaction.atomic
def change_password(user: User, password: str, *, but: str | None = None) -> None:
    """Change it, end every session except `but` (its handle), and tell the owner: nobody loses an account unaware."""
    passwords.change_password(user, password)
    close_others(user, but=but)
    tell_of_security_change(
        user, "Le mot de passe de votre compte vient d’être changé. Vos autres sessions sont fermées."
    )
