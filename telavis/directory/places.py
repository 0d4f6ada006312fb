"""A place of work in plain values: from the directory, from Pro Santé Connect, or typed for a practice."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from telavis.accounts.proven_identity import ProvenWorkplace
from telavis.directory.models import (
    Organization,
    OrganizationKind,
    PublishedActivity,
    PublishedEstablishment,
)

_LONGEST_NAME, _LONGEST_TOWN = 200, 100
_PRACTICE_MODE = "L"


@dataclass(frozen=True)
class Place:
    """What is kept of a workplace until the registration is approved."""

    name: str
    finess: str = ""
    address_line: str = ""
    postcode: str = ""
    town: str = ""
    kind: str = OrganizationKind.OTHER

    @classmethod
    def of(cls, organization: Organization) -> Self:
        return cls(
            name=organization.name,
            finess=organization.finess,
            address_line=organization.address_line,
            postcode=organization.postcode,
            town=organization.town,
            kind=organization.kind,
        )

    @classmethod
    def proven(cls, place: ProvenWorkplace, *, of: str) -> Self:
        """«L» is a practice of one's own (nomenclature R23), unless it has a FINESS number; `of` names one without a name."""
        is_practice = place.mode == _PRACTICE_MODE and not place.finess
        return cls(
            name=(place.name or f"Cabinet de {of}")[:200],
            finess=place.finess[:9],
            address_line=place.address_line[:200],
            postcode=place.postcode[:5],
            town=place.town[:100],
            kind=OrganizationKind.PRACTICE if is_practice else OrganizationKind.OTHER,
        )

    @classmethod
    def published(cls, site: PublishedEstablishment) -> Self:
        """As the FINESS register has it."""
        return cls(
            name=site.name[:_LONGEST_NAME],
            finess=site.finess,
            address_line=site.address_line[:_LONGEST_NAME],
            postcode=site.postcode,
            town=site.town[:_LONGEST_TOWN],
            kind=site.kind,
        )

    @classmethod
    def published_with(cls, activity: PublishedActivity) -> Self:
        """As the national directory has it, for somebody who works there."""
        is_practice = activity.practice_mode == _PRACTICE_MODE and not activity.finess
        return cls(
            name=activity.structure_name[:_LONGEST_NAME],
            finess=activity.finess,
            address_line=activity.address_line[:_LONGEST_NAME],
            postcode=activity.postcode[:5],
            town=activity.town[:_LONGEST_TOWN],
            kind=OrganizationKind.PRACTICE if is_practice else OrganizationKind.OTHER,
        )

    @property
    def key(self) -> str:
        """What tells it from the others of a list."""
        return self.finess or f"{self.name}|{self.postcode}|{self.town}"

    @property
    def where(self) -> str:
        """«3 rue Haute, 99120 Port-Lavande · FINESS 990000207»."""
        town = " ".join(part for part in (self.postcode, self.town) if part)
        address = ", ".join(part for part in (self.address_line, town) if part)
        return " · ".join(part for part in (address, f"FINESS {self.finess}" if self.finess else "") if part)

    @property
    def words(self) -> str:
        """The same, after its name."""
        return ", ".join(part for part in (self.name, self.where) if part)

    def facts(self) -> dict[str, Any]:
        return asdict(self)
