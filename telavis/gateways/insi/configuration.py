"""The INS service of this platform, as the settings have read it; without any there is none."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from django.conf import settings

from telavis.gateways.insi.client import InsClient, MutualTls
from telavis.gateways.insi.envelope import Software
from telavis.gateways.insi.port import InsService
from telavis.gateways.insi.simulated import simulated_service


def ins_service() -> InsService | None:
    """The real one where it is configured; in a demonstration without it, the simulated one; else none."""
    if settings.INSI:
        return _client(settings.INSI)
    return simulated_service() if settings.DEMO else None


def _client(said: Mapping[str, str]) -> InsClient:
    """The service that the file describes (`telavis.insi_file` has checked it)."""
    way = MutualTls(
        address=said["address"],
        certificate=Path(said["certificate"]),
        key=Path(said["key"]),
        authorities=Path(said["authorities"]) if "authorities" in said else None,
    )
    software = Software(
        issuer=said["issuer"],
        authorisation=said["authorisation"],
        instance=UUID(said["instance"]),
        version=said.get("version", "1"),
    )
    return InsClient(way, software)
