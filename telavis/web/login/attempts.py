"""The sign-ins at identity providers that this browser has begun: each comes back once, here, within ten minutes."""

import time
from dataclasses import dataclass
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from telavis.gateways.openid.client import Attempt
from telavis.gateways.openid.providers import Provider
from telavis.gateways.openid.tokens import same

LIFE = 10 * 60
MOST = 5
"""As many tabs as somebody may have opened; the oldest goes first."""
_KEY = "openid_attempts"


@dataclass(frozen=True)
class Begun:
    """An attempt, and the page that was wished for."""

    attempt: Attempt
    after: str
    at: int
    confirms: bool
    """Begun by somebody who is signed in, to show that it is still they."""


def begin(session: SessionBase, provider: Provider, *, after: str, confirms: bool = False) -> Attempt:
    """A new attempt, kept in the server's session."""
    attempt = Attempt.new(provider)
    row = {"attempt": attempt.to_json(), "after": after, "at": int(time.time()), "confirms": confirms}
    session[_KEY] = [*_kept(session), row][-MOST:]
    return attempt


def take(session: SessionBase, provider: Provider, *, state: str) -> Begun | None:
    """The attempt that bears this state, if it began in this session; it is taken once."""
    rows = _kept(session)
    found = next((row for row in rows if same(row["attempt"]["state"], state)), None)
    if found is None or found["attempt"]["provider"] != provider.id:
        return None
    session[_KEY] = [row for row in rows if row is not found]
    session.save()  # before the provider is asked: who presses twice finds it gone
    return Begun(Attempt(**found["attempt"]), found["after"], found["at"], found["confirms"])


def _kept(session: SessionBase) -> list[dict[str, Any]]:
    oldest = time.time() - LIFE
    return [row for row in session.get(_KEY, []) if row["at"] > oldest]
