"""Nobody is there twice: of two who are the same person, the second finds the first."""

import hashlib

from django.db import connection

from telavis.patients.models import Patient
from telavis.patients.queries import PatientRow, Similar
from telavis.patients.standing import Standing
from telavis.patients.traits import Traits


class PatientLooksKnown(Exception):
    """Somebody with the same number or the same traits exists: a person must say whether it is they."""

    def __init__(self, rows: list[PatientRow]) -> None:
        super().__init__("Un patient qui lui ressemble existe déjà.")
        self.rows = rows


class InsOfSomebodyElse(Exception):
    """Another patient has this very INS: these two are probably one person."""

    def __init__(self, patient: Patient) -> None:
        super().__init__("Ce matricule INS est déjà celui d’un autre patient.")
        self.patient = patient


def wait_for_twin(traits: Traits) -> None:
    """Of people born one day, or under one number, one passes after the other: the second sees the first.

    By the date and not by the names, since the same person comes as Durand and as Durant. In the order of the keys, so
    that no two wait for each other.
    """
    marks = [
        f"born {traits.birth_date.isoformat()}",
        f"number {traits.billing_nir}" if traits.billing_nir else "",
    ]
    digests = (hashlib.blake2b(mark.encode(), digest_size=8).digest() for mark in marks if mark)
    with connection.cursor() as cursor:
        for key in sorted(int.from_bytes(digest, signed=True) for digest in digests):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def refuse_ins_of_somebody_else(standing: Standing, *, but: Patient | None = None) -> None:
    """Before looking for who looks alike: whoever has this very INS is known, and not perhaps."""
    if standing.ins is None:
        return
    matricule = standing.ins.matricule
    theirs = Patient.objects.filter(ins_oid=matricule.oid, ins_matricule=matricule.number)
    somebody_else = theirs.exclude(pk__in=[but.pk] if but else []).select_related("current").first()
    if somebody_else:
        raise InsOfSomebodyElse(somebody_else)


def keys_of(alike: list[Similar]) -> list[str]:
    return sorted({str(each.patient) for each in alike})
