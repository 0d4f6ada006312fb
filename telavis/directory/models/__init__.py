"""The models of the directory: who works here (`house`), and what the State publishes of everybody (`published`)."""

from telavis.directory.models.house import (
    Delegation,
    HealthcareService,
    Organization,
    OrganizationKind,
    Originals,
    Practitioner,
    PractitionerRole,
    PractitionerRoleQuerySet,
    holds_on,
    is_there,
)
from telavis.directory.models.published import (
    DirectoryImport,
    ExtractionKind,
    PublishedActivity,
    PublishedEstablishment,
    PublishedMailbox,
    PublishedProfessional,
)

__all__ = [
    "Delegation",
    "DirectoryImport",
    "ExtractionKind",
    "HealthcareService",
    "Organization",
    "OrganizationKind",
    "Originals",
    "Practitioner",
    "PractitionerRole",
    "PractitionerRoleQuerySet",
    "PublishedActivity",
    "PublishedEstablishment",
    "PublishedMailbox",
    "PublishedProfessional",
    "holds_on",
    "is_there",
]
