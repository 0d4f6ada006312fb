"""What is typed to sign in and to recover an account: shapes only, nothing is compared here."""

from typing import Any

from django import forms

from telavis.accounts.models import CodeChannel, Factor, User
from telavis.accounts.queries import allowed_factors, channels_of
from telavis.gateways import sms
from telavis.web.pieces.new_password import LONGEST_PASSWORD

FORGOTTEN = "Entrez {what}."


class ChannelField(forms.ChoiceField):
    """«par SMS» or «par e-mail»; where no SMS can leave, it is by e-mail and nothing is asked."""

    def __init__(self) -> None:
        super().__init__(
            label="Comment voulez-vous recevoir votre code\u202f?",
            widget=forms.RadioSelect,
            choices=CodeChannel.choices,
            initial=CodeChannel.SMS,
            error_messages={"required": "Choisissez comment recevoir votre code."},
        )


class ChannelForm(forms.Form):
    """A form that ends with the sending of a code."""

    channel = ChannelField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = allowed_factors()
        if not (sms.is_available() and {Factor.SMS, Factor.MAIL} <= allowed):
            del self.fields["channel"]

    @property
    def wished_channel(self) -> CodeChannel:
        """The one that was chosen; a person whom it does not reach gets their code by the other one."""
        return CodeChannel(self.cleaned_data.get("channel", CodeChannel.MAIL))


class SignInForm(ChannelForm):
    """«Authentification forte»."""

    identifier = forms.CharField(
        label="Identifiant",
        max_length=254,
        help_text="Votre nom d’utilisateur, votre numéro RPPS ou votre adresse e-mail.",
        widget=forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": FORGOTTEN.format(what="votre identifiant")},
    )
    password = forms.CharField(
        label="Mot de passe",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": FORGOTTEN.format(what="votre mot de passe")},
    )
    field_order = ["identifier", "password", "channel"]


class ResumeForm(ChannelForm):
    """The same person again, over the page that they had open: who it is is known."""

    password = forms.CharField(
        label="Mot de passe",
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
        error_messages={"required": FORGOTTEN.format(what="votre mot de passe")},
    )
    field_order = ["password", "channel"]


class ConfirmForm(ResumeForm):
    """The same person again, in their own session: only ways that reach them are offered, one alone is not asked."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(channels_of(user)) < 2:
            self.fields.pop("channel", None)


class ForgottenForm(ChannelForm):
    """Somebody who no longer knows how to get in."""

    identifier = forms.CharField(
        label="Adresse e-mail, numéro RPPS ou identifiant",
        max_length=254,
        help_text="Ce dont vous vous souvenez\u202f: l’un des trois suffit.",
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": FORGOTTEN.format(what="l’un des trois")},
    )
    field_order = ["identifier", "channel"]


class RecoveryCodeForm(forms.Form):
    """One of the ten that were kept on paper."""

    recovery_code = forms.CharField(
        label="Code de secours",
        max_length=50,
        help_text="Dix lettres et chiffres\u202f; majuscules, espaces et tirets ne comptent pas.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": FORGOTTEN.format(what="l’un de vos codes de secours")},
    )


class RescueForm(forms.Form):
    """The word that the server's console shows."""

    word = forms.CharField(
        label="Mot de passe à usage unique",
        max_length=100,
        help_text="Vingt lettres et chiffres\u202f; majuscules, espaces et tirets ne comptent pas.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "none",
                "autofocus": True,
                "spellcheck": "false",
            }
        ),
        error_messages={"required": FORGOTTEN.format(what="le mot de passe affiché par le serveur")},
    )
