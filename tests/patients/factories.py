"""People for the tests of this room."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from telavis.directory.actors import Actor
from telavis.patients import actions
from telavis.patients.models import ApartReason, Evidence, InsSource, NoNumberReason, Patient, Sex
from telavis.patients.standing import Check, ObtainedIns
from telavis.patients.traits import Traits
from telavis.values.ins import InsOid, MatriculeINS
from telavis.values.keys import new_key
from telavis.values.nir import NIR

SOMEBODY = Actor.system("Dr Martin")

JEANNE = Traits(
    birth_name="Durand",
    given_names="Jeanne Marie",
    sex=Sex.FEMALE,
    birth_date=date(1954, 3, 12),
    birth_place_code="33063",
    birth_place_label="Bordeaux (33, Gironde)",
    billing_nir=NIR.with_key("2540333063001"),
)


def traits(**changes: Any) -> Traits:
    """Jeanne Durand without a number, but for these changes."""
    without = {"billing_nir": None, "no_number_reason": NoNumberReason.UNAVAILABLE}
    # The first given name is that of the list, unless it is said.
    return replace(JEANNE, **{**without, "first_given_name": "", **changes})


WHEN = datetime(2026, 3, 10, 9, tzinfo=UTC)
CHECK = Check(Evidence.IDENTITY_CARD, WHEN, None, "Dr Martin")


def found_by_service(number: NIR | None = None, oid: InsOid = InsOid.TEST) -> ObtainedIns:
    """The INS of Jeanne Durand, as the national service gave it."""
    return ObtainedIns(MatriculeINS(number or NIR.with_key("2540333063001"), oid), InsSource.SERVICE, WHEN)


def patient(**changes: Any) -> Patient:
    """Somebody in the database, whoever else looks alike."""
    person = traits(**changes)
    known = frozenset(Patient.objects.values_list("pk", flat=True))
    return actions.create(
        person, creation_key=new_key(), by=SOMEBODY, unlike=known, why_apart=ApartReason.OTHER_PAPER
    )
