"""Tables to which rows are only ever added, or whose rows stay as they are from a day on: the database itself refuses the rest."""

from django.db.migrations import RunSQL

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%: % refused', TG_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def refusals_name_their_rule() -> RunSQL:
    """The migration operation that brings the words of a refusal to a database made before them."""
    return RunSQL(sql=_FUNCTION, reverse_sql=RunSQL.noop)


def append_only(table: str) -> RunSQL:
    """The migration operation that makes a table append-only; see `never_emptied` for TRUNCATE, which asks no row."""
    name = f"{table}_is_append_only"
    return RunSQL(
        sql=f"{_FUNCTION}CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change();",
        reverse_sql=f"DROP TRIGGER {name} ON {table};",
    )


def never_emptied(table: str) -> RunSQL:
    """The migration operation that refuses to empty a table at one stroke."""
    name = f"{table}_is_never_emptied"
    return RunSQL(
        sql=f"{_FUNCTION}CREATE TRIGGER {name} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();",
        reverse_sql=f"DROP TRIGGER {name} ON {table};",
    )


def fixed_from(table: str, day: str, *, zone: str = "Europe/Paris") -> RunSQL:
    """The migration operation that lets a row of a table change or go only before its `day`, as one says it in `zone`."""
    name = f"{table}_is_fixed_once_in_force"
    return RunSQL(
        sql=f"{_FUNCTION}CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW WHEN (OLD.{day} <= (now() AT TIME ZONE '{zone}')::date) "
        "EXECUTE FUNCTION refuse_change();",
        reverse_sql=f"DROP TRIGGER {name} ON {table};",
    )
