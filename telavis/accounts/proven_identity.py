"""Who somebody is, as an identity provider has proved it; kept in the server's session until an account is theirs.

`web/login` keeps it after a sign-in of somebody whom no account knows; the sign-up pages read it with `from_session`.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

PRO_SANTE_CONNECT = "psc"
"""The provider whose subjects are national identifiers; the others are hospitals, by names of their own."""

PROOF_LASTS = timedelta(minutes=30)
_KEY = "proven_identity"


Session = SessionBase | dict[str, Any]


@dataclass(frozen=True)
class ProvenWorkplace:
    """One place where somebody works, in the words of the provider; any of them may be empty."""

    name: str
    finess: str = ""
    siret: str = ""
    address_line: str = ""
    postcode: str = ""
    town: str = ""
    mode: str = ""
    """L: liberal, S: salaried, B: volunteer (nomenclature R23)."""


@dataclass(frozen=True)
class ProvenIdentity:
    """What the provider said; nothing here was typed by the person."""

    provider: str
    issuer: str
    subject: str
    """The national identifier (SubjectNameID) for Pro Santé Connect, `sub` for a hospital."""
    given_name: str
    family_name: str
    authenticated_at: datetime
    rpps: str = ""
    title: str = ""
    profession: str = ""
    """Number of the nomenclature G15 («10» is a physician), empty for somebody who is no registered professional."""
    specialty: str = ""
    is_professional: bool = False
    workplaces: tuple[ProvenWorkplace, ...] = ()
    email: str = ""
    acr: str = ""
    amr: tuple[str, ...] = ()

    @property
    def full_name(self) -> str:
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)

    @property
    def is_by_psc(self) -> bool:
        return self.provider == PRO_SANTE_CONNECT

    def facts(self) -> dict[str, Any]:
        """As JSON, for an `ExternalIdentity` and for a session."""
        return {**asdict(self), "authenticated_at": self.authenticated_at.isoformat()}

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Self:
        """The inverse of `facts`."""
        return cls(
            **{
                **facts,
                "authenticated_at": datetime.fromisoformat(facts["authenticated_at"]),
                "workplaces": tuple(ProvenWorkplace(**place) for place in facts["workplaces"]),
                "amr": tuple(facts["amr"]),
            }
        )

    def to_session(self, session: Session) -> None:
        """Keep it for the next pages of this browser; it never leaves the server."""
        session[_KEY] = self.facts()

    @classmethod
    def from_session(cls, session: Session) -> Self | None:
        """Who this browser has just proved to be; None when nobody has, or when that was half an hour ago."""
        facts = session.get(_KEY)
        if not isinstance(facts, dict):
            return None
        identity = cls.from_facts(facts)
        if timezone.now() - identity.authenticated_at > PROOF_LASTS:
            forget_proof(session)
            return None
        return identity


def forget_proof(session: Session) -> None:
    """Once an account was opened or linked with it, or it is too old."""
    session.pop(_KEY, None)
