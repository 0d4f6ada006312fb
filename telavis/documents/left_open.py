"""What lies unsealed in the temporary folder while it is worked on: a process that was killed could not take it away."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from telavis.documents.jobs import LEFT_AFTER

WORKSHOP = "telavis-document-"
"""A worker's folder, with the original of one document and what is made of it."""
_ON_ITS_WAY = "tmp*.upload*"
"""Django's own files, of what comes with a form."""


def sweep_left_open(now: datetime) -> int:
    """Older than any work lasts, and this account's own."""
    swept = 0
    for path in _left(now.timestamp() - LEFT_AFTER.total_seconds()):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        swept += 1
    return swept


def _left(before: float) -> Iterator[Path]:
    for pattern in (f"{WORKSHOP}*", _ON_ITS_WAY):
        for path in Path(tempfile.gettempdir()).glob(pattern):
            with suppress(FileNotFoundError):  # its own process took it away meanwhile
                known = path.lstat()
                if known.st_uid == os.getuid() and known.st_mtime < before:
                    yield path
