"""What the invited person types, besides the codes and the password."""

from typing import Any

from django import forms

from telavis.gateways import sms
from telavis.web.pieces.contact_fields import MobileField, NameField


class JoinForm(forms.Form):
    """Who this is, as the one who invites has written it, and a mobile."""

    use_required_attribute = False

    given_name = NameField(
        label="Prénom", autocomplete="given-name", error_messages={"required": "Entrez votre prénom."}
    )
    family_name = NameField(
        label="Nom", autocomplete="family-name", error_messages={"required": "Entrez votre nom."}
    )
    mobile = MobileField(
        label="Téléphone mobile", help_text="Pour recevoir un code par SMS quand vous le préférez."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sms.is_available():
            del self.fields["mobile"]
