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

    execute_from_command_line(sys.argv)
