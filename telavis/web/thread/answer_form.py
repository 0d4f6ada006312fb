"""The form of an opinion: the same while it is drafted, signed and corrected."""

from dataclasses import astuple
from itertools import zip_longest
from typing import Any, Self

from django import forms
from django.http import QueryDict

from telavis.questionnaires.answers import Answer as Said
from telavis.questionnaires.form import Form
from telavis.questionnaires.merging import Rivals
from telavis.questionnaires.pages import Page
from telavis.questionnaires.reading import Refusal
from telavis.service_requests.actions import DraftSaved
from telavis.service_requests.models import Answer
from telavis.service_requests.opinion import ActionLine, Certainty, Decision, Doer, Opinion
from telavis.service_requests.opinion_form import FORM, REASON, as_answer, as_answers
from telavis.service_requests.queries.history import Draft
from telavis.web.pieces.questionnaire import rivals_of
from telavis.web.thread.answer_items import FOLDED, AnswerItem
from telavis.web.thread.forms import text_field, whole

MARKS = [("", "sans avis"), *((str(mark), str(mark)) for mark in range(1, 6))]
ACTION_COLUMNS = ("what", "who", "when", "condition")
LONGEST_CELL = 2000
LARGEST_NUMBER = 2**31 - 1
"""That a column of whole numbers holds."""
TOO_LONG = (
    "Une action dépasse 2\u202f000 caractères. Raccourcissez-la : l’explication va dans la réponse courte."
)


def _short_text(label: str, *, hint: str = "", longest: int) -> forms.CharField:
    return whole(forms.CharField(label=label, help_text=hint, required=False, max_length=longest))


def _mark(label: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label, choices=MARKS, coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )


class AnswerForm(forms.Form):
    """`is_draft`: half a thought may be saved; what signing asks for is said by `Opinion.problems`."""

    use_required_attribute = False
    is_closed = False
    """Shown only so that what was typed can be copied."""

    revision = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=LARGEST_NUMBER
    )
    tab = forms.CharField(required=False, max_length=36)
    turn = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_NUMBER)
    """Which page saves, and its how many-th save: its script says so (`turns.js`)."""
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """The newest line of the journal that the page shows."""
    short_answer = text_field("Réponse courte", hint="Deux lignes\u202f: ce qui sera lu en premier.")
    decision = forms.ChoiceField(
        label="Décision", choices=Decision.choices, required=False, widget=forms.RadioSelect
    )
    decision_delay = _short_text(
        "Consultation sous quel délai", hint="Par exemple\u202f: sous 3 semaines.", longest=100
    )
    hypothesis = _short_text("Hypothèse principale", longest=300)
    certainty = forms.ChoiceField(
        label="Certitude",
        choices=[("", "non précisée"), *Certainty.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    warning_signs = text_field("Recontacter si…", hint="Les signes qui doivent faire reprendre contact.")
    for_patient = text_field("Pour le patient", hint="En mots simples, à lui lire ou à lui remettre.")
    sources = text_field("Références")
    photo_quality = _mark("Qualité des photos")
    information_quality = _mark("Qualité des informations")

    def __init__(
        self, data: QueryDict | None = None, *, opinion: Opinion | None = None, **kwargs: Any
    ) -> None:
        self.is_draft = kwargs.pop("is_draft", False)
        lines = kwargs.pop("lines", None)
        shown = (opinion or Opinion()).columns()
        super().__init__(data, initial={**shown, **kwargs.pop("initial", {})}, **kwargs)
        self.problems: dict[str, str] = {}
        self.newer: Answer | None = None
        self.standing = as_answers(opinion or Opinion())
        self.rivals: Rivals = {}
        self.lines: list[ActionLine] = lines or list((opinion or Opinion()).actions)
        if data is not None:
            self.lines = _read_lines(data)
        for name, sentence in Opinion().problems().items():
            if name in self.fields:
                self.fields[name].error_messages["required"] = sentence

    def asked(self) -> list[str]:
        """The fields without which nothing is signed."""
        return [name for name in Opinion().problems() if name in self.fields]

    def full_clean(self) -> None:
        """A draft may lack what signing asks for; the labels say all the same that it will be asked."""
        for name in self.asked():
            self.fields[name].required = not self.is_draft
        super().full_clean()
        for name in self.asked():
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """The rules of `Opinion` that no single field knows."""
        cleaned = super().clean() or self.cleaned_data
        if any(len(cell) > LONGEST_CELL for line in self.lines for cell in astuple(line)):
            self.explain({"actions": TOO_LONG})
        if not self.is_draft:
            self.explain(self.opinion().problems())
        return cleaned

    def explain(self, problems: dict[str, str]) -> None:
        """Say each problem at its field, once; the actions have no field of Django's."""
        for name, sentence in problems.items():
            if name == "actions":
                self.problems["actions"] = sentence
                self.add_error(None, sentence)
            elif not self.has_error(name):
                self.add_error(name if name in self.fields else None, sentence)

    def know(self, name: str, value: int) -> None:
        """Say in a hidden field what the page knows from now on."""
        self.initial[name] = value
        if self.is_bound:
            data = QueryDict(mutable=True)
            data.update(self.data)
            data[name] = str(value)
            self.data = data

    def meet(self, newer: Answer) -> None:
        """Signed meanwhile: shown beside what was typed here, so that the next press knows of both."""
        self.know("version", newer.version)
        self.newer = newer

    def brought_up_to(self, saved: DraftSaved) -> Self:
        """The same page with what others have written since, so that its next save starts from there."""
        now = saved.draft.opinion
        values = {**now.columns(), REASON: saved.draft.correction_reason}
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name in saved.changed_elsewhere:
            data[name] = "" if values[name] is None else str(values[name])
        form = type(self)(data, is_draft=self.is_draft)
        form.lines = list(now.actions) if "actions" in saved.changed_elsewhere else self.lines
        form.know("revision", saved.revision)
        return form

    def show_beside(self, draft: Draft | None) -> None:
        """The texts of other pages that wait for a choice."""
        if draft is not None:
            self.standing, self.rivals = as_answers(draft.opinion, draft.correction_reason), draft.rivals

    @property
    def page(self) -> Page:
        """Which page was sent, and what it knew of the draft."""
        said = self._read()
        return Page(said.get("revision") or 0, said.get("tab", ""), said.get("turn"))

    def said(self) -> dict[str, Said]:
        """The parts that the page has sent and that can be kept; without a script it sends them all."""
        sent = {name: value for name, value in self._read().items() if name in self.data}
        if any(f"action-{name}" in self.data for name in ACTION_COLUMNS) and "actions" not in self.problems:
            sent["actions"] = self.opinion().columns()["actions"]
        return {name: as_answer(item, sent[name]) for name, item in FORM.by_id.items() if name in sent}

    def refusals(self) -> list[Refusal]:
        """The parts that cannot be kept as they are, and why."""
        told = {name: " ".join(str(each) for each in errors) for name, errors in self.errors.items()}
        return [
            Refusal(name, sentence)
            for name, sentence in {**told, **self.problems}.items()
            if name in FORM.by_id
        ]

    def _read(self) -> dict[str, Any]:
        """What the fields hold, as far as it is right."""
        self.is_valid()
        return self.cleaned_data

    def opinion(self) -> Opinion:
        """What was typed, as far as it is right."""
        said = {
            name: value for name, value in self.cleaned_data.items() if name in Opinion.__dataclass_fields__
        }
        filled = tuple(line for line in self.lines if line.what or line.when or line.condition)
        return Opinion(**{**said, "actions": filled})

    @property
    def parts(self) -> dict[str, AnswerItem]:
        """What the page asks, by name, with the texts that wait beside it."""
        drawn = Form(FORM, self.standing, rivals=self.rivals)
        return {
            item.link_id: AnswerItem(
                item.link_id,
                item.label,
                self[item.link_id] if item.link_id in self.fields else None,
                rivals_of(drawn, item),
            )
            for item in FORM.items
        }

    @property
    def is_unfolded(self) -> bool:
        """Something waits among what few write."""
        return any(self.parts[name].is_told for name in FOLDED)

    @property
    def rows(self) -> list[ActionLine]:
        """The lines to show: there is always one to write in."""
        return self.lines or [ActionLine(what="")]

    @property
    def doers(self) -> list[tuple[str, str]]:
        return Doer.choices

    def change_rows(self, wish: str) -> None:
        """«Ajouter une action», «Retirer cette action», where there are no scripts."""
        verb, _, rank = wish.partition("-action")
        if verb == "add":
            self.add_row()
        elif verb == "remove":
            self.remove_row(rank.lstrip("-"))

    def add_row(self) -> None:
        self.lines = [*self.rows, ActionLine(what="")]

    def remove_row(self, rank: str) -> None:
        """`rank` is what the button said; what names no row removes none."""
        self.lines = [line for each, line in enumerate(self.rows) if str(each) != rank]


def _read_lines(data: QueryDict) -> list[ActionLine]:
    """The repeated fields of the actions, row by row, empty ones too."""
    columns = [data.getlist(f"action-{name}") for name in ACTION_COLUMNS]
    return [
        ActionLine(
            what=_cell(what),
            who=who if who in Doer.values else Doer.REQUESTER.value,
            when=_cell(when),
            condition=_cell(condition),
        )
        for what, who, when, condition in zip_longest(*columns, fillvalue="")
    ]


def _cell(text: str) -> str:
    """No form field stands between these and the database: NUL has no place there."""
    return text.replace("\x00", "").strip()


class CorrectionForm(AnswerForm):
    """An opinion that replaces a signed one says why."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=LARGEST_NUMBER
    )
    """The one in force when the page was opened."""
    reason = text_field(
        "Ce qui est rectifié, et pourquoi",
        required="Dites en une phrase ce qui est rectifié, et pourquoi.",
        longest=500,
    )

    def asked(self) -> list[str]:
        return [*super().asked(), "reason"]

    def corrects(self, in_force: Answer) -> int:
        """The version that the page said, else the one in force."""
        return self._read().get("version") or in_force.version
