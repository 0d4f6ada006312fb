"""How old a proof may be for an act that matters; an operator adds later rows, never changes this one."""

from datetime import date

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST_DAY = date(2020, 1, 1)
FIRST_VALUES = {
    "recent_proof_minutes": (
        5,
        "Minutes pendant lesquelles « Confirmez que c’est vous » n’est pas redemandé",
    ),
}


def add_values(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    parameter = apps.get_model("parameters", "Parameter")
    for key, (value, label) in FIRST_VALUES.items():
        parameter.objects.create(key=key, valid_from=FIRST_DAY, value=value, label=label, source="Télavis")


class Migration(migrations.Migration):
    dependencies = [("parameters", "0003_registrations")]

    operations = [migrations.RunPython(add_values, migrations.RunPython.noop)]
