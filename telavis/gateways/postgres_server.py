"""Whether we can work on a PostgreSQL server; if not, why, in one sentence."""

import psycopg
from psycopg.conninfo import conninfo_to_dict

OLDEST_MAJOR = 17
PATIENCE = 5  # seconds for each address of the server


def fault(url: str) -> str | None:
    """What is wrong with this server, or nothing."""
    try:
        with psycopg.connect(url, connect_timeout=PATIENCE) as connection:
            major = connection.info.server_version // 10000
    except psycopg.OperationalError as error:
        return f"The PostgreSQL server at {_place(url)} {_why(str(error))}"
    if major < OLDEST_MAJOR:
        return (
            f"The PostgreSQL server at {_place(url)} has version {major}: {OLDEST_MAJOR} or later is needed."
        )
    return None


def _place(url: str) -> str:
    """Its address, without user and password."""
    parts = conninfo_to_dict(url)
    host = parts.get("host") or parts.get("hostaddr") or "localhost"
    return f"{host}:{parts.get('port') or 5432}"


def _why(told: str) -> str:
    """libpq speaks the server's language, but FATAL is FATAL in all of them: the server is there and says no."""
    line = next((each for each in told.splitlines() if "FATAL" in each), told.strip().splitlines()[0])
    reason = line.rpartition("failed: ")[2].partition("FATAL:")
    if reason[1]:
        return f"refuses us ({reason[2].strip()}): correct the user, password or database of its address."
    return f"does not answer ({reason[0].strip()}): start it, or correct its address."
