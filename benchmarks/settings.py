"""The settings of a measured server: the real ones, one more view, and static files of its own."""

from telavis.settings import *  # noqa: F403
from telavis.settings import DATA_DIR

ROOT_URLCONF = "benchmarks.urls"
STATIC_ROOT = DATA_DIR / "static"
