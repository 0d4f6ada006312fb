"""The report in the words that the page shows: dates spelled, names in line, nothing but text, numbers and lists."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, tzinfo
from typing import Any

from telavis.reports.content import (
    Annotation,
    Answer,
    Consent,
    Document,
    Enclosure,
    JournalLine,
    Message,
    Notice,
    Patient,
    Report,
)
from telavis.reports.datamatrix import svg, width
from telavis.reports.record import five_items
from telavis.values.french import NARROW, NO_BREAK, date_words, join_words, number, plural, time_words
from telavis.values.picture_marks import in_words, svg_of

PICTURE_WIDTH = 76.0
PICTURE_HEIGHT = 84.0
"""The room of a picture on the page, in millimetres: two side by side."""

SIGNED = (
    "L’avis engage le professionnel nommé, qui l’a rédigé et validé à la date indiquée après s’être authentifié"
    f"{NARROW}; cette mention n’est pas une signature électronique."
)
COVERED = (
    "il réunit la question, les réponses, les échanges, l’avis et ses versions, l’identité du patient et l’empreinte "
    "de chaque document joint."
)
REPLACED = (
    "Un signe absent des polices du document est remplacé par son code, par exemple [U+65E5]"
    f"{NARROW}; ce fichier porte le texte exact."
)
PICTURE_NOTE = (
    f"Images à la taille de l’impression{NARROW}; les originaux restent dans le dossier de la plateforme."
)
IN_ERROR = f"SAISIE PAR ERREUR{NARROW}: ne pas utiliser pour les soins"


def page_of(report: Report, *, sha256: str, enclosures: Iterable[Enclosure], zone: tzinfo) -> dict[str, Any]:
    """What `template.typ` reads."""
    words = _Words(zone)
    local = report.made_at.astimezone(zone)
    return {
        "title": f"Téléexpertise {report.reference}",
        "author": report.platform.name,
        "heading": report.request_type,
        "reference": report.reference,
        "state": report.state,
        "is_in_error": report.is_in_error,
        "words": {"in_error": IN_ERROR},
        "platform": asdict(report.platform),
        "made_on": {"year": local.year, "month": local.month, "day": local.day},
        "made_at": words.moment(report.made_at),
        "notices": [words.notice(notice) for notice in report.notices],
        "patient": _patient(report.patient),
        "requester": asdict(report.requester),
        "prepared_by": asdict(report.prepared_by) if report.prepared_by else None,
        "service": asdict(report.service),
        "addressed_to": asdict(report.addressed_to) if report.addressed_to else None,
        "sent_line": words.sent_line(report),
        "question": report.question,
        "answer": words.answer(report.answer) if report.answer else None,
        "earlier_answers": [words.answer(answer) for answer in report.earlier_answers],
        "form": report.form,
        "sections": [asdict(section) for section in report.sections],
        "consent": words.consent(report.consent),
        "documents": [words.document(document) for document in report.documents],
        "picture_note": PICTURE_NOTE if any(each.picture for each in report.documents) else "",
        "exchange": [words.message(message) for message in report.exchange],
        "journal": [words.journal_line(line) for line in report.journal],
        "record": [
            {"number": item.number, "title": item.title, "lines": list(item.lines)}
            for item in five_items(report, words.moment)
        ],
        "about": words.about(report),
        "sha256": sha256,
        "enclosures": [_enclosure(each) for each in enclosures],
    }


class _Words:
    """The words that need to know where the reader's clock is."""

    def __init__(self, zone: tzinfo) -> None:
        self.zone = zone

    def message(self, message: Message) -> dict[str, Any]:
        return {
            "author": message.author,
            "kind": message.kind,
            "sent_at": self.moment(message.sent_at),
            "text": message.text,
            "documents": _with_documents(message.documents),
        }

    def journal_line(self, line: JournalLine) -> dict[str, Any]:
        return {"at": self.moment(line.at), "what": line.what, "who": line.who, "why": line.why}

    def moment(self, when: datetime) -> str:
        local = when.astimezone(self.zone)
        return f"{date_words(local)} à{NO_BREAK}{time_words(local)}"

    def sent_line(self, report: Report) -> str:
        wished = f"délai souhaité{NARROW}: {report.urgency}" if report.urgency else ""
        sent = f"envoyée le {self.moment(report.sent_at)}" if report.sent_at else ""
        return ", ".join(filter(None, (sent, wished)))

    def notice(self, notice: Notice) -> dict[str, Any]:
        when = f", le {self.moment(notice.at)}" if notice.at else ""
        return {**asdict(notice), "at": "", "title": f"{notice.title}{when}"}

    def answer(self, answer: Answer) -> dict[str, Any]:
        return {
            **asdict(answer),
            "signed_at": self.moment(answer.signed_at),
            "signature": self._signature(answer),
            "signed_from": ", ".join(
                filter(None, (answer.signed_by.profession, answer.signed_by.organization))
            ),
            "correction": _correction(answer),
            "quality": _quality(answer),
            "decision": answer.decision[:1].upper() + answer.decision[1:],
            "title": f"Version {answer.version}, du {self.moment(answer.signed_at)}",
        }

    def _signature(self, answer: Answer) -> str:
        rpps = f", RPPS{NO_BREAK}{answer.signed_by.rpps}" if answer.signed_by.rpps else ""
        return f"Avis rédigé et validé par {answer.signed_by.name}{rpps}, le {self.moment(answer.signed_at)}."

    def consent(self, consent: Consent) -> list[list[str]]:
        facts = [["Patient informé et d’accord", consent.answer or "non renseigné"]]
        facts += [["Accord donné par", consent.giver]] if consent.giver else []
        facts += [["Recueilli le", date_words(consent.on)]] if consent.on else []
        facts += [["Motif", consent.reason]] if consent.reason else []
        facts += [["Accord retiré le", self.moment(consent.withdrawn_at)]] if consent.withdrawn_at else []
        return facts

    def document(self, document: Document) -> dict[str, Any]:
        pages = plural(document.pages, "page") if document.pages else ""
        details = (f"Réponse à{NARROW}: {document.question}" if document.question else "", document.added_by)
        alternative = f"Document {document.number}{NARROW}: {document.title}"
        return {
            "number": document.number,
            "title": document.title,
            "nature": ", ".join(filter(None, (document.kind, pages, _size(document.size)))),
            "detail": " · ".join(filter(None, details)),
            "added_at": self.moment(document.added_at),
            "picture": f"/{document.picture}" if document.picture else "",
            "alternative": f"{alternative} (première page)" if document.enclosure else alternative,
            "measure": _measure(document),
            "annotations": [_overlay(document, each) for each in document.annotations],
        }

    def about(self, report: Report) -> list[str]:
        platform, is_signed = report.platform, report.answer is not None
        made = (
            f"Établi le {self.moment(report.made_at)} (heure de {_zone_words(self.zone)}) pour {report.made_by}, "
            f"par {platform.name}, {platform.address}, produit en mode PDF/A-3a et PDF/UA-1. "
            f"En cas de difficulté{NARROW}: {platform.contact}."
        )
        exact = (
            f"L’empreinte ci-dessous est celle du fichier {report.reference}.json contenu dans ce PDF{NARROW}: {COVERED} "
            f"Le journal de la plateforme conserve la même empreinte. {REPLACED}"
        )
        return [made, *([SIGNED] if is_signed else []), exact]


def _patient(patient: Patient) -> dict[str, Any]:
    number_line = f"N° de sécurité sociale {patient.number}" if patient.number else patient.no_number_reason
    traits = [
        ["Nom de naissance", patient.birth_name],
        ["Nom utilisé", patient.used_name],
        ["Prénoms de naissance", patient.given_names],
        ["Sexe", patient.sex],
        ["Date et lieu de naissance", f"{_birth_date(patient)}, {patient.birth_place}"],
        ["N° de sécurité sociale", patient.number or patient.no_number_reason],
        [
            "Matricule INS",
            " ".join(filter(None, (patient.ins, f"(OID {patient.ins_oid})" if patient.ins_oid else ""))),
        ],
        ["État de l’identité", f"{patient.identity_status} (version {patient.version_number})"],
    ]
    flags = [
        word
        for word, holds in (
            ("identité douteuse", patient.is_doubtful),
            ("identité fictive", patient.is_fictitious),
            ("homonyme", patient.is_homonym),
        )
        if holds
    ]
    return {
        "name": patient.name,
        "used_name": f"Nom utilisé{NARROW}: {patient.used_name}" if patient.used_name else "",
        "line": f"Sexe {patient.sex}, {_born(patient)} ({patient.age})",
        "numbers": [
            *filter(
                None, (f"INS {patient.ins}" if patient.ins else "", number_line, patient.identity_status)
            ),
            *flags,
        ],
        "datamatrix": svg(patient.datamatrix) if patient.datamatrix else "",
        "datamatrix_width": width(patient.datamatrix) if patient.datamatrix else 0,
        "datamatrix_words": f"Datamatrix INS de {patient.name}, à scanner",
        "traits": [[name, value] for name, value in traits if value]
        + [["Attention", join_words(flags)]] * bool(flags),
    }


def _born(patient: Patient) -> str:
    verb = {"féminin": "née", "masculin": "né"}.get(patient.sex, "né(e)")
    return f"{verb} le {_birth_date(patient)}"


def _birth_date(patient: Patient) -> str:
    unknown = f" ({patient.unknown_of_birth_date})" if patient.unknown_of_birth_date else ""
    return date_words(patient.birth_date) + unknown


def _correction(answer: Answer) -> str:
    if answer.correction_reason:
        return f"Avis rectifié, version {answer.version}. Motif{NARROW}: {answer.correction_reason}"
    return (
        f"Nouvel avis, version {answer.version}, après réouverture du dossier." if answer.version > 1 else ""
    )


def _quality(answer: Answer) -> str:
    marks = (("photos", answer.photo_quality), ("informations", answer.information_quality))
    given = [f"{what} {mark} sur 5" for what, mark in marks if mark]
    return f"Qualité de la demande selon l’expert{NARROW}: {join_words(given)}." if given else ""


def _with_documents(numbers: tuple[int, ...]) -> str:
    if not numbers:
        return ""
    noun = "Document joint" if len(numbers) == 1 else "Documents joints"
    return f"{noun}{NARROW}: {join_words([f'n° {each}' for each in numbers])}"


def _measure(document: Document) -> dict[str, float]:
    """The larger side that fits: a portrait is limited by the height of its room, a landscape by the width."""
    if not document.width or not document.height:
        return {"width": PICTURE_WIDTH}
    if document.height * PICTURE_WIDTH > document.width * PICTURE_HEIGHT:
        return {"height": PICTURE_HEIGHT}
    return {"width": PICTURE_WIDTH}


def _overlay(document: Document, annotation: Annotation) -> dict[str, str]:
    """Laid over the picture, and said under it."""
    marks, scale = annotation.marks, annotation.millimetres_per_pixel
    return {
        "svg": svg_of(marks, scale, width=document.width or 1, height=document.height or 1),
        "words": f"Annotations, {annotation.author}{NARROW}: {in_words(marks, scale)}",
    }


def _enclosure(enclosure: Enclosure) -> dict[str, str]:
    return {
        "name": enclosure.name,
        "path": f"/{enclosure.name}",
        "description": enclosure.description,
        "mime_type": enclosure.mime_type,
        "relationship": enclosure.relationship,
        "size": _size(len(enclosure.content)),
    }


def _size(octets: int) -> str:
    if octets < 1_000_000:
        return f"{number(max(1, round(octets / 1000)))}{NO_BREAK}ko"
    return f"{number(octets / 1_000_000, 1)}{NO_BREAK}Mo"


def _zone_words(zone: tzinfo) -> str:
    """«Europe/Paris» → «Paris», «Indian/Reunion» → «La Réunion»."""
    name = str(zone).rpartition("/")[2].replace("_", " ")
    return {"Reunion": "La Réunion"}.get(name, name)
