"""What is typed to sign up: shapes only, nothing is compared here."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from telavis.accounts.models import User
from telavis.accounts.proven_identity import ProvenIdentity
from telavis.directory.models import OrganizationKind
from telavis.directory.places import Place
from telavis.registrations.models import Evidence, LegalText, Registration, Source
from telavis.values.addresses import PostalAddress
from telavis.values.french import date_words
from telavis.values.invalid import InvalidValue
from telavis.values.names import unaccented
from telavis.values.professions import professions, title_of
from telavis.values.rpps import RPPS
from telavis.web.pieces.contact_fields import MailField, MobileField
from telavis.web.pieces.new_password import LONGEST_PASSWORD

CABINET = "cabinet"


class TextsForm(forms.Form):
    """One box for each text in force; the version that stands beside it is sent back with it."""

    def __init__(self, texts: Sequence[LegalText], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for text in texts:
            self.fields[text.kind] = forms.BooleanField(
                label=text.get_kind_display(),
                help_text=f"Version {text.version}, du {date_words(text.in_force_on)}",
                widget=forms.CheckboxInput(attrs={"value": str(text.pk)}),
                error_messages={
                    "required": f"Cochez «\u202f{text.get_kind_display()}\u202f» pour continuer."
                },
            )

    @property
    def boxes(self) -> list[tuple[forms.BoundField, LegalText]]:
        return [(self[text.kind], text) for text in self.texts]

    def clean(self) -> None:
        """A box that stood beside a former version is not ticked."""
        for text in self.texts:
            if self.data.get(text.kind) not in (None, "", str(text.pk)):
                self.add_error(
                    text.kind, "Ce texte vient de changer\u202f: lisez-le, puis cochez de nouveau."
                )


class StartForm(TextsForm):
    """Who it is; what Pro Santé Connect has proved is not asked."""

    rpps = forms.CharField(
        label="Numéro RPPS",
        max_length=40,
        help_text="11 chiffres\u202f: sur votre carte CPS, ou sur annuaire.sante.fr.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Entrez votre numéro RPPS."},
    )
    family_name = forms.CharField(
        label="Nom d’exercice",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "family-name", "spellcheck": "false"}),
        error_messages={"required": "Entrez votre nom d’exercice."},
    )

    def __init__(self, texts: Sequence[LegalText], proven: ProvenIdentity | None, *args: Any) -> None:
        super().__init__(texts, *args)
        if proven is not None:
            del self.fields["rpps"], self.fields["family_name"]

    def clean_rpps(self) -> str:
        try:
            return str(RPPS.parse(self.cleaned_data["rpps"]))
        except InvalidValue as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class WorkplaceForm(forms.Form):
    """One of the places shown, or a practice; and who this is, where nobody else says it."""

    given_name = forms.CharField(
        label="Prénom d’exercice",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "spellcheck": "false"}),
        error_messages={"required": "Entrez votre prénom d’exercice."},
    )
    profession = forms.ChoiceField(
        label="Profession", error_messages={"required": "Choisissez votre profession."}
    )
    place = forms.CharField(
        max_length=600,
        error_messages={"required": "Choisissez votre lieu d’exercice, ou «\u202fEn cabinet\u202f»."},
    )
    words = forms.CharField(
        label="Chercher un établissement",
        required=False,
        max_length=100,
        help_text="Son nom, sa commune ou son numéro FINESS.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    address = forms.CharField(
        label="Adresse du cabinet",
        required=False,
        max_length=400,
        help_text="12 rue de la Halle, 33390 Blaye",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, who: Evidence, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = who
        if who.source != Source.TYPED:
            del self.fields["given_name"], self.fields["profession"]
            return
        profession = self.fields["profession"]
        assert isinstance(profession, forms.ChoiceField)  # noqa: S101 declared above
        profession.choices = [("", "Choisissez…"), *professions().items()]

    def chosen(self, places: Sequence[Place]) -> Place | None:
        """The place that was ticked; None when it is not among these, and the form says so."""
        key = self.cleaned_data.get("place")
        if key == CABINET:
            return self._practice()
        place = next((place for place in places if place.key == key), None)
        if place is None and "place" not in self.errors:
            self.add_error("place", "Choisissez votre lieu d’exercice parmi ceux de la liste.")
        return place

    def _practice(self) -> Place | None:
        try:
            address = PostalAddress.parse(self.cleaned_data.get("address", ""))
        except InvalidValue as refusal:
            self.add_error("address", str(refusal))
            return None
        return Place(
            name=self._practice_name()[:200],
            address_line=address.line,
            postcode=address.postcode,
            town=address.town,
            kind=OrganizationKind.PRACTICE,
        )

    def _practice_name(self) -> str:
        """«Cabinet du Dr Jeanne Dubois», «Cabinet d’Agathe Vasseur»."""
        title = self.who.title or title_of(self.cleaned_data.get("profession", ""))
        given_name = self.cleaned_data.get("given_name") or self.who.given_name
        name = f"{given_name} {self.who.family_name}"
        if title == "Dr":
            return f"Cabinet du Dr {name}"
        begins_with_vowel = unaccented(name)[:1] in "AEIOUY"
        return f"Cabinet d’{name}" if begins_with_vowel else f"Cabinet de {name}"


class ContactForm(forms.Form):
    """How this person is reached, and the password; kept where it was chosen already."""

    email = MailField(
        label="Adresse e-mail",
        help_text="Vos codes de connexion et l’annonce de chaque réponse y arrivent.",
    )
    mobile = MobileField(
        label="Téléphone mobile",
        help_text="Pour recevoir un code par SMS quand vous le préférez.",
    )
    password = forms.CharField(
        label="Mot de passe",
        max_length=LONGEST_PASSWORD,
        strip=False,
        help_text="12 caractères au moins\u202f; une phrase que vous retenez vaut mieux qu’un mot compliqué.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choisissez un mot de passe."},
    )

    def __init__(self, registration: Registration, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name
        if registration.password:
            self.fields["password"].required = False
            self.fields["password"].help_text = "Laissez vide pour garder celui que vous avez choisi."

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, User(full_name=self.name, email=self.cleaned_data.get("email", "")))
        return password


class ReplyForm(forms.Form):
    """The answer to a question of the team."""

    text = forms.CharField(
        label="Votre réponse",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Écrivez votre réponse."},
    )

    def __init__(self, *args: Any, with_proof: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if with_proof:
            self.fields["text"].required = False
            self.fields["text"].label = "Un mot avec le justificatif"
