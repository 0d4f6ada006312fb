"""From the claims of a provider to a ProvenIdentity; all of it may be missing, empty or of another kind than promised."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from telavis.accounts.proven_identity import PRO_SANTE_CONNECT, ProvenIdentity, ProvenWorkplace
from telavis.gateways.openid.client import Proof
from telavis.gateways.openid.faults import AnswerRefused
from telavis.gateways.openid.providers import Provider
from telavis.values.places import find_place
from telavis.values.professions import professions, title_of
from telavis.values.rpps import RPPS, InvalidRPPS

LONGEST = 200
LONGEST_SUBJECT = 255
MOST_WORKPLACES = 50
STUDENT = "E"
SPECIALTY = "S"
TITLES = {"DR": "Dr", "PR": "Pr", "PRE": "Pr"}
WAYS = {
    "ALL": "allée",
    "AV": "avenue",
    "BD": "boulevard",
    "CHE": "chemin",
    "CRS": "cours",
    "IMP": "impasse",
    "PL": "place",
    "QU": "quai",
    "R": "rue",
    "RTE": "route",
    "SQ": "square",
}


def identity_of(provider: Provider, proof: Proof) -> ProvenIdentity:
    """Who this is. Raises AnswerRefused when the provider does not say it."""
    if provider.id == PRO_SANTE_CONNECT:
        return _professional(provider, proof)
    return _member_of_hospital(provider, proof)


def _professional(provider: Provider, proof: Proof) -> ProvenIdentity:
    """By Pro Santé Connect: the national identifier is the key, not `sub`."""
    claims = proof.claims
    subject = _identifier(claims, "SubjectNameID")
    practices = _practices(claims)
    first = next((each for each in practices if _profession(each) in professions()), None)
    chosen = first or next((each for each in practices if _profession(each)), {})
    profession = _profession(chosen)
    return ProvenIdentity(
        provider=provider.id,
        issuer=provider.issuer,
        subject=subject,
        rpps=_rpps(subject, claims),
        given_name=_word(chosen, "prenomDexercice") or _word(claims, "given_name"),
        family_name=_word(chosen, "nomDexercice") or _word(claims, "family_name"),
        title=TITLES.get(_word(chosen, "codeCiviliteDexercice"), title_of(profession)),
        profession=profession,
        specialty=_specialty(practices, profession),
        is_professional=bool(profession),
        workplaces=tuple(dict.fromkeys(_workplaces(practices)))[:MOST_WORKPLACES],
        acr=proof.acr,
        amr=proof.amr,
        authenticated_at=timezone.now(),
    )


def _member_of_hospital(provider: Provider, proof: Proof) -> ProvenIdentity:
    """By a hospital: it says who somebody is there, never that they are a health professional."""
    claims = proof.claims
    return ProvenIdentity(
        provider=provider.id,
        issuer=provider.issuer,
        subject=_identifier(claims, "sub"),
        given_name=_word(claims, "given_name"),
        family_name=_word(claims, "family_name") or _word(claims, "name"),
        workplaces=(ProvenWorkplace(name=provider.label, finess=provider.finess),),
        email=_word(claims, "email") if claims.get("email_verified") is not False else "",
        acr=proof.acr,
        amr=proof.amr,
        authenticated_at=timezone.now(),
    )


def _identifier(claims: dict[str, Any], name: str) -> str:
    """As it is: an identifier that had to be cleaned or cut could be somebody else's."""
    identifier = _word(claims, name, LONGEST_SUBJECT)
    if not identifier or identifier != claims[name]:
        raise AnswerRefused(f"{name} cannot be kept")
    return identifier


def _practices(claims: dict[str, Any]) -> list[dict[str, Any]]:
    """The «exercices»: none for somebody who is no registered professional."""
    professional = claims.get("SubjectRefPro")
    return _objects(professional, "exercices") if isinstance(professional, dict) else []


def _profession(practice: dict[str, Any]) -> str:
    """The G15 number; a student is not what they study to be."""
    code = _code(practice, "codeProfession")
    is_student = _word(practice, "codeCategorieProfessionnelle") == STUDENT
    return f"G16_{code}" if code and is_student else code


def _specialty(practices: list[dict[str, Any]], profession: str) -> str:
    """The first specialty in the strict sense that goes with the profession."""
    fitting = (each for each in practices if _profession(each) == profession)
    return next(
        (
            _code(each, "codeSavoirFaire")
            for each in fitting
            if _code(each, "codeTypeSavoirFaire") == SPECIALTY and _code(each, "codeSavoirFaire")
        ),
        "",
    )


def _rpps(subject: str, claims: dict[str, Any]) -> str:
    """Inside the national identifier, else among the other identifiers (written in two ways)."""
    others = [*_objects(claims, "otherIds"), *_objects(claims, "otherIDs")]
    numbers = [_word(each, "identifiant") for each in others if _word(each, "origine").upper() == "RPPS"]
    for text in (subject, *numbers, *(f"8{number}" for number in numbers)):
        try:
            return RPPS.from_national_id(text)
        except InvalidRPPS:
            continue
    return ""


def _workplaces(practices: list[dict[str, Any]]) -> Iterator[ProvenWorkplace]:
    for practice in practices:
        for place in _objects(practice, "activities"):
            workplace = ProvenWorkplace(
                name=_word(place, "raisonSocialeSite") or _word(place, "enseigneCommercialeSite"),
                finess=_word(place, "numeroFinessSite") or _word(place, "numeroFinessetablissementJuridique"),
                siret=_word(place, "numeroSiretSite"),
                address_line=_address_line(place),
                postcode=_word(place, "codePostal"),
                town=_town(place),
                mode=_code(place, "codeModeExercice"),
            )
            if workplace.name or workplace.finess or workplace.address_line:
                yield workplace


def _address_line(place: dict[str, Any]) -> str:
    way = _word(place, "codeTypeDeVoie")
    parts = (
        _word(place, "numeroVoie"),
        _word(place, "indiceRepetitionVoie"),
        WAYS.get(way.upper(), way),
        _word(place, "libelleVoie"),
    )
    return " ".join(part for part in parts if part)


def _town(place: dict[str, Any]) -> str:
    code = _word(place, "codeCommune")
    known = find_place(code)
    return known.name if known else _word(place, "bureauCedex")


def _objects(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = holder.get(name)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _code(holder: dict[str, Any], name: str) -> str:
    """«10» of «10^1.2.250.1.213.1.1.5.5»."""
    return _word(holder, name).partition("^")[0]


def _word(holder: dict[str, Any], name: str, longest: int = LONGEST) -> str:
    """A word that any field can keep: printable, of bounded length."""
    value = holder.get(name)
    if not isinstance(value, str):
        return ""
    return "".join(sign for sign in " ".join(value.split()) if sign.isprintable())[:longest]
