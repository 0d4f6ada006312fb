"""Who signed a published form, when, and under which title, stay as its requesters read them; nor is it published anew."""

from django.db import migrations

KEPT = ["definition", "original", "url", "version", "title", "validated_by", "validated_on", "published_at"]
BEFORE = ["definition", "original", "url", "version"]
GUARD = """
CREATE OR REPLACE FUNCTION questionnaire_published_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL AND (TG_OP = 'DELETE' OR ({new}) IS DISTINCT FROM ({old})) THEN
        RAISE EXCEPTION 'questionnaire % version % is published: make a new version', OLD.url, OLD.version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def guard(columns: list[str]) -> str:
    new, old = (", ".join(f"{row}.{each}" for each in columns) for row in ("NEW", "OLD"))
    return GUARD.format(new=new, old=old)


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0009_what_a_form_cannot_hold_is_kept")]

    operations = [migrations.RunSQL(guard(KEPT), guard(BEFORE))]
