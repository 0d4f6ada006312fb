"""The small forms of a file: a text, a reason, a choice."""

from typing import Any

from django import forms

from telavis.service_requests.workflow import DeclineReason
from telavis.values.keys import new_key

LONGEST_TEXT = 20_000


def text_field(
    label: str, *, required: str = "", hint: str = "", longest: int = LONGEST_TEXT
) -> forms.CharField:
    """A long text; `required` is the sentence said when it is empty, and makes it mandatory."""
    return whole(
        forms.CharField(
            label=label,
            help_text=hint,
            required=bool(required),
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": required} if required else None,
        )
    )


def whole(field: forms.CharField) -> forms.CharField:
    """What is pasted comes whole, and a sentence says when it is too long: a browser would cut it in silence."""
    field.widget.attrs.pop("maxlength", None)
    return field


def choose_among(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    """Choices that are known only once the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 (narrows the type)
    field.choices = choices


class AskMoreForm(forms.Form):
    """What the expert lacks: items of the form to tick, and a text."""

    asked_items = forms.MultipleChoiceField(
        label="Ce qui manque dans la demande", required=False, widget=forms.CheckboxSelectMultiple
    )
    text = text_field("Votre demande", required="Écrivez ce dont vous avez besoin pour répondre.")

    def __init__(self, *args: Any, items: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if items:
            choose_among(self, "asked_items", items)
        else:
            del self.fields["asked_items"]


class ReplyForm(forms.Form):
    """The complement that was asked for."""

    text = text_field("Votre complément", required="Écrivez votre réponse à l’expert.")


class MessageForm(forms.Form):
    """A message without any step. Its key makes a double click one message."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=new_key)
    text = text_field("Votre message", required="Écrivez votre message.")


class DeclineForm(forms.Form):
    reason_code = forms.ChoiceField(
        label="Motif",
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un motif."},
    )
    reason = text_field(
        "En une phrase, pour le requérant",
        required="Dites en une phrase pourquoi, et ce que le requérant peut faire.",
        hint="Ce qu’il peut faire maintenant\u202f: autre service, examen, appel.",
        longest=1000,
    )


class CancelForm(forms.Form):
    reason = text_field("Pourquoi", hint="L’équipe lira ce motif.", longest=1000)


class MarkInErrorForm(forms.Form):
    reason = text_field(
        "Pourquoi",
        required="Dites ce qui est erroné : mauvais patient, mauvaise question…",
        longest=1000,
    )


class WithdrawConsentForm(forms.Form):
    reason = text_field("Précision", hint="Quand et comment le patient l’a dit.", longest=1000)


class ReopenForm(forms.Form):
    text = text_field("Votre précision ou votre question", required="Écrivez ce que vous voulez préciser.")


class RedirectForm(forms.Form):
    """To which service, among those found, and why."""

    service = forms.ChoiceField(
        label="Service",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un service.",
            "invalid_choice": "Choisissez un service de la liste.",
        },
    )
    reason = text_field(
        "Motif",
        required="Dites en une phrase pourquoi ce service répondra mieux.",
        hint="Lu par le requérant et par l’autre service.",
        longest=1000,
    )

    def __init__(self, *args: Any, services: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, "service", services)


class ShareForm(forms.Form):
    message = text_field("Un mot pour votre collègue", longest=500)
