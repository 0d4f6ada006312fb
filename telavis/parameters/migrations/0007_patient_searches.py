"""From how many searches in an hour an account is shown to administrators; an operator adds later rows, never changes this one."""

from datetime import date

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST_DAY = date(2020, 1, 1)
FIRST_VALUES = {
    "patient_searches_an_hour": (
        150,
        "Recherches de patients d’un compte en une heure, au-delà desquelles les administrateurs sont prévenus",
    ),
}


def add_values(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    parameter = apps.get_model("parameters", "Parameter")
    for key, (value, label) in FIRST_VALUES.items():
        parameter.objects.create(key=key, valid_from=FIRST_DAY, value=value, label=label, source="Télavis")


class Migration(migrations.Migration):
    dependencies = [("parameters", "0006_registration_proof_days")]

    operations = [migrations.RunPython(add_values, migrations.RunPython.noop)]
