"""The provider: Authlib checks clients, redirections, PKCE and codes; a test may spoil each answer before it leaves."""

import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import flask
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2 import OAuth2Error, OAuth2Request
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, grants
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode
from joserfc import jwt
from joserfc.jwk import Key
from werkzeug.serving import make_server

REALM = "/auth/realms/esante-wallet"
PROTOCOL = f"{REALM}/protocol/openid-connect"
CLIENT_ID, CLIENT_SECRET = "telavis", "a secret: with / signs +"
Spoil = Callable[[Any], Any]


def untouched(answer: Any) -> Any:
    return answer


@dataclass
class _Client(ClientMixin):
    """Us, as we are registered there."""

    id: str
    secret: str
    redirect_uris: list[str]
    by_certificate: bool
    """The connection has shown who we are: no secret is wanted, nor taken."""

    def get_client_id(self) -> str:
        return self.id

    def get_default_redirect_uri(self) -> None:
        return None

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == self.secret

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return (method == "none") if self.by_certificate else method.startswith("client_secret_")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class _Code(AuthorizationCodeMixin):
    code: str
    client_id: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    person: dict[str, Any]
    acr: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> str:
        return self.acr

    def get_amr(self) -> list[str]:
        return ["smartcard"]


@dataclass
class Provider:
    """`person` is who sits before it; each `spoil_…` is given an honest answer and returns what leaves."""

    person: dict[str, Any]
    key: Key
    acr: str = "eidas1"
    alg: str = "RS256"
    redirect_uris: list[str] = field(default_factory=list)
    refuses: bool = False
    spoil_claims: Spoil = untouched
    spoil_id_token: Spoil = untouched
    spoil_grant: Spoil = untouched
    spoil_userinfo: Spoil = untouched
    spoil_keys: Spoil = untouched
    spoil_return: Spoil = untouched
    signs_userinfo: bool = False
    encrypt: Callable[[str], str] | None = None
    """When set, UserInfo goes through it, signed or not."""
    status: int = 0
    """When set, every answer to our server has this status."""
    asked: list[str] = field(default_factory=list)
    """The paths at which our server has asked."""
    ended_sessions: list[str] = field(default_factory=list)
    """The subjects of the sessions that were ended."""
    issuer_told: str = ""
    """Another issuer, told by the discovery document."""
    url: str = ""
    codes: dict[str, _Code] = field(default_factory=dict)
    access: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def issuer(self) -> str:
        return self.url + REALM

    def start(self, tls: ssl.SSLContext | None = None) -> None:
        """With `tls`, one that asks for certificates: ours is then the way to say who we are."""
        application = _application(self, by_certificate=tls is not None)
        self._server = make_server("127.0.0.1", 0, application, threaded=True, ssl_context=tls)
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def sign(self, claims: dict[str, Any], *, key: Key | None = None, alg: str = "", **header: Any) -> str:
        """A token; by default with the provider's own key."""
        key, alg = key or self.key, alg or self.alg
        return jwt.encode({"alg": alg, "kid": self.key.kid, **header}, claims, key, [alg])


def _application(provider: Provider, *, by_certificate: bool) -> flask.Flask:
    app = flask.Flask(__name__)
    app.config["SECRET_KEY"] = "tests"
    client = _Client(CLIENT_ID, CLIENT_SECRET, provider.redirect_uris, by_certificate)

    class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post", "none"]

        def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
            asked = request.payload.data
            provider.codes[code] = _Code(
                code, client.id, request.payload.redirect_uri, request.scope, asked.get("nonce"),
                asked.get("code_challenge"), asked.get("code_challenge_method"), provider.person, provider.acr,
            )  # fmt: skip

        def query_authorization_code(self, code: str, client: _Client) -> _Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: _Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: _Code) -> dict[str, Any]:
            return authorization_code.person

    class IdentityToken(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def get_client_algorithm(self, client: _Client) -> str:
            return provider.alg

        def resolve_client_private_key(self, client: _Client) -> Key:
            return provider.key

        def get_client_claims(self, client: _Client) -> dict[str, Any]:
            return {"iss": provider.issuer, "aud": client.id, "azp": client.id, "exp": int(time.time()) + 300}

        def generate_user_info(self, user: dict[str, Any], scope: str) -> dict[str, Any]:
            return {"sub": user["sub"], "preferred_username": user.get("preferred_username", "")}

        def encode_id_token(self, token: dict[str, Any], request: OAuth2Request) -> Any:
            honest = super().encode_id_token(token, request)
            claims = provider.spoil_claims(dict(jwt.decode(honest, provider.key, [provider.alg]).claims))
            return provider.spoil_id_token(provider.sign(claims))

    def save_token(token: dict[str, Any], request: OAuth2Request) -> None:
        provider.access[token["access_token"]] = request.user

    server = AuthorizationServer(
        app, lambda client_id: client if client_id == client.id else None, save_token
    )
    server.register_grant(CodeGrant, [IdentityToken(require_nonce=True), CodeChallenge(required=True)])

    @app.before_request
    def fail_if_told() -> flask.Response | None:
        provider.asked.append(flask.request.path)
        is_ours = flask.request.path.startswith(REALM) and not flask.request.path.endswith("/logout")
        return flask.Response("<h1>fault</h1>", provider.status) if provider.status and is_ours else None

    @app.get(f"{REALM}/.well-known/wallet-openid-configuration")
    @app.get(f"{REALM}/.well-known/openid-configuration")
    def discovery() -> Any:
        base = provider.url + PROTOCOL
        return {
            "issuer": provider.issuer_told or provider.issuer,
            "authorization_endpoint": f"{provider.url}/wallet/auth",
            "token_endpoint": f"{base}/token",
            "userinfo_endpoint": f"{base}/userinfo",
            "jwks_uri": f"{base}/certs",
            "end_session_endpoint": f"{base}/logout",
        }

    @app.get("/wallet/auth")
    def authorize() -> Any:
        try:
            grant = server.get_consent_grant(end_user=provider.person)
        except OAuth2Error as error:
            return server.handle_error_response(None, error)
        answer = server.create_authorization_response(
            grant=grant, grant_user=None if provider.refuses else provider.person
        )
        answer.headers["Location"] = provider.spoil_return(answer.headers["Location"])
        return answer

    @app.post(f"{PROTOCOL}/token")
    def token() -> Any:
        answer = server.create_token_response()
        if answer.status_code == 200:
            answer.set_data(json.dumps(provider.spoil_grant(json.loads(answer.get_data()))))
        return answer

    @app.get(f"{PROTOCOL}/userinfo")
    def userinfo() -> Any:
        person = provider.access.get(flask.request.headers.get("Authorization", "").removeprefix("Bearer "))
        if person is None:
            return flask.Response(status=401)
        told = provider.spoil_userinfo(dict(person))
        claims = {"iss": provider.issuer, "aud": CLIENT_ID, **told}
        words = provider.sign(claims) if provider.signs_userinfo else json.dumps(told)
        if provider.encrypt:
            words = provider.encrypt(words)
        is_token = provider.signs_userinfo or provider.encrypt
        return flask.Response(
            words, content_type=f"application/{'jwt' if is_token else 'json'};charset=UTF-8"
        )

    @app.get(f"{PROTOCOL}/certs")
    def certs() -> Any:
        public = {**provider.key.as_dict(private=False), "kid": provider.key.kid, "use": "sig"}
        return provider.spoil_keys({"keys": [public]})

    @app.get(f"{PROTOCOL}/logout")
    def logout() -> Any:
        asked = flask.request.args
        provider.ended_sessions.append(jwt.decode(asked["id_token_hint"], provider.key).claims["sub"])
        state = {"state": asked["state"]} if "state" in asked else {}
        return flask.redirect(
            provider.spoil_return(f"{asked['post_logout_redirect_uri']}?{urlencode(state)}")
        )

    return app
