"""What is refused says by which rule: a text in force is fixed, not append-only."""

from django.db import migrations

from telavis.audit.append_only import refusals_name_their_rule


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0013_searches_have_their_index"),
    ]

    operations = [refusals_name_their_rule()]
