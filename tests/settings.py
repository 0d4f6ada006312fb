"""The settings of the tests: the real ones, less what only costs time, whatever `make` was asked to run."""

from telavis.settings import *  # noqa: F403
from telavis.settings import STORAGES as LIVE_STORAGES

DEMO = DEMO_PAGES = False
DOCUMENTS_KEYS = {"tests": b"k" * 32}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **LIVE_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
