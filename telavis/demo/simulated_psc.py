"""A simulated Pro Santé Connect: real codes, real signatures, invented people, and our own client on the other side.

Its page is in `telavis/web/demo`. Where the real one answers over the network, this one answers within the process: a
web process that waits for another one could wait for ever on a machine that has only one.
"""

import base64
import hashlib
import json
import time
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import signing
from django.core.cache import cache
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from jwt.algorithms import ECAlgorithm

from telavis.demo import simulated_people
from telavis.gateways.openid import psc
from telavis.gateways.openid.exchange import Question, Reply
from telavis.gateways.openid.providers import EIDAS, Endpoints, Provider

ISSUER = "https://pro-sante-connect.simulation.example"
PAGE, EXIT = "/demo/pro-sante-connect/", "/demo/pro-sante-connect/sortie/"
CLIENT_ID = "telavis"
CODE_LIFE, TOKEN_LIFE = 60, 120
CODE_SALT, ACCESS_SALT = "telavis.demo.psc.code", "telavis.demo.psc.access"
# the order of the curve P-256: a private key is a number below it
CURVE_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def provider() -> Provider:
    """What the sign-in page shows in the place of Pro Santé Connect."""
    return Provider(
        id=psc.ID,
        label="Pro Santé Connect (simulation)",
        client_id=CLIENT_ID,
        client_secret=_client_secret(),
        issuer=ISSUER,
        endpoints=Endpoints(ISSUER, PAGE, f"{ISSUER}/token", f"{ISSUER}/userinfo", f"{ISSUER}/certs", EXIT),
        scope=psc.SCOPE,
        weakest_acr=EIDAS[0],
        is_simulated=True,
        transport=answer,
    )


def give_code(person: simulated_people.SimulatedPerson, asked: dict[str, str]) -> str:
    """The code that the browser carries back; it says all that the token endpoint must know, sealed."""
    kept = {name: asked.get(name, "") for name in ("nonce", "code_challenge", "redirect_uri")}
    return signing.dumps({**kept, "person": person.key, "once": get_random_string(16)}, salt=CODE_SALT)


def answer(question: Question) -> Reply:
    """What our client asks."""
    places = {"/token": _token, "/userinfo": _userinfo, "/certs": _keys}
    status, told = places[urlsplit(question.url).path](question)
    return Reply(status, "application/json", json.dumps(told).encode())


def _token(question: Question) -> tuple[int, dict[str, Any]]:
    form = question.form or {}
    pair = base64.b64encode(f"{CLIENT_ID}:{_client_secret()}".encode()).decode()
    if not constant_time_compare(question.headers.get("Authorization", ""), f"Basic {pair}"):
        return 401, {"error": "invalid_client"}
    try:
        code = signing.loads(form.get("code", ""), salt=CODE_SALT, max_age=CODE_LIFE)
    except signing.BadSignature:
        return 400, {"error": "invalid_grant"}
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    is_right = (
        constant_time_compare(base64.urlsafe_b64encode(digest).rstrip(b"=").decode(), code["code_challenge"])
        and form.get("redirect_uri") == code["redirect_uri"]
        and cache.add(f"demo-psc-{code['once']}", "used", CODE_LIFE * 2)
    )
    person = simulated_people.find(code["person"])
    if not is_right or person is None:
        return 400, {"error": "invalid_grant"}
    access = signing.dumps({"person": person.key}, salt=ACCESS_SALT)
    identity = _identity_token(person.claims()["sub"], code["nonce"])
    return 200, {"token_type": "Bearer", "access_token": access, "id_token": identity}


def _identity_token(subject: str, nonce: str) -> str:
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": CLIENT_ID,
        "azp": CLIENT_ID,
        "sub": subject,
        "nonce": nonce,
        "acr": EIDAS[0],
        "amr": ["simulation"],
        "iat": now,
        "auth_time": now,
        "exp": now + TOKEN_LIFE,
    }
    return jwt.encode(claims, _key(), algorithm="ES256", headers={"kid": "simulation"})


def _userinfo(question: Question) -> tuple[int, dict[str, Any]]:
    try:
        token = question.headers["Authorization"].removeprefix("Bearer ")
        held = signing.loads(token, salt=ACCESS_SALT, max_age=TOKEN_LIFE)
    except signing.BadSignature:
        return 401, {"error": "invalid_token"}
    person = simulated_people.find(held["person"])
    return (200, person.claims()) if person else (401, {"error": "invalid_token"})


def _keys(_: Question) -> tuple[int, dict[str, Any]]:
    public = ECAlgorithm.to_jwk(_key().public_key(), as_dict=True)
    return 200, {"keys": [{**public, "kid": "simulation", "use": "sig", "alg": "ES256"}]}


def _key() -> ec.EllipticCurvePrivateKey:
    """The same in every process, without a file: drawn from the site's secret."""
    seed = salted_hmac("telavis.demo.psc.key", "1", algorithm="sha512").digest()
    return ec.derive_private_key(int.from_bytes(seed) % (CURVE_ORDER - 1) + 1, ec.SECP256R1())


def _client_secret() -> str:
    return salted_hmac("telavis.demo.psc.client", "1", algorithm="sha256").hexdigest()
