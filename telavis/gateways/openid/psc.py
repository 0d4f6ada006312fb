"""Pro Santé Connect: the national provider of health professionals (e-CPS, CPS card), in its two environments.

Source: Agence du numérique en santé, endpoints of the realm «esante-wallet». The page where people sign in stands on another
host than the issuer, and the discovery document has a name of its own: what libraries would guess is wrong.
"""

from functools import partial
from pathlib import Path

from telavis.gateways.openid.exchange import over_network
from telavis.gateways.openid.providers import EIDAS, Endpoints, Provider

ID = "psc"
LABEL = "Pro Santé Connect"
DISCOVERY = "/.well-known/wallet-openid-configuration"
SCOPE = "openid scope_all"
HOSTS = {
    "production": ("https://auth.esw.esante.gouv.fr", "https://wallet.esw.esante.gouv.fr"),
    "bas": ("https://auth.bas.psc.esante.gouv.fr", "https://wallet.bas.psc.esante.gouv.fr"),
}


def provider(
    *,
    client_id: str,
    client_secret: str,
    environment: str,
    issuer: str = "",
    certificate: str = "",
    encryption_key: str = "",
) -> Provider:
    """One of the two environments, or with `issuer` another place, whose endpoints are read there."""
    if issuer:
        known, discovery = None, issuer + DISCOVERY
    else:
        known, discovery = _endpoints(*HOSTS[environment]), ""
        issuer = known.issuer
    return Provider(
        id=ID,
        label=LABEL,
        client_id=client_id,
        client_secret=client_secret,
        issuer=issuer,
        endpoints=known,
        discovery=discovery,
        scope=SCOPE,
        weakest_acr=EIDAS[0],
        encryption_key=Path(encryption_key) if encryption_key else None,
        transport=partial(over_network, certificate=Path(certificate)) if certificate else over_network,
    )


def _endpoints(auth: str, wallet: str) -> Endpoints:
    issuer = f"{auth}/auth/realms/esante-wallet"
    protocol = f"{issuer}/protocol/openid-connect"
    return Endpoints(
        issuer=issuer,
        authorization=f"{wallet}/auth",
        token=f"{protocol}/token",
        userinfo=f"{protocol}/userinfo",
        keys=f"{protocol}/certs",
        end_session=f"{protocol}/logout",
    )
