"""What is known of an identity provider before it is spoken to."""

from dataclasses import dataclass, field
from pathlib import Path

from telavis.gateways.openid.exchange import Transport, over_network

EIDAS = ("eidas1", "eidas2", "eidas3")
"""The levels of assurance that Pro Santé Connect speaks of, the weakest first."""


@dataclass(frozen=True)
class Endpoints:
    """Where a provider is asked what."""

    issuer: str
    authorization: str
    token: str
    userinfo: str
    keys: str
    end_session: str = ""


@dataclass(frozen=True)
class Provider:
    """An identity provider: Pro Santé Connect, or the directory of a hospital."""

    id: str
    """Short, in addresses and in the database."""
    label: str
    client_id: str
    client_secret: str = field(repr=False)
    issuer: str
    endpoints: Endpoints | None = None
    """Given, or read at `discovery`."""
    discovery: str = ""
    scope: str = "openid"
    weakest_acr: str = ""
    """For Pro Santé Connect: asked for, and the least that is taken."""
    strong_acr: tuple[str, ...] = ()
    strong_amr: tuple[str, ...] = ()
    """What says that a second factor was used at the provider."""
    is_always_strong: bool = False
    """The provider lets nobody in without a second factor."""
    domains: tuple[str, ...] = ()
    """The e-mail domains of its people."""
    finess: str = ""
    """The establishment whose people it knows."""
    encryption_key: Path | None = None
    """Our private key, where UserInfo is encrypted for us."""
    is_simulated: bool = False
    transport: Transport = field(default=over_network, repr=False, compare=False)

    def takes(self, acr: str) -> bool:
        """Is this level enough to come in?"""
        if not self.weakest_acr:
            return True
        return acr in EIDAS and EIDAS.index(acr) >= EIDAS.index(self.weakest_acr)

    @property
    def may_prove_two_factors(self) -> bool:
        """Whether any answer of this provider could make our own code unnecessary."""
        return bool(self.is_always_strong or self.weakest_acr or self.strong_acr or self.strong_amr)

    def counts_as_second_factor(self, acr: str, amr: tuple[str, ...]) -> bool:
        """May our own code be left out?"""
        by_level = bool(self.weakest_acr) and self.takes(acr)
        by_words = acr in self.strong_acr or bool(set(amr) & set(self.strong_amr))
        return self.is_always_strong or by_level or by_words
