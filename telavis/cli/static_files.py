"""The static files, gathered for the web server: compressed anew, which takes seconds, only when one has changed."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARK, LOCK = ".gathered", ".gathering"
MADE_BY = ("Django", "whitenoise", "brotli")


def gather() -> None:
    """Bring STATIC_ROOT up to date; its mark is written last, so that half a gathering is done again."""
    root, wanted = Path(settings.STATIC_ROOT), _fingerprint()
    root.mkdir(parents=True, exist_ok=True)
    mark = root / MARK
    with _alone_in(root):
        if mark.is_file() and mark.read_text() == wanted:
            return
        mark.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(wanted)


@contextmanager
def _alone_in(root: Path) -> Iterator[None]:
    """Two starts of one checkout gather in turn: the second finds it done, and neither marks the other's half."""
    with (root / LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint() -> str:
    """Of every file that would be gathered, and of what gathers it."""
    digest = hashlib.sha256(" ".join(map(version, MADE_BY)).encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            with storage.open(path) as file:
                digest.update(f"\0{path}\0".encode() + file.read())
    return digest.hexdigest()
