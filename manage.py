#!/usr/bin/env python
"""Django's command line for Télavis."""

import gc
import os
import sys

from telavis import environment


def main() -> None:
    """One command; what is loaded for it stays to its end, and is not searched for garbage: a third of a start."""
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "telavis.settings")
    import django
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from telavis.gateways import postgres_server

    django.setup()
    gc.freeze()
    gc.enable()
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        if fault := postgres_server.fault(environment.database_url()):
            sys.exit(f"Télavis: {fault}")
        raise
    finally:
        gc.freeze()


if __name__ == "__main__":
    if faults := environment.faults():
        sys.exit("\n".join(f"Télavis: {fault}" for fault in faults))
    main()
