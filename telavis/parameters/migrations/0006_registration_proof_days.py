"""How long the proof of a registration is kept once it is decided; an operator adds later rows, never changes this one."""

from datetime import date

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST_DAY = date(2020, 1, 1)
FIRST_VALUES = {
    "registration_proof_days": (7, "Jours de garde d’un justificatif après la décision"),
}


def add_values(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    parameter = apps.get_model("parameters", "Parameter")
    for key, (value, label) in FIRST_VALUES.items():
        parameter.objects.create(key=key, valid_from=FIRST_DAY, value=value, label=label, source="Télavis")


class Migration(migrations.Migration):
    dependencies = [("parameters", "0005_sign_in_factors")]

    operations = [migrations.RunPython(add_values, migrations.RunPython.noop)]
