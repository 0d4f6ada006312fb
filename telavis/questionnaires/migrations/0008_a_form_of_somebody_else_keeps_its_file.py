"""A form of somebody else is asked in our way and given back as it came; neither of the two ever changes."""

from django.db import migrations, models

GUARD = """
CREATE OR REPLACE FUNCTION questionnaire_published_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL AND (TG_OP = 'DELETE' OR NEW.definition <> OLD.definition{original}
        OR NEW.url <> OLD.url OR NEW.version <> OLD.version) THEN
        RAISE EXCEPTION 'questionnaire % version % is published: make a new version', OLD.url, OLD.version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0007_answers_taken_up_are_marked")]

    operations = [
        migrations.AddField(
            model_name="questionnaire",
            name="original",
            field=models.JSONField(
                blank=True, null=True, verbose_name="fichier tel qu’il est venu d’ailleurs"
            ),
        ),
        migrations.RunSQL(
            GUARD.replace("{original}", "\n        OR NEW.original IS DISTINCT FROM OLD.original"),
            GUARD.replace("{original}", ""),
        ),
    ]
