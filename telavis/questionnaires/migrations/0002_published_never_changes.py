"""A published form keeps its definition for ever: requests refer to it."""

from django.db import migrations

SQL = """
CREATE FUNCTION questionnaire_published_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL AND (TG_OP = 'DELETE' OR NEW.definition <> OLD.definition
        OR NEW.url <> OLD.url OR NEW.version <> OLD.version) THEN
        RAISE EXCEPTION 'questionnaire % version % is published: make a new version', OLD.url, OLD.version
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER questionnaire_published_never_changes BEFORE UPDATE OR DELETE ON questionnaires_questionnaire
    FOR EACH ROW EXECUTE FUNCTION questionnaire_published_never_changes();
"""
UNDO = """
DROP TRIGGER questionnaire_published_never_changes ON questionnaires_questionnaire;
DROP FUNCTION questionnaire_published_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("questionnaires", "0001_initial")]

    operations = [migrations.RunSQL(SQL, UNDO)]
