"""The conversation: send the browser with a question, take back a code, give it for the claims of a person."""

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Any, Self
from urllib.parse import quote, urlencode, urlsplit

from telavis.gateways.openid import documents, encrypted, tokens
from telavis.gateways.openid.exchange import Question, Reply
from telavis.gateways.openid.faults import AnswerRefused, Declined
from telavis.gateways.openid.providers import Provider

REFUSED = range(400, 500)
OK = 200
TOKENS = ("application/jwt", "application/jose")


@dataclass(frozen=True)
class Attempt:
    """The secrets of one attempt to sign in; they stay in the session of the browser that began it."""

    provider: str
    state: str
    nonce: str
    verifier: str

    @classmethod
    def new(cls, provider: Provider) -> Self:
        return cls(provider.id, *(secrets.token_urlsafe(32) for _ in range(3)))

    @property
    def challenge(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def to_json(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Proof:
    """What the provider proved: the claims of the identity token and of UserInfo, and the token itself.

    The token is kept for the sign-out at the provider; the access token is not kept at all.
    """

    claims: dict[str, Any]
    acr: str
    amr: tuple[str, ...]
    id_token: str
    authenticated_at: int = 0
    """When the person themselves last showed who they are there; 0 where the provider does not say it."""


def authorization_address(provider: Provider, attempt: Attempt, *, return_to: str, anew: bool = False) -> str:
    """Where to send the browser. `anew`: a session that is open there is not enough. Raises ProviderUnavailable."""
    question = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": return_to,
        "scope": provider.scope,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": attempt.challenge,
        "code_challenge_method": "S256",
        **({"acr_values": provider.weakest_acr} if provider.weakest_acr else {}),
        **({"prompt": "login", "max_age": "0"} if anew else {}),
    }
    return _with_query(documents.endpoints_of(provider).authorization, question)


def code_of(answer: dict[str, str], provider: Provider) -> str:
    """The code that the browser brings back, or why there is none."""
    if answer.get("error") == "access_denied":
        raise Declined("access_denied")
    if "error" in answer:
        raise AnswerRefused("error of the provider")
    if answer.get("iss", provider.issuer) != provider.issuer:
        raise AnswerRefused("iss of the answer")  # RFC 9207: another provider's answer
    if not answer.get("code"):
        raise AnswerRefused("no code")
    return answer["code"]


def prove(provider: Provider, attempt: Attempt, *, code: str, return_to: str) -> Proof:
    """Give the code for tokens, read them, ask for the claims. Raises an OpenIDFault; never in a transaction."""
    granted = _grant(provider, attempt, code=code, return_to=return_to)
    id_token, access_token = (tokens.text(granted, name) for name in ("id_token", "access_token"))
    if not id_token or not access_token or tokens.text(granted, "token_type").lower() != "bearer":
        raise AnswerRefused("tokens are missing")
    identity = tokens.read_id_token(
        id_token, provider=provider, nonce=attempt.nonce, access_token=access_token
    )
    told = _userinfo(provider, access_token)
    if not tokens.same(told.get("sub"), str(identity["sub"])):
        raise AnswerRefused("userinfo of somebody else")
    return Proof(
        claims={**identity, **told},
        acr=tokens.text(identity, "acr"),
        amr=tokens.words(identity, "amr"),
        id_token=id_token,
        authenticated_at=tokens.moment(identity, "auth_time"),
    )


def end_session_address(provider: Provider, *, id_token: str, state: str, return_to: str) -> str:
    """Where the browser goes to leave the provider too; empty where that cannot be done."""
    address = documents.endpoints_of(provider).end_session
    if not address:
        return ""
    question = {"id_token_hint": id_token, "post_logout_redirect_uri": return_to, "state": state}
    return _with_query(address, {**question, "client_id": provider.client_id})


def _grant(provider: Provider, attempt: Attempt, *, code: str, return_to: str) -> dict[str, Any]:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": return_to,
        "code_verifier": attempt.verifier,
        "client_id": provider.client_id,
    }
    headers = {"Accept": "application/json", **_own_name(provider)}
    reply = provider.transport(Question(documents.endpoints_of(provider).token, headers, form))
    if reply.status in REFUSED:
        raise AnswerRefused(f"code refused ({reply.status})")
    return documents.json_object(reply)


def _own_name(provider: Provider) -> dict[str, str]:
    """By our secret; without one the certificate of the connection says who we are (RFC 8705)."""
    if not provider.client_secret:
        return {}
    pair = ":".join(quote(part, safe="") for part in (provider.client_id, provider.client_secret))
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _userinfo(provider: Provider, access_token: str) -> dict[str, Any]:
    """As JSON, as a signed token, or either of them encrypted for us."""
    headers = {"Accept": "application/json, application/jwt", "Authorization": f"Bearer {access_token}"}
    reply = provider.transport(Question(documents.endpoints_of(provider).userinfo, headers))
    if reply.status in REFUSED:
        raise AnswerRefused(f"userinfo refused ({reply.status})")
    if reply.status == OK and reply.content_type.partition(";")[0].strip().lower() in TOKENS:
        return _read_token(reply.body.decode("ascii", "replace").strip(), provider)
    return documents.json_object(reply)


def _read_token(token: str, provider: Provider) -> dict[str, Any]:
    if encrypted.is_encrypted(token):
        token = encrypted.opened(token, provider.encryption_key)
        if token.lstrip().startswith(
            "{"
        ):  # encrypted and not signed: worth what JSON over this connection is
            return documents.json_object(Reply(OK, "application/json", token.encode()))
    return tokens.read_signed_userinfo(token, provider=provider)


def _with_query(address: str, question: dict[str, str]) -> str:
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(question)}"
