"""What an administrator writes to an applicant."""

from django import forms

LONGEST = 1000


class QuestionForm(forms.Form):
    """Before deciding."""

    question = forms.CharField(
        label="Votre question",
        max_length=LONGEST,
        help_text="La personne la lit et y répond après s’être connectée.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez votre question."},
    )


class ProofForm(forms.Form):
    """What the applicant is to show."""

    wanted = forms.CharField(
        label="Justificatif demandé",
        max_length=LONGEST,
        help_text="Par exemple\u202f: votre carte professionnelle ou une attestation d’inscription à l’Ordre, en PDF ou en photo.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez quel justificatif vous demandez."},
    )


class RefusalForm(forms.Form):
    """A refusal always says why."""

    reason = forms.CharField(
        label="Motif du refus",
        max_length=LONGEST,
        help_text="La personne le lit tel quel.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez pourquoi vous refusez."},
    )
