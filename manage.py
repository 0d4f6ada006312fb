#!/usr/bin/env python
"""Django's command line for Télavis."""

import os
import sys

from telavis import environment

if __name__ == "__main__":
    if faults := environment.faults():
        sys.exit("\n".join(f"Télavis: {fault}" for fault in faults))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "telavis.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from telavis.gateways import postgres_server

    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        if fault := postgres_server.fault(environment.database_url()):
            sys.exit(f"Télavis: {fault}")
        raise
