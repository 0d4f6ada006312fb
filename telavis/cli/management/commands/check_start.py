"""Says why neither the web server nor the worker may start on this database; exit code 0 if they may."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from telavis.cli.production import start_faults


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if faults := start_faults():
            sys.exit("\n".join(f"Télavis: {fault}" for fault in faults))
