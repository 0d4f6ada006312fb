"""What has been written here is never changed nor taken away."""

from django.db import migrations

from telavis.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("patients", "0001_initial")]

    operations = [
        append_only("patients_identityversion"),
    ]
