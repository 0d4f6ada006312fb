"""A simulated INS service: the official test identities, their numbers under the test OID. It answers in true envelopes.

Source of the identities: CNDA, test set of INSi. Nobody is behind them. Where the source gives no number, ours has a right key.
"""

from dataclasses import dataclass
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

from telavis.gateways.insi.client import InsClient
from telavis.gateways.insi.envelope import SOAP, Software
from telavis.values.ins import InsOid
from telavis.values.nir import NIR

ASKED = "{http://www.cnamts.fr/INSiRecSans}"
RESULT = "http://www.cnamts.fr/INSiResultat"


@dataclass(frozen=True, slots=True)
class Person:
    """One test identity. `places` are the codes under which its birth place may be asked; the first is answered."""

    birth_name: str
    given_names: str
    sex: str
    birth_date: str
    places: tuple[str, ...]
    number: str
    former: tuple[str, ...] = ()


PEOPLE = (
    Person("ADRTROIS", "DOMINIQUE", "F", "1997-02-26", ("20020", "2A020"), "297022A020778"),
    Person("ADRTROIS", "TOUSSAINT", "M", "1960-01-01", ("2B020",), "160012B020001"),
    Person("TCHITCHI", "CATARINA BELLA", "F", "1936-06-21", ("63220",), "2360663220836"),
    Person(
        "ECETINSI",
        "PIERRE-ALAIN MURIEL FLORIANT",
        "M",
        "2009-07-14",
        ("63220",),
        "1090763220834",
        ("2090763220834", "2090663220123"),
    ),
    Person("D'ARTAGNAN DE L'HERAULT", "PIERRE-ALAIN", "M", "2001-06-17", ("63220",), "1010663220001"),
    # Two of ours, so that a question without a birth place finds several.
    Person("DEUXFOIS", "ANNE", "F", "1970-01-15", ("33063",), "2700133063001"),
    Person("DEUXFOIS", "ANNE", "F", "1970-01-15", ("75056",), "2700175056001"),
)


def simulated_service() -> InsClient:
    """The whole way but the network: an envelope is written, understood, answered and read."""
    software = Software(issuer="10B0152872", authorisation="PDP17NF21DD0", instance=UUID(int=0))
    return InsClient(answer, software, is_simulated=True)


def answer(asked: bytes) -> bytes:
    """What the service would answer to this envelope."""
    question = fromstring(asked).find(f".//{ASKED}RECSANSVITALE")
    if question is None:
        return _envelope(_fault("insi_102"))
    found = [person for person in PEOPLE if _is_asked(person, question)]
    if len(found) == 1:
        return _envelope(_individual(found[0]))
    return _envelope(
        _result("02", "Plusieurs identites trouvees") if found else _result("01", "Aucune identite")
    )


def _is_asked(person: Person, question: Element) -> bool:
    """Names to the letter, as the service compares them; a place only when one is said."""
    place = _said(question, "LieuNaissance")
    return (
        _said(question, "NomNaissance") == person.birth_name
        and f"{person.given_names} ".startswith(f"{_said(question, 'Prenom')} ")
        and _said(question, "Sexe") == person.sex
        and _said(question, "DateNaissance") == person.birth_date
        and (not place or place in person.places)
    )


def _said(question: Element, name: str) -> str:
    return question.findtext(f"{ASKED}{name}", "")


def _envelope(content: Element) -> bytes:
    root = Element("soap:Envelope", {"xmlns:soap": SOAP})
    SubElement(root, "soap:Body").append(content)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _result(code: str, words: str) -> Element:
    result = Element("RESULTAT", {"xmlns": RESULT})
    report = SubElement(result, "CR")
    SubElement(report, "CodeCR").text = code
    SubElement(report, "LibelleCR").text = words
    return result


def _individual(person: Person) -> Element:
    result = _result("00", "OK")
    individual = SubElement(result, "INDIVIDU")
    _matricule(SubElement(individual, "INSACTIF"), person.number)
    for former in person.former:
        history = SubElement(individual, "INSHISTO")
        _matricule(history, former)
        SubElement(history, "TypeMatricule").text = "NIR"
    traits = SubElement(individual, "TIQ")
    for name, text in (
        ("NomNaissance", person.birth_name),
        ("ListePrenom", person.given_names),
        ("Sexe", person.sex),
        ("DateNaissance", person.birth_date),
        ("LieuNaissance", person.places[0]),
    ):
        SubElement(traits, name).text = text
    return result


def _matricule(parent: Element, body: str) -> None:
    number = NIR.with_key(body)
    identified = SubElement(parent, "IdIndividu")
    SubElement(identified, "NumIdentifiant").text = number.body
    SubElement(identified, "Cle").text = number.key
    SubElement(parent, "OID").text = InsOid.TEST


def _fault(code: str) -> Element:
    fault = Element("soap:Fault")
    SubElement(SubElement(fault, "soap:Code"), "soap:Value").text = code
    SubElement(SubElement(fault, "soap:Reason"), "soap:Text").text = "Flux inattendu"
    return fault
