"""How far an identity may be trusted: the number that came with it, the paper that was checked, what is said of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from telavis.patients.models import IdentityVersion
from telavis.patients.vocabulary import Evidence, IdentityStatus, InsSource
from telavis.values.ins import MatriculeINS
from telavis.values.invalid import InvalidValue


class InvalidStanding(InvalidValue):
    """The rules of the national identity do not allow this; the message says which one."""


@dataclass(frozen=True, slots=True)
class ObtainedIns:
    """The patient's own number, whence and when it came."""

    matricule: MatriculeINS
    source: InsSource
    at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """A paper with a photograph, or what stands for it, compared with the traits by somebody."""

    kind: Evidence
    at: datetime
    by_id: UUID | None
    by_label: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    ins: ObtainedIns | None = None
    check: Check | None = None
    is_doubtful: bool = False
    is_fictitious: bool = False
    is_homonym: bool = False

    def __post_init__(self) -> None:
        if self.is_doubtful and self.is_fictitious:
            raise InvalidStanding("Une identité est douteuse ou fictive, jamais les deux.")
        if self.is_fictitious and self.is_homonym:
            raise InvalidStanding("Une identité fictive n’a pas d’homonyme : choisissez l’un ou l’autre.")
        if self.is_uncertain and self.ins:
            raise InvalidStanding("Une identité douteuse ou fictive ne garde pas de matricule INS.")

    @property
    def is_uncertain(self) -> bool:
        return self.is_doubtful or self.is_fictitious

    @property
    def status(self) -> IdentityStatus:
        """What the rules make of it: nobody chooses a status."""
        if self.is_uncertain:
            return IdentityStatus.PROVISIONAL
        found = self.ins is not None and self.ins.source == InsSource.SERVICE
        if self.check:
            return IdentityStatus.QUALIFIED if found else IdentityStatus.VALIDATED
        return IdentityStatus.RETRIEVED if self.ins else IdentityStatus.PROVISIONAL

    def described(self, *, is_doubtful: bool, is_fictitious: bool, is_homonym: bool) -> Self:
        """The same with these attributes; doubtful or fictitious, its number is let go."""
        ins = None if is_doubtful or is_fictitious else self.ins
        return replace(
            self, ins=ins, is_doubtful=is_doubtful, is_fictitious=is_fictitious, is_homonym=is_homonym
        )

    def without_ins(self) -> Self:
        """Its traits are no longer those that came with the number."""
        return replace(self, ins=None)

    def columns(self) -> dict[str, Any]:
        """As a version keeps it."""
        ins, check = self.ins, self.check
        return {
            "status": self.status,
            "ins_oid": ins.matricule.oid if ins else "",
            "ins_matricule": ins.matricule.number if ins else "",
            "ins_source": ins.source if ins else "",
            "ins_obtained_at": ins.at if ins else None,
            "evidence_kind": check.kind if check else "",
            "checked_at": check.at if check else None,
            "checked_by_id": check.by_id if check else None,
            "checked_by_label": check.by_label if check else "",
            "is_doubtful": self.is_doubtful,
            "is_fictitious": self.is_fictitious,
            "is_homonym": self.is_homonym,
        }


PROVISIONAL = Standing()
"""What somebody said, and nothing else yet."""


def standing_of(version: IdentityVersion) -> Standing:
    """What a stored version says of itself."""
    return Standing(
        ins=_ins_of(version),
        check=_check_of(version),
        is_doubtful=version.is_doubtful,
        is_fictitious=version.is_fictitious,
        is_homonym=version.is_homonym,
    )


def _ins_of(version: IdentityVersion) -> ObtainedIns | None:
    if not version.ins_obtained_at:
        return None
    matricule = MatriculeINS.parse(version.ins_matricule, version.ins_oid)
    return ObtainedIns(matricule, InsSource(version.ins_source), version.ins_obtained_at)


def _check_of(version: IdentityVersion) -> Check | None:
    if not version.checked_at:
        return None
    return Check(
        Evidence(version.evidence_kind), version.checked_at, version.checked_by_id, version.checked_by_label
    )
