"""The row knows whether its answer has been read by the one who asked: «À lire» counts few rows, whatever the volume."""

from django.db import migrations, models

# Those of today, from the marks that readers have left.
FILL = """
UPDATE service_requests_servicerequest r SET awaits_reading = true
FROM service_requests_answer a, directory_practitionerrole o
WHERE a.id = r.answer_id AND o.id = r.requester_id AND NOT EXISTS (
    SELECT FROM service_requests_readmark m
    WHERE m.service_request_id = r.id AND m.practitioner_id = o.practitioner_id AND m.answer_version >= a.version)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_a_delegation_ends_at_once"),
        ("documents", "0002_folder_closes"),
        ("patients", "0003_search_by_words_spelling_and_sound"),
        ("questionnaires", "0003_an_answer_knows_its_tab"),
        ("service_requests", "0004_drafts_are_handed_over"),
    ]

    operations = [
        migrations.AddField(
            model_name="servicerequest",
            name="awaits_reading",
            field=models.BooleanField(
                default=False, verbose_name="avis en vigueur pas encore lu par le requérant"
            ),
        ),
        migrations.AddIndex(
            model_name="servicerequest",
            index=models.Index(
                condition=models.Q(("awaits_reading", True)),
                fields=["requester"],
                name="request_awaits_reading",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
