"""The file that says where the national INS service is, and with which certificate it is spoken to: read and checked at the start."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

NEEDED = ("address", "certificate", "key", "issuer", "authorisation", "instance")
FILES = ("certificate", "key", "authorities")
ALLOWED = {*NEEDED, *FILES, "version"}


class InsiFault(Exception):
    """The file cannot be used; the message says what to write."""


def read(name: str) -> dict[str, str]:
    """What the file says, paths made whole from its own folder; nothing when no file is named."""
    if not name:
        return {}
    path = Path(name)
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as unreadable:
        raise InsiFault(f"INSI_FILE: {path} is not a readable TOML file ({unreadable}).") from None
    _check(said)
    whole = {each: str(path.parent / said[each]) for each in FILES if said.get(each)}
    missing = [each for each in whole.values() if not Path(each).is_file()]
    if missing:
        raise InsiFault(f"INSI_FILE: there is no file {missing[0]}.")
    return {**said, **whole}


def _check(said: Mapping[str, Any]) -> None:
    lacking = [name for name in NEEDED if not said.get(name)]
    if lacking:
        raise InsiFault(f"INSI_FILE: write {', '.join(lacking)}.")
    wrong = [name for name, text in said.items() if name not in ALLOWED or not isinstance(text, str)]
    if wrong:
        raise InsiFault(f"INSI_FILE: {wrong[0]} is unknown, or is no text.")
    if urlsplit(said["address"]).scheme != "https":
        raise InsiFault("INSI_FILE: the address begins with https.")
    try:
        UUID(said["instance"])
    except ValueError:
        raise InsiFault("INSI_FILE: instance is a UUID; make one and keep it.") from None
