"""The journal of registrations and the acceptances of texts: rows are only ever added."""

from django.db import migrations

from telavis.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("registrations", "0001_initial")]

    operations = [
        append_only("registrations_registrationstep"),
        append_only("registrations_textacceptance"),
    ]
