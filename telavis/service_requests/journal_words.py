"""The journal in words: what happened, as time-lines and documents tell it."""

from collections.abc import Mapping
from typing import Any

from telavis.service_requests.models import Transition
from telavis.service_requests.workflow import DeclineReason, Note, Verb

WORDS: dict[str, str] = {
    Verb.SEND: "Envoyée",
    Verb.DISCARD: "Mise à la corbeille",
    Verb.RESTORE: "Reprise de la corbeille",
    Verb.RECALL: "Envoi annulé",
    Verb.TAKE: "Prise en charge",
    Verb.RELEASE: "Remise dans la liste",
    Verb.ASK_MORE: "Complément demandé",
    Verb.REPLY: "Complément envoyé",
    Verb.REDIRECT: "Réorientée vers {to}",
    Verb.DECLINE: "Déclinée",
    Verb.CANCEL: "Annulée par le requérant",
    Verb.ANSWER: "Avis signé",
    Verb.CORRECT: "Avis rectifié",
    Verb.CLOSE: "Close",
    Verb.REOPEN: "Rouverte",
    Verb.MARK_IN_ERROR: "Déclarée saisie par erreur",
    Note.SHARE: "Transférée à {colleague}",
    Note.UNSHARE: "Transfert à {colleague} retiré",
    Note.ASSIGN: "Attribuée à {member}",
    Note.WRITE: "Message envoyé",
    Note.READ: "Avis lu",
    Note.WITHDRAW_CONSENT: "Accord du patient retiré",
    Note.MAKE_PDF: "PDF créé",
    Note.PREPARE: "Préparée, à envoyer",
    Note.ANNOTATE: "Image annotée\u202f: {picture}",
}
"""One vocabulary for screens and PDF; in braces, what the line keeps in its `detail`."""


def what_happened(verb: str, detail: Mapping[str, Any]) -> str:
    """«Transférée à Dr X», «Réorientée vers Y»."""
    return WORDS[verb].format_map(_Said({name: str(value) for name, value in detail.items()}))


class _Said(dict[str, str]):
    """A line that keeps less than its words expect is still told."""

    def __missing__(self, key: str) -> str:
        return "…"


def who_did_it(line: Transition) -> str:
    """The workplace says the name too; the account's label stands in when there was none."""
    who = line.role_label or line.user_label
    return f"{who}, pour {line.on_behalf_of_label}" if line.on_behalf_of_label else who


def why(line: Transition) -> str:
    coded = DeclineReason(line.reason_code).label if line.reason_code in DeclineReason.values else ""
    return ". ".join(filter(None, (coded.capitalize(), line.reason)))
