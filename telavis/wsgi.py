"""The WSGI application that the server runs; it refuses to serve an unsafe production."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "telavis.settings")
application = get_wsgi_application()

from telavis.cli.production import database_faults  # noqa: E402 models exist once Django is set up

if faults := database_faults():
    sys.exit("\n".join(faults))
