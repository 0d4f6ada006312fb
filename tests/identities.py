"""Identities as providers prove them, for the tests."""

from typing import Any

from django.utils import timezone

from telavis.accounts.proven_identity import PRO_SANTE_CONNECT, ProvenIdentity


def proven(**fields: Any) -> ProvenIdentity:
    """A physician, proved by Pro Santé Connect a moment ago."""
    return ProvenIdentity(
        **{
            "provider": PRO_SANTE_CONNECT,
            "issuer": "https://auth.psc.example/realms/esante-wallet",
            "subject": "810100997245",
            "rpps": "10100997245",
            "given_name": "Robert",
            "family_name": "Essai",
            "title": "Dr",
            "profession": "10",
            "specialty": "SM54",
            "is_professional": True,
            "acr": "eidas1",
            "authenticated_at": timezone.now(),
            **fields,
        }
    )
