"""The question as the service reads it: one SOAP 1.2 envelope (WS_INS2, rechercherInsAvecTraitsIdentite).

Source: SEL-MP-043 v05.00.01; WSDL DESIR_ICIR_EXP_1.5.0.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree.ElementTree import Element, SubElement, tostring

from telavis.gateways.insi.port import InsQuestion

SOAP = "http://www.w3.org/2003/05/soap-envelope"
ADDRESSING = "http://www.w3.org/2005/08/addressing"
ACTION = "urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecTraitsIdentite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """Who asks: the establishment, and the software with the number of its authorisation."""

    issuer: str
    authorisation: str
    instance: UUID
    name: str = "Telavis"
    version: str = "1"


def envelope(
    question: InsQuestion, software: Software, *, ids: tuple[UUID, UUID, UUID], at: datetime
) -> bytes:
    """`ids` are those of both contexts and of the message: a new one for each question."""
    root = Element("soap:Envelope", {"xmlns:soap": SOAP, "xmlns:wsa": ADDRESSING})
    header = SubElement(root, "soap:Header")
    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
    _insurance_context(header, software, str(ids[0]), moment)
    _software_context(header, software, str(ids[1]), moment)
    _text(header, "wsa:Action", ACTION)
    _text(header, "wsa:MessageID", f"uuid:{ids[2]}")
    _question(SubElement(root, "soap:Body"), question)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _insurance_context(header: Element, software: Software, id: str, moment: str) -> None:
    context = SubElement(
        header, "ctxbam:ContexteBAM", {"xmlns:ctxbam": "urn:siram:bam:ctxbam", "Version": "01_02"}
    )
    _who_and_when(context, "ctxbam", id, moment, software.issuer)
    SubElement(context, "ctxbam:COUVERTURE")


def _software_context(header: Element, software: Software, id: str, moment: str) -> None:
    context = SubElement(
        header,
        "ctxlps:ContexteLPS",
        {"xmlns:ctxlps": "urn:siram:lps:ctxlps", "Nature": "CTXLPS", "Version": "01_00"},
    )
    _who_and_when(context, "ctxlps", id, moment, software.issuer)
    described = SubElement(context, "ctxlps:LPS")
    _text(described, "ctxlps:IDAM", software.authorisation).set("R", "4")
    _text(described, "ctxlps:Version", software.version)
    _text(described, "ctxlps:Instance", str(software.instance))
    _text(described, "ctxlps:Nom", software.name)


def _who_and_when(context: Element, prefix: str, id: str, moment: str, issuer: str) -> None:
    _text(context, f"{prefix}:Id", id)
    _text(context, f"{prefix}:Temps", moment)
    _text(context, f"{prefix}:Emetteur", issuer)


def _question(body: Element, question: InsQuestion) -> None:
    asked = SubElement(body, "RECSANSVITALE", {"xmlns": "http://www.cnamts.fr/INSiRecSans"})
    _text(asked, "NomNaissance", question.birth_name)
    _text(asked, "Prenom", question.given_name)
    _text(asked, "Sexe", question.sex)
    _text(asked, "DateNaissance", question.birth_date.isoformat())
    if question.birth_place_code:
        _text(asked, "LieuNaissance", question.birth_place_code)


def _text(parent: Element, tag: str, text: str) -> Element:
    child = SubElement(parent, tag)
    child.text = text
    return child
