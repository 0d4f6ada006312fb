"""A published service always has a coordinator, and its establishment a referent: no request without an owner."""

from django.db import migrations

SQL = """
CREATE FUNCTION service_published_is_covered() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE uncovered text;
BEGIN
    SELECT s.name INTO uncovered
    FROM directory_healthcareservice s JOIN directory_organization o ON o.id = s.organization_id
    WHERE s.is_published
      AND CASE TG_TABLE_NAME
            WHEN 'directory_healthcareservice' THEN s.id = (to_jsonb(NEW)->>'id')::uuid
            WHEN 'directory_organization' THEN o.id = (to_jsonb(NEW)->>'id')::uuid
            ELSE s.id = (to_jsonb(OLD)->>'healthcare_service_id')::uuid
          END
      AND (o.referent_id IS NULL OR NOT EXISTS (
            SELECT 1 FROM services_membership m
            WHERE m.healthcare_service_id = s.id AND m.kind = 'coordinator' AND m.ended_on IS NULL))
    LIMIT 1;
    IF uncovered IS NOT NULL THEN
        RAISE EXCEPTION 'service "%" is published: it needs a coordinator, and its establishment a referent',
            uncovered USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER service_published_is_covered
    AFTER INSERT OR UPDATE ON directory_healthcareservice DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION service_published_is_covered();
CREATE CONSTRAINT TRIGGER service_of_referent_is_covered
    AFTER UPDATE ON directory_organization DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION service_published_is_covered();
CREATE CONSTRAINT TRIGGER service_of_coordinator_is_covered
    AFTER UPDATE OR DELETE ON services_membership DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION service_published_is_covered();
"""
UNDO = """
DROP TRIGGER service_published_is_covered ON directory_healthcareservice;
DROP TRIGGER service_of_referent_is_covered ON directory_organization;
DROP TRIGGER service_of_coordinator_is_covered ON services_membership;
DROP FUNCTION service_published_is_covered();
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0001_initial"), ("directory", "0001_initial")]

    operations = [migrations.RunSQL(SQL, UNDO)]
