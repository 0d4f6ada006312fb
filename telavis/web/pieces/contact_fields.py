"""A name, an e-mail address and a mobile, as they are typed by who signs up and by who changes theirs."""

from typing import Any

from django import forms

from telavis.values.phones import InvalidPhone, Phone


class MailField(forms.EmailField):
    """An address of the usual form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
            error_messages={
                "required": "Entrez votre adresse e-mail.",
                "invalid": "Cette adresse e-mail est incomplète\u202f: elle s’écrit nom@domaine.fr.",
            },
            **kwargs,
        )


class MobileField(forms.CharField):
    """A number that receives SMS, kept in E.164."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=40,
            widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
            error_messages={"required": "Entrez votre numéro de mobile."},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            phone = Phone.parse(typed)
        except InvalidPhone as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if not phone.is_mobile:
            raise forms.ValidationError(
                "Ce numéro n’est pas celui d’un mobile\u202f: il ne peut pas recevoir de SMS."
            )
        return str(phone)


class NameField(forms.CharField):
    """A part of somebody's name, half of the longest name of an account."""

    def __init__(self, *, autocomplete: str = "off", **kwargs: Any) -> None:
        attrs = {"autocomplete": autocomplete, "spellcheck": "false"}
        super().__init__(max_length=80, widget=forms.TextInput(attrs=attrs), **kwargs)
