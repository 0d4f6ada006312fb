"""A foreign key written as a string is an import too: it goes down the stairs."""

import tomllib
from itertools import pairwise

import pytest
from django.apps import apps
from django.db.models import Model

from telavis.environment import BASE_DIR


def stairs() -> list[set[str]]:
    """The steps of the staircase, ground floor first."""
    settings = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())
    (contract,) = (
        each
        for each in settings["tool"]["importlinter"]["contracts"]
        if each.get("containers") == ["telavis"]
    )
    return [set(layer.split(" | ")) for layer in reversed(contract["layers"])]


def height_of(room: str) -> int:
    return next(height for height, step in enumerate(stairs()) if room in step)


def room_of(model: type[Model]) -> str | None:
    package = model.__module__.split(".")
    return package[1] if package[0] == "telavis" else None


MODELS = [model for model in apps.get_models() if room_of(model)]


def test_there_are_models_to_look_at():
    assert len(MODELS) > 20


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_model_points_at_its_own_room_or_down_the_stairs(model: type[Model]):
    room = room_of(model)
    for field in model._meta.get_fields():
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        target = room_of(field.related_model)
        if target not in (None, room):
            assert height_of(target) < height_of(room), (
                f"{model.__name__}.{field.name} points up, or at a neighbour"
            )


def test_no_room_stands_on_two_steps():
    seen: set[str] = set()
    for step in stairs():
        assert not seen & step
        seen |= step


def test_every_room_with_tables_is_installed_from_the_ground_up():
    rooms = [
        config.name.split(".")[1] for config in apps.get_app_configs() if config.name.startswith("telavis.")
    ]
    assert all(height_of(lower) <= height_of(higher) for lower, higher in pairwise(rooms))
