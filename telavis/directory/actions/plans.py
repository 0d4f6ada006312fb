"""The three kinds of public files: what is staged, how it is compared with the directory, how it is merged.

A row is compared by its fingerprint, made where it was read; a professional by those of all their lines.
"""
# ruff: noqa: S608 the names that the statements are made of are our own tables and columns

from collections.abc import Callable, Iterator

from telavis.directory.actions.staging import Plan
from telavis.directory.extractions import activities, establishments, mailboxes
from telavis.directory.extractions.rows import Row
from telavis.directory.models import ExtractionKind


def _texts(columns: tuple[str, ...]) -> str:
    """Every staged column is a text, except those that are named here."""
    types = {"fingerprint": "bigint", "takes_paperless": "boolean", "weight": "smallint"}
    return ", ".join(f"{column} {types.get(column, 'text')} NOT NULL" for column in columns)


def _list(columns: tuple[str, ...], alias: str = "") -> str:
    return ", ".join(f"{alias}{column}" for column in columns)


_DIFFERENCE = """
INSERT INTO difference (key, change)
SELECT coalesce(new.{key}, old.{key}),
       CASE WHEN old.{key} IS NULL THEN 'added' WHEN new.{key} IS NULL THEN 'left' ELSE 'changed' END
FROM staged_whole new FULL JOIN {table} old ON old.{key} = new.{key}
WHERE old.{key} IS NULL
   OR (new.{key} IS NULL AND old.left_on IS NULL)
   OR (new.{key} IS NOT NULL AND (new.fingerprint <> old.fingerprint OR old.left_on IS NOT NULL));
ANALYZE difference
"""
_MARK_THOSE_WHO_LEFT = """
UPDATE {table} SET left_on = %(today)s
FROM difference WHERE difference.key = {table}.{key} AND difference.change = 'left'
"""

_PEOPLE, _LINES = "directory_publishedprofessional", "directory_publishedactivity"
_LINE = activities.STAGED[6:]
_PERSON = ("title", "family_name", "given_name", "profession", "specialty", "sort_key")

PROFESSIONALS = Plan(
    kind=ExtractionKind.PROFESSIONALS,
    read=activities.read,
    staged=_texts(activities.STAGED),
    columns=activities.STAGED,
    known=f"{_PEOPLE} WHERE left_on IS NULL",
    compare=f"""
CREATE TEMPORARY TABLE staged_whole AS
SELECT national_id, bit_xor(DISTINCT fingerprint) AS fingerprint FROM staged GROUP BY national_id;
ANALYZE staged_whole;
{_DIFFERENCE.format(key="national_id", table=_PEOPLE)}
""",
    merge=(
        # Of several lines, the one that says most of the person: in office rather than in training, a specialty
        # rather than a competence.
        f"""
INSERT INTO {_PEOPLE} AS known (national_id, {_list(_PERSON)}, fingerprint, words, first_seen_on, left_on)
SELECT national_id, {_list(_PERSON)}, fingerprint, words, %(today)s, NULL
FROM (
    SELECT DISTINCT ON (national_id) national_id, {_list(_PERSON)}
    FROM staged JOIN difference ON key = national_id AND change <> 'left'
    ORDER BY national_id, category = 'E', specialty_kind <> 'S', profession, staged.fingerprint
) person
JOIN (
    SELECT national_id, array_to_tsvector(array_agg(DISTINCT lower(word))) AS words
    FROM staged JOIN difference ON key = national_id AND change <> 'left',
         string_to_table(staged.words, ' ') AS word
    WHERE word <> '' GROUP BY national_id
) found USING (national_id)
JOIN staged_whole USING (national_id)
ON CONFLICT (national_id) DO UPDATE
SET ({_list(_PERSON)}, fingerprint, words, left_on)
  = ({_list(_PERSON, "excluded.")}, excluded.fingerprint, excluded.words, NULL)
""",
        f"""
DELETE FROM {_LINES} line USING difference
WHERE key = professional_id AND change = 'changed' AND NOT EXISTS (
    SELECT FROM staged WHERE national_id = professional_id AND staged.fingerprint = line.fingerprint
)
""",
        f"""
INSERT INTO {_LINES} (professional_id, {_list(_LINE)})
SELECT national_id, {_list(_LINE)} FROM staged JOIN difference ON key = national_id AND change <> 'left'
ON CONFLICT DO NOTHING
""",
        _MARK_THOSE_WHO_LEFT.format(table=_PEOPLE, key="national_id"),
    ),
    tables=(_PEOPLE, _LINES),
)


def _one_table(
    kind: ExtractionKind, read: Callable[..., Iterator[Row]], columns: tuple[str, ...], table: str
) -> Plan:
    """A file with one line for each row; `columns` begin with its key, and a key on two lines keeps one, always the same."""
    key, *others = columns
    rest = tuple(others)
    return Plan(
        kind=kind,
        read=read,
        staged=_texts(columns),
        columns=columns,
        known=f"{table} WHERE left_on IS NULL",
        compare=f"""
CREATE TEMPORARY TABLE staged_whole AS SELECT DISTINCT ON ({key}) * FROM staged ORDER BY {key}, fingerprint;
ANALYZE staged_whole;
{_DIFFERENCE.format(key=key, table=table)}
""",
        merge=(
            f"""
INSERT INTO {table} ({_list(columns)}, first_seen_on, left_on)
SELECT {_list(columns, "staged_whole.")}, %(today)s, NULL
FROM staged_whole JOIN difference ON difference.key = staged_whole.{key} AND change <> 'left'
ON CONFLICT ({key}) DO UPDATE SET ({_list(rest)}, left_on) = ({_list(rest, "excluded.")}, NULL)
""",
            _MARK_THOSE_WHO_LEFT.format(table=table, key=key),
        ),
        tables=(table,),
    )


MAILBOXES = _one_table(
    ExtractionKind.MAILBOXES, mailboxes.read, mailboxes.STAGED, "directory_publishedmailbox"
)
ESTABLISHMENTS = _one_table(
    ExtractionKind.ESTABLISHMENTS,
    establishments.read,
    establishments.STAGED,
    "directory_publishedestablishment",
)
