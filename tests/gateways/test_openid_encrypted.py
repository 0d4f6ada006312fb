"""An envelope made by hand, from the letter of RFC 7516 and 7518, is opened: two ways of sealing, no library in common."""

import hmac
import json
import os
from base64 import urlsafe_b64encode
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.padding import PKCS7

from telavis.gateways.openid.encrypted import is_encrypted, opened

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
WORDS = json.dumps({"sub": "f:1:2", "SubjectNameID": "899900900"})


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    path = tmp_path / "key.pem"
    encoding, how = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(KEY.private_bytes(encoding, how, serialization.NoEncryption()))
    return path


def part(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def wrapped(secret: bytes) -> bytes:
    digest = hashes.SHA256()
    return KEY.public_key().encrypt(secret, padding.OAEP(padding.MGF1(digest), digest, None))


def by_gcm(head: str) -> tuple[bytes, bytes, bytes, bytes]:
    secret, start = os.urandom(32), os.urandom(12)
    content = AESGCM(secret).encrypt(start, WORDS.encode(), head.encode())
    return secret, start, content[:-16], content[-16:]


def by_cbc_and_hmac(head: str) -> tuple[bytes, bytes, bytes, bytes]:
    secret, start = os.urandom(32), os.urandom(16)
    filler, sealer = PKCS7(128).padder(), Cipher(algorithms.AES(secret[16:]), modes.CBC(start)).encryptor()
    content = sealer.update(filler.update(WORDS.encode()) + filler.finalize()) + sealer.finalize()
    said = head.encode() + start + content + (len(head) * 8).to_bytes(8, "big")
    return secret, start, content, hmac.digest(secret[:16], said, "sha256")[:16]


@pytest.mark.parametrize(("enc", "seal"), [("A256GCM", by_gcm), ("A128CBC-HS256", by_cbc_and_hmac)])
def test_an_envelope_made_by_hand_is_opened(enc: str, seal, key_file: Path):
    head = part(json.dumps({"alg": "RSA-OAEP-256", "enc": enc}).encode())
    secret, start, content, tag = seal(head)
    envelope = ".".join([head, part(wrapped(secret)), part(start), part(content), part(tag)])
    assert is_encrypted(envelope)
    assert opened(envelope, key_file) == WORDS
