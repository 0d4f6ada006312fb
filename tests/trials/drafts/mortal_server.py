"""A web server that may be killed in the midst of a request and is back at once, on the database of the tests.

Its parent has loaded the program already: a new server is a fork of it.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from django.conf import settings
from django.db import connections

from telavis.environment import BASE_DIR
from tests.operations.running import free_port

ESTABLISHED = "01"
PATIENCE = 10.0
COLUMNS = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")


class MortalServer:
    """The side of the tests."""

    def __init__(self) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.pid = 0

    def __enter__(self) -> "MortalServer":
        words = [sys.executable, "-m", "tests.trials.drafts.mortal_server"]
        environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        pipe = subprocess.PIPE
        self.parent = subprocess.Popen(words, cwd=BASE_DIR, env=environ, stdin=pipe, stdout=pipe, text=True)
        database = {name: connections["default"].settings_dict[name] for name in COLUMNS}
        self._ask(
            {
                "database": database,
                "port": self.port,
                "MEDIA_ROOT": str(settings.MEDIA_ROOT),
                "SECRET_KEY": settings.SECRET_KEY,
            }
        )
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.parent.communicate()

    def start(self) -> None:
        """There is one that answers, whatever happened to the last."""
        if self.pid:
            os.kill(self.pid, signal.SIGCONT)
        self.pid = self.pid or self._ask("start")

    def pause(self) -> None:
        """Whoever asks now is let in and not answered."""
        os.kill(self.pid, signal.SIGSTOP)

    def wait_for_words(self) -> None:
        """While it is paused: something that was sent to it lies before it."""
        patience = time.monotonic() + PATIENCE
        while not self._is_waited_for() and time.monotonic() < patience:
            time.sleep(0.02)

    def _is_waited_for(self) -> bool:
        here = f":{self.port:04X}"
        lines = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
        queues = [line[4] for line in lines if line[1].endswith(here) and line[3] == ESTABLISHED]
        return any(int(queue.split(":")[1], 16) for queue in queues)

    def kill(self) -> None:
        if self.pid:
            self._ask("kill")
        self.pid = 0

    def _ask(self, said: Any) -> int:
        assert self.parent.stdin
        assert self.parent.stdout
        print(json.dumps(said), file=self.parent.stdin, flush=True)
        return int(self.parent.stdout.readline())


# --- the other side ---


def main() -> None:
    """Reads one line for each order, answers with a number."""
    told = json.loads(sys.stdin.readline())
    serve = _prepare(told)
    print(0, flush=True)
    pid = 0
    for line in sys.stdin:
        pid = _forked(serve, told["port"]) if json.loads(line) == "start" else _killed(pid)
        print(pid, flush=True)
    _killed(pid)


def _killed(pid: int) -> int:
    if pid:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return 0


def _prepare(told: dict[str, Any]) -> Any:
    import django

    django.setup()
    settings.MEDIA_ROOT, settings.SECRET_KEY, settings.ALLOWED_HOSTS = (
        told["MEDIA_ROOT"],
        told["SECRET_KEY"],
        ["*"],
    )
    settings.WHITENOISE_MAX_AGE = 3600  # the scripts are the same for all trials
    connections["default"].settings_dict.update(told["database"])
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    class Silent(WSGIRequestHandler):
        def log_message(self, format: str, *words: Any) -> None:
            """Nobody reads it."""

    def serve(port: int, ready: int) -> None:
        server = ThreadedWSGIServer(("127.0.0.1", port), Silent)
        server.set_app(application)
        os.write(ready, b"!")
        server.serve_forever()

    return serve


def _forked(serve: Any, port: int) -> int:
    """The new server listens before anybody is told."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        serve(port, writing)
        os._exit(0)
    os.close(writing)
    os.read(reading, 1)
    os.close(reading)
    return pid


if __name__ == "__main__":
    main()
