"""The data folder: whose it is at the moment, its secret, and what it was last prepared for."""

import base64
import fcntl
import hashlib
import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from telavis.environment import BASE_DIR, DOCUMENTS_KEYS_KEPT
from telavis.environment_readers import KEY_BYTES

CODE = BASE_DIR / "telavis"


def _new_documents_key() -> str:
    key = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return f"{datetime.now(UTC):%Y-%m-%d}:{key}\n"


class FolderError(Exception):
    """The data folder cannot be used; the message says what to do."""


class DataFolder:
    """Held by one run at a time; the kernel lets go of the lock however that run ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.logs = path / "logs"
        self.postgres = path / "postgres"
        self._lock: int | None = None

    @property
    def is_new(self) -> bool:
        """Whether no run has ever held it."""
        return not (self.path / "lock").exists()

    def take(self) -> None:
        """Make the folder if need be, and hold it."""
        try:
            for folder in (self.path, self.logs):
                folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise FolderError(
                f"The data folder {self.path} cannot be written ({error.strerror}): give another with TELAVIS_DATA=…"
            ) from error
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            raise FolderError(
                f"Another Télavis runs on {self.path}: stop it first, or give another folder with TELAVIS_DATA=…"
            ) from None

    def release(self) -> None:
        """Let the next run have it."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def ensure_secrets(self) -> None:
        """The key that signs sessions and codes, and the one that opens documents: made once, for their owner only."""
        self._keep_once("secret_key", lambda: secrets.token_urlsafe(64))
        self._keep_once(DOCUMENTS_KEYS_KEPT, _new_documents_key)

    def _keep_once(self, name: str, make: Callable[[], str]) -> None:
        path = self.path / name
        if not path.exists():
            fresh = path.with_suffix(".new")
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(make())
                file.flush()
                os.fsync(file.fileno())
            fresh.rename(path)

    def is_prepared(self, *, demo: bool) -> bool:
        """Whether this very program has already brought database and static files up to date."""
        stamp = self.path / "prepared"
        return (
            stamp.exists()
            and (BASE_DIR / "staticfiles" / "staticfiles.json").exists()
            and stamp.read_text() == self._mark(demo=demo)
        )

    def note_prepared(self, *, demo: bool) -> None:
        """The next start has nothing to prepare."""
        (self.path / "prepared").write_text(self._mark(demo=demo))

    def forget_prepared(self) -> None:
        """The next start looks again."""
        (self.path / "prepared").unlink(missing_ok=True)

    def _mark(self, *, demo: bool) -> str:
        mark = hashlib.sha256(f"{demo} {(self.postgres / 'PG_VERSION').stat().st_ino}".encode())
        for path in sorted(CODE.rglob("*")):
            if path.suffix != ".pyc" and path.is_file():
                state = path.stat()
                mark.update(f"{path.relative_to(CODE)} {state.st_size} {state.st_mtime_ns}\n".encode())
        return mark.hexdigest()
