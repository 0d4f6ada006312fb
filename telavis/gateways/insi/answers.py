"""The answer of the service, read with a parser that knows no entity and no document type."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from telavis.gateways.insi.envelope import SOAP
from telavis.gateways.insi.port import Answer, Found, InsServiceFault, Nobody, Several
from telavis.values.birth_dates import BirthDate
from telavis.values.ins import MatriculeINS
from telavis.values.invalid import InvalidValue

RESULT = "{http://www.cnamts.fr/INSiResultat}"
UNREADABLE = "La réponse du téléservice INSi n’est pas lisible. Réessayez plus tard."
FOUND, NOBODY, SEVERAL = "00", "01", "02"


def read_answer(content: bytes) -> Answer:
    """What the service says, or InsServiceFault."""
    try:
        root = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError) as broken:
        raise InsServiceFault(UNREADABLE, cause=f"unreadable answer ({type(broken).__name__})") from None
    fault = root.find(f".//{{{SOAP}}}Fault")
    if fault is not None:
        raise _fault(fault)
    result = root.find(f".//{RESULT}RESULTAT")
    if result is None:
        raise InsServiceFault(UNREADABLE, cause="no RESULTAT")
    code = _text(result, "CR", "CodeCR")
    if code == NOBODY:
        return Nobody()
    if code == SEVERAL:
        return Several()
    if code != FOUND:
        raise InsServiceFault(
            f"Le téléservice INSi a répondu par le code {code[:8] or 'vide'}, qui n’est pas prévu.",
            cause=f"unknown result {code[:8]}",
        )
    return _found(result)


def _found(result: Element) -> Found:
    """All the traits, or none: half an identity is no answer."""
    person = result.find(f"{RESULT}INDIVIDU")
    active = person.find(f"{RESULT}INSACTIF") if person is not None else None
    traits = person.find(f"{RESULT}TIQ") if person is not None else None
    if person is None or active is None or traits is None:
        raise InsServiceFault(UNREADABLE, cause="no INSACTIF or no TIQ")
    try:
        found = Found(
            ins=_matricule(active),
            birth_name=_text(traits, "NomNaissance"),
            given_names=_text(traits, "ListePrenom"),
            sex=_text(traits, "Sexe"),
            born=BirthDate.parse(_text(traits, "DateNaissance"), today=None),
            birth_place_code=_text(traits, "LieuNaissance"),
            former=tuple(_matricule(each) for each in person.findall(f"{RESULT}INSHISTO")),
        )
    except InvalidValue as wrong:
        raise InsServiceFault(UNREADABLE, cause=f"{type(wrong).__name__} in the answer") from None
    if not (found.birth_name and found.given_names and found.sex in ("F", "M")):
        raise InsServiceFault(UNREADABLE, cause="a trait is missing")
    return found


def _matricule(element: Element) -> MatriculeINS:
    number = _text(element, "IdIndividu", "NumIdentifiant") + _text(element, "IdIndividu", "Cle")
    return MatriculeINS.parse(number, _text(element, "OID"))


def _text(element: Element, *path: str) -> str:
    found = element.find("/".join(f"{RESULT}{name}" for name in path))
    return (found.text or "").strip() if found is not None else ""


def _fault(fault: Element) -> InsServiceFault:
    """The code of a fault may be shown; its words may hold what was asked, so they are left."""
    codes = [(value.text or "").strip() for value in fault.iter(f"{{{SOAP}}}Value")]
    code = "".join(sign for sign in (codes or [""])[-1] if sign.isalnum() or sign in "._:-")[:40]
    return InsServiceFault(
        f"Le téléservice INSi a refusé la demande (code {code or 'inconnu'}). Prévenez votre administrateur si cela dure.",
        cause=f"SOAP fault {code}",
    )
