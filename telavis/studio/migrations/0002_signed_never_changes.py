"""What was signed stays as it was read; what was published keeps its signature; changes are only added."""

from django.db import migrations

from telavis.audit.append_only import append_only

SQL = """
CREATE FUNCTION form_work_signed_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.signed_at IS NOT NULL THEN
            RAISE EXCEPTION 'form work % is signed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.signed_at IS NOT NULL AND NEW.signed_at IS NOT NULL AND NEW.definition <> OLD.definition THEN
        RAISE EXCEPTION 'form work % is signed: its words do not change', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.published_at IS NOT NULL AND (NEW.definition <> OLD.definition
        OR NEW.signed_at IS DISTINCT FROM OLD.signed_at OR NEW.signer <> OLD.signer
        OR NEW.published_id IS DISTINCT FROM OLD.published_id) THEN
        RAISE EXCEPTION 'form work % is published', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER form_work_signed_never_changes BEFORE UPDATE OR DELETE ON studio_formwork
    FOR EACH ROW EXECUTE FUNCTION form_work_signed_never_changes();
"""
UNDO = """
DROP TRIGGER form_work_signed_never_changes ON studio_formwork;
DROP FUNCTION form_work_signed_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("studio", "0001_initial")]

    operations = [migrations.RunSQL(SQL, UNDO), append_only("studio_formchange")]
