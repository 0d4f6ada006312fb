"""What may be done to a patient, one file each; merging stands beside (`patients/merging.py`)."""

from telavis.patients.actions.create import CreationKeyReused, ReasonMissing, create
from telavis.patients.actions.new_version import (
    IdentityChangedMeanwhile,
    doubles_of,
    foreseen,
    let_ins_go,
    new_version,
)
from telavis.patients.actions.once import InsOfSomebodyElse, PatientLooksKnown
from telavis.patients.protection import EvidenceMissing, StrictTraitsProtected, is_protected

__all__ = [
    "CreationKeyReused",
    "EvidenceMissing",
    "IdentityChangedMeanwhile",
    "InsOfSomebodyElse",
    "PatientLooksKnown",
    "ReasonMissing",
    "StrictTraitsProtected",
    "create",
    "doubles_of",
    "foreseen",
    "is_protected",
    "let_ins_go",
    "new_version",
]
