"""Dated settings: what each is for, what it was, is and will be, and the form of the next value."""

from functools import partial
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from telavis.administration import actions
from telavis.parameters.models import Parameter
from telavis.parameters.rules import SETTINGS, InvalidSetting, Several
from telavis.values.french import date_words
from telavis.web.administration.access import for_administrators, page
from telavis.web.middleware import ActorRequest
from telavis.web.pieces.attempts import accepted, attempt, say_done
from telavis.web.pieces.value_fields import FutureDayField
from telavis.web.recent_proof import needs_recent_proof


class ParameterForm(forms.Form):
    """One field for each part of the value, then the day."""

    def __init__(self, key: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.key, rule = key, SETTINGS[key].rule
        for part, label in rule.parts.items():
            self.fields[part] = _field(rule, label)
        self.fields["valid_from"] = FutureDayField(
            label="À partir du",
            help_text="JJ/MM/AAAA, aujourd’hui ou plus tard.",
            error_messages={"required": "Écrivez à partir de quel jour."},
        )

    @property
    def typed(self) -> dict[str, Any]:
        return {part: self.cleaned_data.get(part) for part in SETTINGS[self.key].rule.parts}

    def clean(self) -> None:
        """The rule of the key says what is wrong, in the room that owns it."""
        if self.errors:
            return
        try:
            SETTINGS[self.key].rule.read(self.typed)
        except InvalidSetting as refusal:
            self.add_error(next(iter(SETTINGS[self.key].rule.parts)), str(refusal))


def _field(rule: Any, label: str) -> forms.Field:
    if isinstance(rule, Several):
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            choices=list(rule.choices.items()),
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "Ce choix n’existe pas."},
        )
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(
        label=f"{label} ({rule.unit})",
        max_length=20,
        widget=widget,
        error_messages={"required": rule.expected},
    )


@require_safe
@for_administrators
def parameters(request: ActorRequest) -> HttpResponse:
    """Every setting with its value of today, and of a coming day."""
    today = timezone.localdate()
    rows: dict[str, list[Parameter]] = {}
    for row in Parameter.objects.order_by("valid_from"):
        rows.setdefault(row.key, []).append(row)
    groups: dict[str, list[dict[str, Any]]] = {}
    for key, setting in SETTINGS.items():
        known = rows.get(key, [])
        held = [row for row in known if row.valid_from <= today]
        coming = [row for row in known if row.valid_from > today]
        groups.setdefault(setting.group, []).append(
            {
                "key": key,
                "title": setting.title,
                "value": setting.rule.words(held[-1].value) if held else "aucune valeur",
                "coming": f"{setting.rule.words(coming[0].value)} à partir du {date_words(coming[0].valid_from)}"
                if coming
                else "",
            }
        )
    others = [rows[key][-1] for key in sorted(set(rows) - set(SETTINGS))]
    return page(request, "parameters", "parameters", {"groups": groups, "others": others})


@require_safe
@for_administrators
def parameter(request: ActorRequest, key: str) -> HttpResponse:
    """One of them: its rows, and the form of the next one."""
    if key not in SETTINGS:
        raise Http404
    return _page(request, ParameterForm(key, initial=_present(key)))


@require_POST
@for_administrators
@needs_recent_proof("Changer un réglage")
def set_parameter(request: ActorRequest, key: str) -> HttpResponse:
    if key not in SETTINGS:
        raise Http404
    form = ParameterForm(key, request.POST)
    if not form.is_valid() or not _set(request, form):
        return _page(request, form)
    return redirect("administration:parameters")


def _page(request: ActorRequest, form: ParameterForm) -> HttpResponse:
    return page(request, "parameters", "parameter", {"form": form, "key": form.key, **_history(form.key)})


def _present(key: str) -> dict[str, Any]:
    today = timezone.localdate()
    row = Parameter.objects.filter(key=key, valid_from__lte=today).order_by("-valid_from").first()
    shown = SETTINGS[key].rule.shown(row.value) if row else {}
    return {**shown, "valid_from": today}


def _set(request: ActorRequest, form: ParameterForm) -> bool:
    day, title = form.cleaned_data["valid_from"], SETTINGS[form.key].title
    act = partial(actions.set_parameter, form.key, form.typed, day, by=request.actor)
    if not accepted(form, act, field="valid_from"):
        return False
    say_done(request, f"« {title} » change à partir du {date_words(day)}.")
    return True


def _history(key: str) -> dict[str, Any]:
    setting, today = SETTINGS[key], timezone.localdate()
    rows = list(Parameter.objects.filter(key=key).order_by("-valid_from"))
    present = next((row.pk for row in rows if row.valid_from <= today), None)
    return {
        "setting": setting,
        "rows": [
            {
                "row": row,
                "value": setting.rule.words(row.value),
                "is_present": row.pk == present,
                "is_coming": row.valid_from > today,
            }
            for row in rows
        ],
    }


@require_POST
@for_administrators
@needs_recent_proof("Retirer cette valeur")
def withdraw_parameter(request: ActorRequest, pk: int) -> HttpResponse:
    """What has not begun yet."""
    row = get_object_or_404(Parameter, pk=pk, key__in=list(SETTINGS))
    attempt(
        request, lambda: actions.withdraw_parameter(row, by=request.actor), "La valeur à venir est retirée."
    )
    return redirect("administration:parameter", row.key)
