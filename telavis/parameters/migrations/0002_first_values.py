"""The delays with which Télavis starts; an operator adds later rows, never changes these."""

from datetime import date

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST_DAY = date(2020, 1, 1)
FIRST_VALUES = {
    "undo_seconds": (30, "Secondes pendant lesquelles un envoi s’annule"),
    "bin_days": (30, "Jours de garde d’un brouillon dans la corbeille"),
    "close_days": (30, "Jours après lesquels une demande répondue se clôt d’elle-même"),
    "reopen_days": (30, "Jours pendant lesquels une demande peut être rouverte"),
    "promised_hours": ({"1": 24, "2": 72, "3": 168, "4": 336}, "Délai promis par rang d’urgence (heures)"),
    "complement_reminder_hours": (72, "Heures avant de rappeler un complément au requérant"),
}


def add_values(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    parameter = apps.get_model("parameters", "Parameter")
    for key, (value, label) in FIRST_VALUES.items():
        parameter.objects.create(key=key, valid_from=FIRST_DAY, value=value, label=label, source="Télavis")


class Migration(migrations.Migration):
    dependencies = [("parameters", "0001_initial")]

    operations = [migrations.RunPython(add_values, migrations.RunPython.noop)]
