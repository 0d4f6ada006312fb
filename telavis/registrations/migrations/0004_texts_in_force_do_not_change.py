"""What people have accepted stays word for word: the database refuses to change a text that is in force."""

from django.db import migrations

from telavis.audit.append_only import fixed_from


class Migration(migrations.Migration):
    dependencies = [("registrations", "0003_proofs")]

    operations = [fixed_from("registrations_legaltext", "in_force_on")]
