"""What a person changes in their own account."""

from typing import Any

from django import forms

from telavis.accounts.models import CodeChannel, User
from telavis.gateways import sms
from telavis.web.pieces.contact_fields import MailField, MobileField
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


class ChangeMailForm(forms.Form):
    """Whether somebody else has this address is never told here."""

    value = MailField(
        label="Nouvelle adresse e-mail",
        help_text="Un code y part. L’adresse d’aujourd’hui reste en place tant que vous ne l’avez pas tapé.",
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_value(self) -> str:
        value: str = self.cleaned_data["value"]
        if value.lower() == self.user.email.lower():
            raise forms.ValidationError("C’est déjà votre adresse e-mail.")
        return value


class ChangeMobileForm(forms.Form):
    """The number that SMS go to."""

    value = MobileField(
        label="Nouveau numéro de mobile",
        help_text="Un code y part par SMS. Le numéro d’aujourd’hui reste en place tant que vous ne l’avez pas tapé.",
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_value(self) -> str:
        value: str = self.cleaned_data["value"]
        if value == self.user.mobile:
            raise forms.ValidationError("C’est déjà votre numéro de mobile.")
        return value
