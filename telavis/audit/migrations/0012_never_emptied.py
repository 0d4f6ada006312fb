"""The journal of accesses is not emptied at one stroke either."""

from django.db import migrations

from telavis.audit.append_only import never_emptied


class Migration(migrations.Migration):
    dependencies = [("audit", "0011_identity_desk")]

    operations = [never_emptied("audit_auditevent")]
