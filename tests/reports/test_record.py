"""The five items of article R. 6316-4. docs/domain/report.md, rules 1 to 5."""

from datetime import datetime

from telavis.reports.content import Report
from telavis.reports.record import five_items
from tests.reports import examples


def lines_of(report: Report) -> list[str]:
    return [" ".join(item.lines) for item in five_items(report, datetime.isoformat)]


def test_all_five_stand_in_order() -> None:
    titles = [f"{item.number} {item.title}" for item in five_items(examples.report(), datetime.isoformat)]
    assert titles == [
        "1° Compte rendu de la réalisation de l’acte",
        "2° Actes et prescriptions effectués",
        "3° Identité des professionnels participants",
        "4° Date et heure de l’acte",
        "5° Incidents techniques survenus",
    ]


def test_acts_are_the_decision_and_the_actions() -> None:
    acts = lines_of(examples.report())[1]
    assert "consultation sous 10 jours" in acts
    assert "Photographier la lésion avec un réglet, Médecin traitant, le jour de la visite" in acts


def test_professionals_come_with_their_rpps() -> None:
    professionals = lines_of(examples.report())[2]
    assert "10003456789" in professionals
    assert "10009876543" in professionals


def test_a_signatory_of_two_versions_is_named_once() -> None:
    assert lines_of(examples.corrected())[2].count("10009876543") == 1


def test_moments_tell_every_version() -> None:
    assert lines_of(examples.corrected())[3].count("Avis rendu le") == 2


def test_without_an_answer_the_record_says_so() -> None:
    account, acts, *_others = lines_of(examples.unanswered())
    assert account == "Aucun avis rendu à la date de ce document."
    assert acts.endswith("Aucune prescription.")


def test_incidents_are_listed_or_said_to_be_none() -> None:
    assert lines_of(examples.report())[4] == "Aucun incident technique consigné dans ce dossier."
    assert lines_of(examples.report(incidents=("Document refusé",)))[4] == "Document refusé"
