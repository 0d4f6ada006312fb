"""A device with passkeys, in software: what it says is really signed, and can be spoilt in every part."""

import hashlib
import os
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

SITE, ORIGIN = "localhost", "http://localhost:8000"
SEEN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
KEY_INSIDE = AuthenticatorData.FLAG.AT


@dataclass
class Device:
    """One passkey, of the person to whom it was given."""

    origin: str = ORIGIN
    site: str = SITE
    flags: int = SEEN
    count: int = 0
    handle: bytes = b""
    credential_id: bytes = field(default_factory=lambda: os.urandom(32))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to the question of an enrolment."""
        asked = options["publicKey"]
        self.handle = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(self.key.public_key())
        inside = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        data = AuthenticatorData.create(self._site(), self.flags | KEY_INSIDE, self.count, bytes(inside))
        return self._say(
            clientDataJSON=self._client("webauthn.create", asked["challenge"]),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def answer(self, options: dict[str, Any], *, kind: str = "webauthn.get") -> dict[str, Any]:
        """The answer to the question of a sign-in."""
        client = self._client(kind, options["publicKey"]["challenge"])
        data = AuthenticatorData.create(self._site(), self.flags, self.count)
        signed = bytes(data) + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(SHA256()))
        return self._say(
            clientDataJSON=client, authenticatorData=data, signature=signature, userHandle=self.handle
        )

    def _site(self) -> bytes:
        return hashlib.sha256(self.site.encode()).digest()

    def _client(self, kind: str, challenge: str) -> bytes:
        return bytes(CollectedClientData.create(kind, challenge, self.origin))

    def _say(self, **parts: bytes) -> dict[str, Any]:
        key = websafe_encode(self.credential_id)
        response = {name: websafe_encode(bytes(part)) for name, part in parts.items()}
        return {"id": key, "rawId": key, "type": "public-key", "response": response}
