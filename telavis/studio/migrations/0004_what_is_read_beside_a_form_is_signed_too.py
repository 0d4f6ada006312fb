"""When to use a form, when not, what to join: it is signed with the rest, and stays as it was read."""

from django.db import migrations

SIGNED = ["definition", "title", "description", "use_for", "not_for", "prerequisites"]
PUBLISHED = [*SIGNED, "signed_at", "signed_by_id", "signer", "published_id"]
GUARD = """
CREATE OR REPLACE FUNCTION form_work_signed_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.signed_at IS NOT NULL THEN
            RAISE EXCEPTION 'form work % is signed', OLD.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.signed_at IS NOT NULL AND NEW.signed_at IS NOT NULL AND ({new_signed}) IS DISTINCT FROM ({old_signed}) THEN
        RAISE EXCEPTION 'form work % is signed: its words do not change', OLD.id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.published_at IS NOT NULL AND ({new_published}) IS DISTINCT FROM ({old_published}) THEN
        RAISE EXCEPTION 'form work % is published', OLD.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def guard(signed: list[str], published: list[str]) -> str:
    def row(name: str, columns: list[str]) -> str:
        return ", ".join(f"{name}.{each}" for each in columns)

    return GUARD.format(
        new_signed=row("NEW", signed),
        old_signed=row("OLD", signed),
        new_published=row("NEW", published),
        old_published=row("OLD", published),
    )


class Migration(migrations.Migration):
    dependencies = [("studio", "0003_a_new_type_is_made_once")]

    operations = [
        migrations.RunSQL(
            guard(SIGNED, PUBLISHED),
            guard(["definition"], ["definition", "signed_at", "signer", "published_id"]),
        )
    ]
