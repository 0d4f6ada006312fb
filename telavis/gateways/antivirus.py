"""The virus scan: a ClamAV daemon, when one is set; what it finds is named, and its absence is told apart."""

from typing import IO, Any

import clamd
from django.conf import settings

SECONDS = 60
FOUND, SOUND = "FOUND", "OK"


class AntivirusSilent(Exception):
    """It is set and does not answer: nothing is known of the file."""


def is_set() -> bool:
    return bool(settings.CLAMD)


def found_in(content: IO[bytes]) -> str:
    """The name of what it found, or nothing; AntivirusSilent when it said neither."""
    try:
        said, name = _scanner().instream(content)["stream"]
    except (TimeoutError, clamd.ClamdError, OSError, KeyError, ValueError, TypeError) as error:
        raise AntivirusSilent(str(error)) from error
    if said not in (FOUND, SOUND):
        raise AntivirusSilent(f"{said} {name}")
    return str(name) if said == FOUND else ""


def _scanner() -> Any:
    """By the path of its socket, or host:port."""
    address = str(settings.CLAMD)
    if address.startswith("/"):
        return clamd.ClamdUnixSocket(path=address, timeout=SECONDS)
    host, _, port = address.rpartition(":")
    return clamd.ClamdNetworkSocket(host=host.strip("[]"), port=int(port), timeout=SECONDS)
