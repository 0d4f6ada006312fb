"""The delays and rules of registrations; an operator adds later rows, never changes these."""

from datetime import date

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FIRST_DAY = date(2020, 1, 1)
FIRST_VALUES = {
    "registration_approved_at_once": (
        ["pro_sante_connect"],
        "Ce qui suffit à valider une inscription sans attendre : pro_sante_connect, two_sources",
    ),
    "registration_usual_days": (2, "Délai annoncé pour valider une inscription (jours ouvrés)"),
    "registration_abandoned_days": (7, "Jours après lesquels une inscription inachevée est effacée"),
    "registration_refused_days": (30, "Jours de garde d’une inscription refusée"),
}


def add_values(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    parameter = apps.get_model("parameters", "Parameter")
    for key, (value, label) in FIRST_VALUES.items():
        parameter.objects.create(key=key, valid_from=FIRST_DAY, value=value, label=label, source="Télavis")


class Migration(migrations.Migration):
    dependencies = [("parameters", "0002_first_values")]

    operations = [migrations.RunPython(add_values, migrations.RunPython.noop)]
