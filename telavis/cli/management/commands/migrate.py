"""Django's `migrate`, which never makes the whole site wait behind a lock, and keeps the cache's table."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import OperationalError, connections
from psycopg.errors import LockNotAvailable

LOCK_TIMEOUT = "5s"


class Command(DjangoMigrate):
    def handle(self, *args: Any, **options: Any) -> None:
        """A migration that cannot have its table within five seconds gives up, and may be run again."""
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [LOCK_TIMEOUT])
        try:
            super().handle(*args, **options)
            call_command("createcachetable", database=options["database"], verbosity=0)
        except OperationalError as error:
            if isinstance(error.__cause__, LockNotAvailable):
                raise CommandError(
                    f"A table stayed busy for {LOCK_TIMEOUT}; nothing of that migration was done. Run migrate again."
                ) from error
            raise
        finally:
            if connection.connection is not None and not connection.needs_rollback:
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
