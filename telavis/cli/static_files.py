"""The static files, gathered for the web server: compressed anew, which takes seconds, only when one has changed."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARK = ".gathered"
MADE_BY = ("Django", "whitenoise", "brotli")


def gather() -> None:
    """Bring STATIC_ROOT up to date; its mark is written last, so that half a gathering is done again."""
    mark, wanted = Path(settings.STATIC_ROOT) / MARK, _fingerprint()
    if mark.is_file() and mark.read_text() == wanted:
        return
    mark.unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(wanted)


def _fingerprint() -> str:
    """Of every file that would be gathered, and of what gathers it."""
    digest = hashlib.sha256(" ".join(map(version, MADE_BY)).encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            with storage.open(path) as file:
                digest.update(f"\0{path}\0".encode() + file.read())
    return digest.hexdigest()
