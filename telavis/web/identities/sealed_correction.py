"""A correction between its preview and its recording: sealed, since it may wait in a session for a recent proof."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.fernet import InvalidToken

from telavis.directory.actors import Actor
from telavis.web.pieces.sealing import seal

HOLDS_FOR = timedelta(minutes=30)
_SEAL = "telavis.web.identities.sealed_correction"


@dataclass(frozen=True)
class Correction:
    typed: dict[str, str]
    """The fields of the form."""
    alike: frozenset[UUID]
    """Who was shown because they look alike."""
    at: datetime
    """When it was shown: recorded twice, it is one version."""

    def sealed(self, patient: UUID, *, by: Actor) -> str:
        told = {
            "for": [str(by.user_id), str(patient)],
            "typed": self.typed,
            "alike": sorted(map(str, self.alike)),
            "at": self.at.isoformat(),
        }
        return seal(_SEAL).encrypt(json.dumps(told).encode()).decode()


def unsealed(text: str, patient: UUID, *, by: Actor) -> Correction | None:
    """None when it is forged, somebody else's, about somebody else, or too old."""
    try:
        told = json.loads(seal(_SEAL).decrypt(text.encode(), ttl=int(HOLDS_FOR.total_seconds())))
    except InvalidToken:
        return None
    if told["for"] != [str(by.user_id), str(patient)]:
        return None
    return Correction(told["typed"], frozenset(map(UUID, told["alike"])), datetime.fromisoformat(told["at"]))
