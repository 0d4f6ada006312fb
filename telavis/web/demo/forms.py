"""A form with every kind of field, filled in wrongly, to be looked at."""

from django import forms


class SpecimenForm(forms.Form):
    """Never sent: it shows how fields, hints and errors look."""

    name = forms.CharField(label="Nom de naissance", help_text="Comme sur la pièce d’identité.")
    birth_date = forms.CharField(label="Date de naissance", help_text="JJ/MM/AAAA", widget=forms.DateInput)
    question = forms.CharField(label="Votre question", widget=forms.Textarea(attrs={"rows": 3}))
    town = forms.ChoiceField(
        label="Commune", required=False, choices=[("", "Choisissez une commune"), ("33058", "Blaye")]
    )
    consent = forms.ChoiceField(
        label="Accord du patient",
        widget=forms.RadioSelect,
        choices=[("oral", "oui, oral"), ("written", "oui, écrit"), ("refused", "refus")],
    )
    signs = forms.MultipleChoiceField(
        label="Signes associés",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("fever", "fièvre"), ("pain", "douleur"), ("itch", "prurit"), ("none", "aucun")],
    )
    approximate = forms.BooleanField(label="Approchante", required=False)
    password = forms.CharField(label="Mot de passe", widget=forms.PasswordInput, required=False)

    @classmethod
    def filled_in_wrongly(cls, prefix: str) -> "SpecimenForm":
        typed = {"name": "Durand", "birth_date": "12/03/2054", "consent": "oral", "signs": ["fever"]}
        return cls(data={f"{prefix}-{name}": value for name, value in typed.items()}, prefix=prefix)

    def clean_birth_date(self) -> str:
        raise forms.ValidationError("La date de naissance est dans le futur.")
