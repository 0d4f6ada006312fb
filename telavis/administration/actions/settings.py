"""Dated settings: a value that begins today or later; what held on a past day stays as it was."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from telavis.administration.permissions import stand_as_administrator
from telavis.audit.administration import Act, trace
from telavis.directory.actors import Actor
from telavis.parameters.models import Parameter
from telavis.parameters.rules import SETTINGS, Setting
from telavis.values.refused import Refused


@transaction.atomic
def set_parameter(key: str, typed: dict[str, Any], valid_from: date, *, by: Actor) -> Parameter:
    """Read by the rule of the key (else InvalidSetting). A value of the same day is replaced: the trace keeps both."""
    stand_as_administrator(by)
    setting = SETTINGS[key]
    value = setting.rule.read(typed)
    if valid_from < timezone.localdate():
        raise Refused(
            "Ce jour est passé : ce qui valait alors ne change plus. Choisissez aujourd’hui ou plus tard."
        )
    before = _value_on(key, valid_from)
    if before == value:
        raise Refused("Cette valeur est déjà celle de ce jour : rien n’a changé.")
    row, _ = Parameter.objects.update_or_create(
        key=key,
        valid_from=valid_from,
        defaults={"value": value, "label": setting.title, "source": by.user_label[:200]},
    )
    _trace(Act.SET_PARAMETER, setting, key, before, value, valid_from, by)
    return row


@transaction.atomic
def withdraw_parameter(row: Parameter, *, by: Actor) -> None:
    """Only what has not begun: nobody has lived by it."""
    stand_as_administrator(by)
    found = Parameter.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise Refused("Cette valeur est déjà retirée.")
    if found.valid_from <= timezone.localdate():
        raise Refused("Cette valeur a commencé : elle ne se retire plus. Ajoutez celle qui la remplace.")
    found.delete()
    setting, day = SETTINGS[found.key], found.valid_from
    _trace(Act.WITHDRAW_PARAMETER, setting, found.key, found.value, _value_on(found.key, day), day, by)


def _value_on(key: str, day: date) -> Any:
    row = Parameter.objects.filter(key=key, valid_from__lte=day).order_by("-valid_from").first()
    return row.value if row else None


def _trace(act: Act, setting: Setting, key: str, before: Any, after: Any, day: date, by: Actor) -> None:
    words = ["aucun" if value is None else setting.rule.words(value) for value in (before, after)]
    trace(
        act,
        by=by,
        kind="parameter",
        key=None,
        label=setting.title,
        setting=key,
        before=words[0],
        after=words[1],
        day=day.isoformat(),
    )
