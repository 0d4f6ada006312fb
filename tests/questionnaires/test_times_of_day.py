"""Questions that ask for a time of day, or for a moment: typed, kept, compared, read, exported."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from telavis.questionnaires.answers import Answers, Unreadable, Written, from_json, to_json
from telavis.questionnaires.beginning import initial_answers
from telavis.questionnaires.checking import fits
from telavis.questionnaires.fhir_response import to_fhir
from telavis.questionnaires.invalid import InvalidDefinition
from tests.questionnaires.forms import definition, filled, item, read, when

PARIS = ZoneInfo("Europe/Paris")
MOMENT = datetime(2026, 3, 2, 14, 30, tzinfo=PARIS)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("kind", "typed", "value", "entry", "read_as", "exported"),
    [
        ("time", "14h30", time(14, 30), {"time": "14:30:00"}, "14 h 30", {"valueTime": "14:30:00"}),
        (
            "dateTime",
            "2/3/2026 14:30",
            MOMENT,
            {"moment": "2026-03-02T14:30:00+01:00"},
            "02/03/2026 à 14 h 30",
            {"valueDateTime": "2026-03-02T14:30:00+01:00"},
        ),
    ],
)
def test_it_is_kept_read_and_exported(
    kind: str, typed: str, value: Any, entry: dict[str, str], read_as: str, exported: dict[str, str]
):
    form = filled(definition(item("h", kind)), h=typed)
    assert form.stored.content("h") == Written(value)
    assert to_json(form.stored) == {"h": entry}
    assert from_json({"h": entry}) == form.stored
    assert plain(form.sections()[0].lines[0].text) == read_as
    assert fits(form.definition.by_id["h"], Written(value))
    sent = to_fhir(form, identifier="r", authored=datetime(2026, 3, 2, tzinfo=UTC), is_completed=True)
    assert sent["item"][0]["item"][0]["answer"] == [exported]


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("time", "midi", "« H » : écrivez l’heure comme 14 h 30."),
        ("dateTime", "02/03/2026", "« H » : écrivez la date, puis l’heure, comme 02/03/2026 14 h 30."),
    ],
)
def test_what_cannot_be_read_is_kept_and_told(kind: str, typed: str, sentence: str):
    form = filled(definition(item("h", kind)), h=typed)
    assert form.stored.content("h") == Unreadable(typed)
    assert [plain(problem.sentence) for problem in form.problems()] == [sentence]


@pytest.mark.parametrize(
    ("kind", "answer", "typed", "is_shown"),
    [
        ("time", {"answerTime": "12:00:00"}, "12 h 01", True),
        ("time", {"answerTime": "12:00:00"}, "12 h", False),
        ("dateTime", {"answerDateTime": "2026-03-02T12:00:00Z"}, "02/03/2026 13 h 01", True),
        ("dateTime", {"answerDateTime": "2026-03-02T12:00:00Z"}, "02/03/2026 13 h", False),
        ("dateTime", {"answerDateTime": "2026-03-02T12:00:00"}, "02/03/2026 12 h 01", True),
        ("dateTime", {"answerDate": "2026-03-01"}, "02/03/2026 12 h 01", False),
    ],
)
def test_conditions_compare_them(kind: str, answer: dict[str, str], typed: str, is_shown: bool):
    form = filled(
        definition(item("h", kind), item("suite", "text", enableWhen=[when("h", ">", **answer)])), h=typed
    )
    assert form.shows(form.definition.by_id["suite"]) is is_shown


def test_they_may_stand_there_before_anybody_has_answered():
    form = definition(
        item("h", "time", initial=[{"valueTime": "08:00:00"}]),
        item("m", "dateTime", initial=[{"valueDateTime": "2026-03-02T14:30:00+01:00"}]),
    )
    begun = initial_answers(form)
    assert (begun.content("h"), begun.content("m")) == (Written(time(8)), Written(MOMENT))
    assert read(form, begun) == (begun, [])
    assert begun != Answers()


@pytest.mark.parametrize("initial", [{"valueDateTime": "2026-03"}, {"valueDateTime": "2026-03-02T99:00"}])
def test_a_moment_that_is_none_refuses_the_form(initial: dict[str, str]):
    with pytest.raises(InvalidDefinition, match="m"):
        definition(item("m", "dateTime", initial=[initial]))


def test_a_proposed_hour_is_read_as_people_say_it():
    form = definition(
        item("h", "choice", answerOption=[{"valueTime": "08:00:00"}, {"valueTime": "14:30:00"}])
    )
    assert [each.label for each in form.by_id["h"].options] == ["8\u202fh", "14\u202fh\u202f30"]
    assert form.by_id["h"].options[0].code == "08:00:00"
