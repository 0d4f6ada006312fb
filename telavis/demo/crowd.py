"""As many accounts and registrations as a region has, for measuring the pages of those who come in: rows made inside the database."""

from typing import Any

from django.db import connection, transaction

from telavis.demo.load import is_loaded
from telavis.demo.names import FAMILY_NAMES, FEMALE_NAMES, MALE_NAMES
from telavis.demo.volume import NoDemonstration


@transaction.atomic
def make_crowd(accounts: int, registrations: int) -> None:
    """Nobody of them can sign in: they have no password. One registration in fifty waits, one in a hundred was asked something."""
    if not is_loaded():
        raise NoDemonstration
    told = {
        "accounts": accounts,
        "registrations": registrations,
        "families": [name.upper() for name in FAMILY_NAMES],
        "givens": [*FEMALE_NAMES, *MALE_NAMES],
    }
    with connection.cursor() as cursor:
        for statement in (
            _PEOPLE,
            _ACCOUNTS,
            _PROFESSIONALS,
            _WORKPLACES,
            _REGISTRATIONS,
            *_WHAT_HANGS_ON_THEM,
        ):
            _run(cursor, statement, told)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TABLE crowd")
        cursor.execute("ANALYZE")


def _run(cursor: Any, statement: str, told: dict[str, Any]) -> None:
    cursor.execute(statement, told)


_PEOPLE = """
CREATE TEMPORARY TABLE crowd AS
SELECT n, uuidv7() AS id, uuidv7() AS practitioner, uuidv7() AS registration,
    (%(families)s::text[])[1 + n * 7919 / 128 %% cardinality(%(families)s::text[])]
        || (ARRAY['', 'OT', 'IER', 'EAU', 'IN', 'AT', 'ET', 'ON', 'AC', 'EC', 'AIS', 'OUX'])[1 + n * 7 / 64 %% 12] AS family_name,
    (%(givens)s::text[])[1 + n * 104729 / 1024 %% cardinality(%(givens)s::text[])] AS given_name,
    '8' || lpad(n::text, 10, '0') AS rpps,
    'foule.' || n || '@foule.example' AS email,
    '+3363' || lpad(n::text, 7, '0') AS mobile,
    CASE WHEN n > %(registrations)s THEN '' WHEN n %% 50 = 0 THEN 'waiting' WHEN n %% 100 = 1 THEN 'asked'
         WHEN n %% 20 = 2 THEN 'refused' WHEN n %% 25 = 3 THEN 'proving' ELSE 'approved' END AS state
FROM generate_series(1::bigint, GREATEST(%(accounts)s, %(registrations)s)) n
"""
_ACCOUNTS = """
INSERT INTO accounts_user (id, password, username, full_name, email, mobile, code_channel, is_active, standing, is_demo,
    recovered_by, code_sign_ins, created_at)
SELECT id, '!', 'foule.' || n, 'Dr ' || given_name || ' ' || initcap(family_name), email, mobile, 'sms', true,
    CASE WHEN state IN ('waiting', 'asked', 'refused') THEN 'pending' ELSE 'open' END, true, '', 0, now()
FROM crowd WHERE n <= %(accounts)s AND state <> 'proving'
"""
_PROFESSIONALS = """
INSERT INTO directory_practitioner (id, user_id, rpps, title, family_name, given_name, profession, specialty, sort_key, search_text)
SELECT practitioner, id, rpps, 'Dr', initcap(family_name), given_name, '10', '', family_name || '  ' || upper(given_name),
    family_name || ' ' || upper(given_name)
FROM crowd WHERE n <= %(accounts)s AND state IN ('', 'approved')
"""
_WORKPLACES = """
INSERT INTO directory_practitionerrole (id, practitioner_id, organization_id, phone, started_on)
SELECT uuidv7(), practitioner, places.keys[1 + n %% cardinality(places.keys)], '', DATE '2020-01-01'
FROM crowd, (SELECT array_agg(id) AS keys FROM directory_organization) places
WHERE n <= %(accounts)s AND state IN ('', 'approved')
"""
_REGISTRATIONS = """
INSERT INTO registrations_registration (id, state, user_id, rpps, place, email, email_proved_at, mobile, mobile_proved_at, password,
    started_at, submitted_at, asked_at, decided_at, decided_by_label)
SELECT registration, state, CASE WHEN n <= %(accounts)s AND state <> 'proving' THEN id END, rpps,
    '{"name": "Cabinet", "address_line": "3 rue Haute", "postcode": "99230", "town": "Valmont", "kind": "practice"}',
    email, since, mobile, since, '', since, CASE WHEN state <> 'proving' THEN since END,
    CASE WHEN state = 'asked' THEN since END, CASE WHEN state IN ('approved', 'refused') THEN since + INTERVAL '1 day' END, ''
FROM crowd, LATERAL (SELECT now() - n %% 700 * INTERVAL '1 hour' AS since) moments WHERE state <> ''
"""
_WHAT_HANGS_ON_THEM = (
    """
INSERT INTO registrations_evidence (registration_id, source, rpps, title, family_name, given_name, profession, specialty, places, detail, noted_at)
SELECT registration, source, rpps, 'Dr', family_name, given_name, '10', '', '[]', '{}', now()
FROM crowd, unnest(ARRAY['typed', 'directory']) source WHERE state <> ''
""",
    """
INSERT INTO registrations_registrationstep (registration_id, verb, from_state, to_state, occurred_at, user_label, text)
SELECT registration, verb, 'begun', 'begun', now(), 'le demandeur', ''
FROM crowd, unnest(ARRAY['start', 'accept_texts', 'choose_workplace', 'give_contact', 'prove_mail', 'prove_mobile', 'submit']) verb
WHERE state <> ''
""",
    """
INSERT INTO registrations_textacceptance (text_id, registration_id, accepted_at)
SELECT texts.id, registration, now() FROM crowd, registrations_legaltext texts WHERE state <> ''
""",
)
