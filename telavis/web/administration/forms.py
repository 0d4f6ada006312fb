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


class RefusalForm(forms.Form):
    """A refusal always says why."""

    reason = forms.CharField(
        label="Motif du refus",
        max_length=LONGEST,
        help_text="La personne le lit tel quel.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez pourquoi vous refusez."},
    )
