"""What a start refuses to find: an unmigrated database, an unsafe production."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from telavis.accounts.models import User
from telavis.environment import is_production


def start_faults() -> list[str]:
    """One sentence for each thing for which neither the web server nor the worker may start."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return ["The database is not that of this version: run `manage.py prepare`, then start again."]
    return database_faults()


def database_faults() -> list[str]:
    """One sentence for each thing that a production refuses; none where there are no real patients."""
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
