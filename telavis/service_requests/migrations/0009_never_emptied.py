"""What only ever grows is not emptied at one stroke either."""

from django.db import migrations

from telavis.audit.append_only import never_emptied


class Migration(migrations.Migration):
    dependencies = [("service_requests", "0008_a_correction_has_its_draft")]

    operations = [
        never_emptied("service_requests_transition"),
        never_emptied("service_requests_answer"),
        never_emptied("service_requests_message"),
    ]
