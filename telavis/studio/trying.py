"""What a form makes of a set of answers: shown, calculated, alarmed, complete; and how that differs from what is expected."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from telavis.questionnaires.answers import from_json
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.wording import NOT_CALCULATED, calculated_words
from telavis.studio.models import FormCase

Json = dict[str, Any]
GENDERS = {"female": "Femme", "male": "Homme"}


def tried(definition: Definition, answers: Mapping[str, Any], patient: Mapping[str, Any]) -> Form:
    """The form with these answers, of an invented patient of that age and sex."""
    context = Context(patient=lambda: _as_fhir(patient))
    return with_values(Form(definition, from_json(answers), context))


def outcome(form: Form) -> Json:
    """What is kept with a case, in the words that its reader knows."""
    done = form.completeness()
    return {
        "shown": [item.link_id for item in form.definition.walk() if item.is_question and form.shows(item)],
        "values": {
            each.item.link_id: calculated_words(each.item, form.content(each.item)) or NOT_CALCULATED
            for each in form.definition.calculations
            if form.shows(each.item)
        },
        "red_flags": [flag.sentence for flag in form.red_flags()],
        "filled": done.filled,
        "expected": done.expected,
    }


def failing(definition: Definition, cases: Iterable[FormCase]) -> list[str]:
    """The names of the cases of which the form makes something else than expected."""
    return [case.name for case in cases if differences(definition, case)]


def differences(definition: Definition, case: FormCase) -> list[str]:
    """What the form makes otherwise of this case than was kept; nothing when all is as expected."""
    before, now = case.expected, outcome(tried(definition, case.answers, case.patient))
    shown, shows = set(before["shown"]), set(now["shown"])
    return [
        *(f"{_label(definition, each)} n’est plus demandé." for each in before["shown"] if each not in shows),
        *(
            f"{_label(definition, each)} est maintenant demandé."
            for each in now["shown"]
            if each not in shown
        ),
        *(
            f"{_label(definition, each)} vaut {value}, et valait {before['values'][each]}."
            for each, value in now["values"].items()
            if before["values"].get(each, value) != value
        ),
        *(
            f"L’alarme ne se lève plus : {each}"
            for each in before["red_flags"]
            if each not in now["red_flags"]
        ),
        *(f"Une alarme se lève : {each}" for each in now["red_flags"] if each not in before["red_flags"]),
        *_completeness(before, now),
    ]


def _completeness(before: Json, now: Json) -> list[str]:
    said = (before["filled"], before["expected"]), (now["filled"], now["expected"])
    if said[0] == said[1]:
        return []
    return [
        f"Réponses obligatoires : {said[1][0]} sur {said[1][1]}, et c’était {said[0][0]} sur {said[0][1]}."
    ]


def _label(definition: Definition, link_id: str) -> str:
    item = definition.by_id.get(link_id)
    return f"« {item.label if item else link_id} »"


def _as_fhir(patient: Mapping[str, Any]) -> dict[str, str]:
    """Of that age today, whatever the day: the result of a case does not grow old."""
    facts = {"gender": str(patient.get("gender", ""))}
    age = patient.get("age")
    if isinstance(age, int):
        today = timezone.localdate()
        day = min(today.day, 28)
        facts["birthDate"] = date(today.year - age, today.month, day).isoformat()
    return {name: fact for name, fact in facts.items() if fact}
