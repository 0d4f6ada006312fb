"""The five items that article R. 6316-4 asks to keep of an act of téléexpertise, and what stands for each.

See docs/domain/report.md, rules 1 to 5.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from telavis.reports.content import Person, Report
from telavis.values.french import NARROW


@dataclass(frozen=True)
class RecordItem:
    number: str
    title: str
    lines: tuple[str, ...]


def five_items(report: Report, moment: Callable[[datetime], str]) -> tuple[RecordItem, ...]:
    items = (
        ("Compte rendu de la réalisation de l’acte", _account(report, moment)),
        ("Actes et prescriptions effectués", _acts(report)),
        ("Identité des professionnels participants", _professionals(report)),
        ("Date et heure de l’acte", _moments(report, moment)),
        (
            "Incidents techniques survenus",
            report.incidents or ("Aucun incident technique consigné dans ce dossier.",),
        ),
    )
    return tuple(RecordItem(f"{rank}°", title, lines) for rank, (title, lines) in enumerate(items, 1))


def _account(report: Report, moment: Callable[[datetime], str]) -> tuple[str, ...]:
    if report.answer is None:
        return ("Aucun avis rendu à la date de ce document.",)
    version = f" (version {report.answer.version})" if report.answer.version > 1 else ""
    return (f"Avis du {moment(report.answer.signed_at)}{version}, en tête de ce document.",)


def _acts(report: Report) -> tuple[str, ...]:
    act = f"Téléexpertise{NARROW}: {report.request_type}."
    if report.answer is None:
        return (act, "Aucune prescription.")
    proposed = tuple(
        "– " + ", ".join(filter(None, (action.what, action.who, action.when)))
        for action in report.answer.actions
    )
    return (act, f"Décision{NARROW}: {report.answer.decision}.", *proposed)


def _professionals(report: Report) -> tuple[str, ...]:
    experts = {
        _identity(answer.signed_by): None
        for answer in (report.answer, *reversed(report.earlier_answers))
        if answer
    }
    asked_of = f"Service sollicité{NARROW}: {report.service.name}, {report.service.organization}"
    return (
        f"Requérant{NARROW}: {_identity(report.requester)}",
        asked_of,
        *(f"Expert{NARROW}: {expert}" for expert in experts),
    )


def _identity(person: Person) -> str:
    rpps = f"RPPS {person.rpps}" if person.rpps else ""
    return ", ".join(filter(None, (person.name, person.profession, person.organization, rpps)))


def _moments(report: Report, moment: Callable[[datetime], str]) -> tuple[str, ...]:
    sent = (f"Demande envoyée le {moment(report.sent_at)}",) if report.sent_at else ()
    answers = (*report.earlier_answers, report.answer)
    given = (f"Avis rendu le {moment(answer.signed_at)}" for answer in answers if answer)
    return (*sent, *given)
