"""The INS service of this platform, from one TOML file that the operator writes; without it there is none."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from telavis.gateways.insi.client import InsClient, MutualTls
from telavis.gateways.insi.envelope import Software
from telavis.gateways.insi.port import InsService
from telavis.gateways.insi.simulated import simulated_service

NEEDED = ("address", "certificate", "key", "issuer", "authorisation", "instance")
ALLOWED = {*NEEDED, "authorities", "version"}


class ConfigurationFault(Exception):
    """The file cannot be used; the message says what to write."""


def read(path: Path) -> InsClient:
    """The service that this file describes. Paths inside it start from its own folder."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as unreadable:
        raise ConfigurationFault(f"INSI_FILE: {path} is not a readable TOML file ({unreadable}).") from None
    _check(said)
    folder = path.parent
    files = {name: folder / said[name] for name in ("certificate", "key", "authorities") if said.get(name)}
    missing = [str(each) for each in files.values() if not each.is_file()]
    if missing:
        raise ConfigurationFault(f"INSI_FILE: there is no file {missing[0]}.")
    software = Software(
        issuer=said["issuer"],
        authorisation=said["authorisation"],
        instance=UUID(said["instance"]),
        version=said.get("version", "1"),
    )
    return InsClient(MutualTls(address=said["address"], **files), software)


def _check(said: Mapping[str, Any]) -> None:
    lacking = [name for name in NEEDED if not said.get(name)]
    if lacking:
        raise ConfigurationFault(f"INSI_FILE: write {', '.join(lacking)}.")
    wrong = [name for name, text in said.items() if name not in ALLOWED or not isinstance(text, str)]
    if wrong:
        raise ConfigurationFault(f"INSI_FILE: {wrong[0]} is unknown, or is no text.")
    if urlsplit(said["address"]).scheme != "https":
        raise ConfigurationFault("INSI_FILE: the address begins with https.")
    try:
        UUID(said["instance"])
    except ValueError:
        raise ConfigurationFault("INSI_FILE: instance is a UUID; make one and keep it.") from None


def ins_service() -> InsService | None:
    """The real one where it is configured; in a demonstration without it, the simulated one; else none."""
    if settings.INSI:
        configured: InsService = settings.INSI
        return configured
    return simulated_service() if settings.DEMO else None
