"""What a production start refuses to find in its database."""

from django.db import connection

from telavis.accounts.models import User
from telavis.environment import is_production


def database_faults() -> list[str]:
    """One sentence for each; none where there are no real patients."""
    if not is_production():
        return []
    found = []
    if fsync() != "on":
        found.append("PostgreSQL runs with fsync=off and may lose what it has acknowledged: set fsync = on.")
    if User.objects.filter(is_demo=True).exists():
        found.append(
            "The database holds demonstration accounts, whose password is public: use a database without them."
        )
    return found


def fsync() -> str:
    """Whether the server waits for its disk."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        return str(cursor.fetchone()[0])
