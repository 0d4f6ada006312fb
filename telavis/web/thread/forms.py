"""The small forms of a file: a text, a reason, a choice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict

from telavis.questionnaires.answers import Answers
from telavis.questionnaires.form import Form
from telavis.questionnaires.reading import read_fields, with_refused
from telavis.service_requests.queries.complements import Askable
from telavis.service_requests.workflow import DeclineReason
from telavis.values.keys import new_key
from telavis.web.pieces.form_fields import Field
from telavis.web.pieces.questionnaire import page_of

LONGEST_TEXT = 20_000
NOTHING_ASKED = "Écrivez ce dont vous avez besoin pour répondre."
NOTHING_GIVEN = "Écrivez votre réponse à l’expert."


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


def make_optional(form: forms.Form, name: str, hint: str) -> frozenset[str]:
    """Where something else on the page may say it; the fields of which one is enough, which `hint` says."""
    form.fields[name].required = False
    form.fields[name].help_text = hint
    return frozenset(form.fields)


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes; the page also says, by an empty value, that none is ticked."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return [each for each in super().value_from_datadict(data, files, name) or () if each]


class AskMoreForm(forms.Form):
    """What the expert lacks: questions of the form to tick, and a text; one of the two is enough."""

    asked_items = forms.MultipleChoiceField(
        label="Ce qui manque dans la demande", required=False, widget=Ticks
    )
    more_items = forms.MultipleChoiceField(
        label="Questions facultatives restées sans réponse",
        required=False,
        widget=Ticks,
    )
    text = text_field("Votre demande", required=NOTHING_ASKED)
    one_is_enough: frozenset[str] = frozenset()

    def __init__(self, data: Any, *, items: list[Askable], chosen: str = "") -> None:
        """`chosen`: the rank of the question that a link of the file named."""
        wanted = [each.link_id for each in items if str(each.rank) == chosen]
        super().__init__(data, initial={"asked_items": wanted, "more_items": wanted})
        self._offer("asked_items", [each for each in items if not each.is_optional])
        self._offer("more_items", [each for each in items if each.is_optional])
        if items:
            self.one_is_enough = make_optional(
                self, "text", "Cochez ce qui manque, ou écrivez\u202f: l’un des deux suffit."
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        ticked = [*cleaned.get("asked_items", ()), *cleaned.get("more_items", ())]
        if not ticked and not cleaned.get("text"):
            self.add_error("text", NOTHING_ASKED)
        return {**cleaned, "items": ticked}

    def _offer(self, name: str, items: list[Askable]) -> None:
        if not items:
            del self.fields[name]
            return
        told = [
            (each.link_id, f"{each.label} ({each.reason})" if each.reason else each.label) for each in items
        ]
        choose_among(self, name, told)


class ReplyForm(forms.Form):
    """The complement that was asked for: answers to the very questions, and a text; one of the two is enough."""

    text = text_field("Votre complément", required=NOTHING_GIVEN)
    one_is_enough: frozenset[str] = frozenset()

    def __init__(
        self, data: QueryDict | None, *, asked: Form, is_asked: bool, attached: Callable[[], bool]
    ) -> None:
        super().__init__(data)
        answers, refusals = read_fields(asked.definition, data, Answers()) if data else (Answers(), [])
        self.asked = replace(asked, stored=with_refused(answers, refusals))
        self._refusals = {each.link_id: each.sentence for each in refusals}
        self._attached = attached
        if is_asked:
            self.one_is_enough = make_optional(
                self, "text", "Répondez aux questions, joignez, ou écrivez\u202f: cela suffit."
            )

    @property
    def part(self) -> tuple[Field, ...]:
        """The questions, as the form draws them; none is called optional: the expert waits for them."""
        sections = page_of(self.asked, refusals=self._refusals).sections
        asked = sections[0].fields if sections else ()
        return tuple(replace(each, is_part=True) for each in asked)

    def is_valid(self) -> bool:
        """«Ajouter une ligne», without scripts, sends nothing: the page comes back with the line."""
        return not self.data.get("go", "").startswith("add:") and super().is_valid()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sentences = [*self._refusals.values(), *(each.sentence for each in self.asked.problems())]
        for sentence in dict.fromkeys(sentences):
            self.add_error(None, sentence)
        says_nothing = not cleaned.get("text") and self.asked.stored == Answers()
        if says_nothing and not self.errors and not self._attached():
            self.add_error("text", NOTHING_GIVEN)
        return {**cleaned, "answers": self.asked.stored}


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
