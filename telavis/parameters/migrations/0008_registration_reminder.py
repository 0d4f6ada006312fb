"""How long a question to an applicant waits for an answer; an operator adds later rows, never changes these."""

from datetime import date

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST_DAY = date(2020, 1, 1)
FIRST_VALUES = {
    "registration_reminder_days": (7, "Jours après lesquels une question à un inscrit est rappelée"),
    "registration_unanswered_days": (14, "Jours laissés après ce rappel, avant que l’inscription soit close"),
}


def add_values(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    parameter = apps.get_model("parameters", "Parameter")
    for key, (value, label) in FIRST_VALUES.items():
        parameter.objects.create(key=key, valid_from=FIRST_DAY, value=value, label=label, source="Télavis")


class Migration(migrations.Migration):
    dependencies = [("parameters", "0007_patient_searches")]

    operations = [migrations.RunPython(add_values, migrations.RunPython.noop)]
