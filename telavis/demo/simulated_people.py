"""Invented people whom the simulated Pro Santé Connect knows, in the words of the real one's UserInfo."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telavis.demo.establishments import HOSPITAL, PLACES
from telavis.directory.models import Organization, OrganizationKind, Practitioner, PractitionerRole
from telavis.values.finess import Finess
from telavis.values.professions import PHYSICIAN, title_of
from telavis.values.rpps import RPPS

GENERAL_PRACTICE = "SM54"
KNOWN_ACCOUNT = "requerant"


@dataclass(frozen=True)
class SimulatedPerson:
    """Somebody to choose on the page of the simulation; `claims` is made when it is asked for."""

    key: str
    name: str
    text: str
    claims: Callable[[], dict[str, Any]]


def people() -> list[SimulatedPerson]:
    """The one who has an account first, where the demonstration's data are loaded."""
    known = Practitioner.objects.filter(user__username=KNOWN_ACCOUNT).first()
    return [
        *([_known(known)] if known else []),
        SimulatedPerson("nouveau", "Dr Jonas Verdier", "médecin, encore inconnu de Télavis", _newcomer),
        SimulatedPerson("deux-lieux", "Dr Maëlle Garnier", "médecin, deux lieux d’exercice", _in_two_places),
        SimulatedPerson("sans-exercice", "Sacha Lemoine", "aucune profession de santé", _without_profession),
    ]


def find(key: str) -> SimulatedPerson | None:
    return next((person for person in people() if person.key == key), None)


def _known(practitioner: Practitioner) -> SimulatedPerson:
    return SimulatedPerson(
        KNOWN_ACCOUNT,
        practitioner.full_name,
        f"a déjà un compte\u202f: «\u202f{KNOWN_ACCOUNT}\u202f»",
        lambda: _claims_of(practitioner),
    )


def _claims_of(practitioner: Practitioner) -> dict[str, Any]:
    """As the directory has it today, so that nothing changes."""
    roles = (
        PractitionerRole.objects.current().filter(practitioner=practitioner).select_related("organization")
    )
    return _professional(
        practitioner.rpps,
        practitioner.given_name,
        practitioner.family_name,
        *(_activity_at(role.organization) for role in roles.order_by("pk")),
        profession=practitioner.profession,
        specialty=practitioner.specialty,
    )


def _newcomer() -> dict[str, Any]:
    return _professional(
        RPPS.with_key("1099909001"), "Jonas", "Verdier", _practice("Cabinet du Port", "99120")
    )


def _in_two_places() -> dict[str, Any]:
    hospital = next(place for place in PLACES if place.name == HOSPITAL)
    second = _activity(
        hospital.name,
        mode="S",
        finess=Finess.with_key(hospital.finess_body),
        postcode=hospital.postcode,
        town=hospital.town,
    )
    return _professional(
        RPPS.with_key("1099909002"), "Maëlle", "Garnier", _practice("Cabinet des Lavandes", "99120"), second
    )


def _without_profession() -> dict[str, Any]:
    return _person("ANS20260101000001", "Sacha", "Lemoine")


def _person(national_id: str, given: str, family: str) -> dict[str, Any]:
    return {
        "sub": f"f:simulation:{national_id}",
        "SubjectNameID": national_id,
        "given_name": given,
        "family_name": family,
        "otherIds": [],
    }


def _professional(
    rpps: str,
    given: str,
    family: str,
    *activities: dict[str, str],
    profession: str = PHYSICIAN,
    specialty: str = GENERAL_PRACTICE,
) -> dict[str, Any]:
    practice = {
        "codeProfession": profession,
        "codeCategorieProfessionnelle": "C",
        "codeCiviliteDexercice": title_of(profession).upper(),
        "nomDexercice": family,
        "prenomDexercice": given,
        "codeTypeSavoirFaire": "S" if specialty else "",
        "codeSavoirFaire": specialty,
        "activities": list(activities),
    }
    return {**_person(f"8{rpps}", given, family), "SubjectRefPro": {"exercices": [practice]}}


def _practice(name: str, postcode: str) -> dict[str, str]:
    return _activity(name, mode="L", postcode=postcode, town="Port-Lavande")


def _activity_at(place: Organization) -> dict[str, str]:
    is_practice = place.kind == OrganizationKind.PRACTICE
    return _activity(
        place.name,
        mode="L" if is_practice else "S",
        finess=place.finess,
        postcode=place.postcode,
        town=place.town,
    )


def _activity(name: str, *, mode: str, finess: str = "", postcode: str, town: str) -> dict[str, str]:
    return {
        "codeModeExercice": mode,
        "raisonSocialeSite": name,
        "numeroFinessSite": finess,
        "numeroVoie": "1",
        "codeTypeDeVoie": "PL",
        "libelleVoie": "de la Fontaine",
        "codePostal": postcode,
        "bureauCedex": town,
    }
