"""The migrations of `parameters` that write the first row of a setting."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from telavis.parameters import migrations


def first_values() -> list[ModuleType]:
    """Each has FIRST_DAY and FIRST_VALUES (key: value and label); the oldest first."""
    names = sorted(each.name for each in iter_modules(migrations.__path__))
    modules = [import_module(f"{migrations.__name__}.{name}") for name in names]
    return [module for module in modules if hasattr(module, "FIRST_VALUES")]
