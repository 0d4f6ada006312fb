"""The settings that come from outside: each environment variable is declared here, once."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict


def database_settings(url: str) -> dict[str, Any]:
    """What Django wants to know of a PostgreSQL address; libpq itself reads the address."""
    parts = {name: value for name, value in conninfo_to_dict(url).items() if value is not None}
    return {
        "NAME": parts.pop("dbname", "telavis"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": str(parts.pop("port", "")),
        "OPTIONS": parts,
    }
