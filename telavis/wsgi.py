"""The WSGI application that the server runs; it refuses to serve an unsafe production."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "telavis.settings")
application = get_wsgi_application()

from telavis.cli.production import database_faults  # noqa: E402 models exist once Django is set up

if faults := database_faults():
    sys.exit("\n".join(faults))

# What is loaded stays until the end: looking through all of it for garbage, in the midst of somebody's page, takes a tenth
# of a second. The views too, which the first page would load otherwise.
_ = get_resolver().url_patterns
gc.collect()
gc.freeze()
