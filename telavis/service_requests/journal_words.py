"""The journal in words: what happened, as time-lines and documents tell it."""

from telavis.service_requests.models import Transition
from telavis.service_requests.workflow import DeclineReason, Note, Verb
from telavis.values.french import NARROW

HAPPENED: dict[str, str] = {
    Verb.SEND: "Demande envoyée",
    Verb.DISCARD: "Brouillon mis à la corbeille",
    Verb.RESTORE: "Brouillon repris",
    Verb.RECALL: "Demande rappelée par le requérant",
    Verb.TAKE: "Prise en charge",
    Verb.RELEASE: "Remise dans la liste du service",
    Verb.ASK_MORE: "Complément demandé",
    Verb.REPLY: "Complément envoyé",
    Verb.REDIRECT: "Réorientée vers un autre service",
    Verb.DECLINE: "Déclinée",
    Verb.CANCEL: "Annulée par le requérant",
    Verb.ANSWER: "Avis signé et envoyé",
    Verb.CORRECT: "Avis rectifié",
    Verb.CLOSE: "Dossier clos",
    Verb.REOPEN: "Dossier rouvert",
    Verb.MARK_IN_ERROR: "Déclarée saisie par erreur",
    Note.SHARE: "Transférée à un collègue",
    Note.UNSHARE: "Transfert retiré",
    Note.ASSIGN: "Attribuée",
    Note.WRITE: "Message",
    Note.READ: "Avis lu",
    Note.WITHDRAW_CONSENT: "Accord du patient retiré",
    Note.MAKE_PDF: "PDF créé",
    Note.PREPARE: "Demande préparée",
}


def what_happened(line: Transition) -> str:
    """«Transférée à un collègue : Dr X», «Réorientée vers un autre service : Y»."""
    whom = line.detail.get("colleague") or line.detail.get("to")
    return f"{HAPPENED[line.verb]}{NARROW}: {whom}" if whom else HAPPENED[line.verb]


def who_did_it(line: Transition) -> str:
    """The workplace says the name too; the account's label stands in when there was none."""
    who = line.role_label or line.user_label
    return f"{who}, pour {line.on_behalf_of_label}" if line.on_behalf_of_label else who


def why(line: Transition) -> str:
    coded = DeclineReason(line.reason_code).label if line.reason_code in DeclineReason.values else ""
    return ". ".join(filter(None, (coded.capitalize(), line.reason)))
