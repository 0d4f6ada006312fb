"""Dated settings: typed, bounded, from a day that is not past."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from telavis.administration import actions
from telavis.audit.queries import administrative_acts
from telavis.directory.actors import Actor
from telavis.parameters.models import Parameter, parameter
from telavis.parameters.rules import SETTINGS, InvalidSetting
from tests.administration.administering import administrator, sentence
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_every_setting_of_the_page_has_a_value_that_its_rule_takes():
    for key, setting in SETTINGS.items():
        value = parameter(key)
        typed = (
            {part: str(each) for part, each in value.items()} if isinstance(value, dict) else {"value": value}
        )
        assert setting.rule.read(typed) == value, key
        assert setting.rule.words(value)


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("bin_days", {"value": "trente"}, "nombre entier de jours"),
        ("bin_days", {"value": "-3"}, "nombre entier"),
        ("bin_days", {"value": "²"}, "nombre entier"),
        ("bin_days", {"value": "0"}, "va de 1 à 365"),
        ("bin_days", {"value": "366"}, "va de 1 à 365"),
        ("bin_days", {"value": "9" * 5000}, "nombre entier"),
        ("promised_hours", {"1": "24", "2": "12", "3": "168", "4": "336"}, "plus court"),
        ("promised_hours", {"1": "24", "2": "72", "3": "168"}, "Pas urgent"),
        ("registration_approved_at_once", {"value": ["everybody"]}, "n’existe pas"),
    ],
)
def test_a_wrong_value_is_a_sentence(key: str, typed: dict[str, Any], words: str):
    with pytest.raises(InvalidSetting) as refusal:
        SETTINGS[key].rule.read(typed)
    assert words in str(refusal.value).replace("\u202f", " ")


def test_a_value_begins_on_its_day_and_what_held_before_stays():
    by, day = administrator(), timezone.localdate() + timedelta(days=10)
    actions.set_parameter("bin_days", {"value": "45"}, day, by=by)
    assert (parameter("bin_days"), parameter("bin_days", on=day)) == (30, 45)
    act = administrative_acts(by=by.user_id).first()
    assert act is not None
    assert (act.detail["setting"], act.detail["day"]) == ("bin_days", day.isoformat())
    assert act.detail["after"].startswith("45")


def test_a_slip_is_corrected_the_same_day_and_both_are_traced():
    by, today = administrator(), timezone.localdate()
    actions.set_parameter("bin_days", {"value": "300"}, today, by=by)
    actions.set_parameter("bin_days", {"value": "31"}, today, by=by)
    assert parameter("bin_days") == 31
    assert administrative_acts(by=by.user_id).count() == 2


def test_the_past_does_not_change_and_the_same_is_no_change():
    by, today = administrator(), timezone.localdate()
    past = today - timedelta(days=1)
    assert "est passé" in sentence(lambda: actions.set_parameter("bin_days", {"value": "45"}, past, by=by))
    assert "déjà celle" in sentence(lambda: actions.set_parameter("bin_days", {"value": "30"}, today, by=by))


def test_what_has_not_begun_is_withdrawn_and_what_has_stays():
    by, day = administrator(), timezone.localdate() + timedelta(days=1)
    coming = actions.set_parameter("bin_days", {"value": "45"}, day, by=by)
    actions.withdraw_parameter(coming, by=by)
    assert parameter("bin_days", on=day) == 30
    assert "déjà retirée" in sentence(lambda: actions.withdraw_parameter(coming, by=by))
    first = Parameter.objects.get(key="bin_days")
    assert "a commencé" in sentence(lambda: actions.withdraw_parameter(first, by=by))


def test_only_an_administrator_changes_settings():
    with pytest.raises(PermissionDenied):
        actions.set_parameter("bin_days", {"value": "45"}, timezone.localdate(), by=Actor(user=UserFactory()))


@pytest.mark.parametrize(
    ("hours", "said"), [(24, "24 heures"), (36, "36 heures"), (168, "168 heures (7 jours)")]
)
def test_long_delays_are_said_in_days_too(hours: int, said: str):
    words = SETTINGS["complement_reminder_hours"].rule.words(hours)
    assert words.replace("\u202f", " ").replace("\xa0", " ") == said
