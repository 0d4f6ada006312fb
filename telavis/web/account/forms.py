"""What a person changes in their own account."""

from typing import Any

from django import forms

from telavis.accounts.models import CodeChannel, User
from telavis.gateways import sms
from telavis.web.pieces.new_password import LONGEST_PASSWORD, NewPasswordForm


class ChangePasswordForm(NewPasswordForm):
    """The present password first: an open screen is not enough."""

    present = forms.CharField(
        label="Mot de passe actuel",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Entrez votre mot de passe actuel."},
    )
    field_order = ["present", "password", "again"]


class CodeChannelForm(forms.Form):
    """What is ticked first when a code is asked for; only ways that reach this person are offered."""

    channel = forms.ChoiceField(
        label="Coché d’avance quand vous demandez un code",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez comment recevoir vos codes."},
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = {
            CodeChannel.SMS: bool(user.mobile) and sms.is_available(),
            CodeChannel.MAIL: bool(user.email),
        }
        field = self.fields["channel"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared above
        field.choices = [(way.value, way.label) for way, is_open in ways.items() if is_open]
        field.initial = user.code_channel
