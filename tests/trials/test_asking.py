"""How much a requester must do: from the home page to «Envoyer à l’expert», two files, a patient who is known.

Every gesture counts: a press, a field that is filled, a box that is ticked. The answers are what the case turns on; what
stands in the letter is said once to stand there.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from telavis.directory.models import HealthcareService, PractitionerRole
from telavis.patients.models import Patient
from telavis.questionnaires.models import QuestionnaireResponse, RequestType
from telavis.service_requests.models import ServiceRequest
from telavis.service_requests.workflow import State
from tests.factories import ServiceRequestFactory
from tests.journeys.desk import Desk
from tests.patients.factories import patient
from tests.trials.plugin import FEW, Trial

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.demo.urls")]

MOST_GESTURES, MOST_SECONDS = 25, 90
NAME = "Quenouillard"
WHY = "dit dans l’histoire ou les documents joints"
BEFORE = {
    "contexte": {"codes": ["cabinet"]},
    "antecedents": {"codes": ["hta"]},
    "traitements_texte": {"value": "Amlodipine 5 mg le matin"},
    "allergies": {"codes": ["aucune"]},
}


@dataclass(frozen=True)
class Case:
    """One request: its type, what is asked, what it turns on (question → answer)."""

    code: str
    title: str
    question: str
    story: str
    answers: dict[str, str]


CASES = (
    Case(
        "dermatologie", "Dermatologie", "Cette lésion doit-elle être retirée, et sous quel délai ?",
        "Lésion du haut du dos, remarquée il y a quatre mois, qui s’étend.",
        {"Type de problème": "lésion(s) pigmentée(s)", "Localisation": "haut du dos", "Depuis": "< 6 mois",
         "Évolution": "augmente", "Signes généraux": "aucun"},
    ),
    Case(
        "maladies-infectieuses", "Maladies infectieuses", "Quel antibiotique, et pour combien de temps ?",
        "Érysipèle de jambe, troisième jour d’amoxicilline, la rougeur s’étend encore.",
        {"Objet de la demande": "échec", "Site suspect": "peau ou parties molles", "Terrain": "diabète",
         "Matériel étranger": "non", "Conscience": "normale"},
    ),
    Case(
        "nephrologie", "Néphrologie", "Quel bilan pour ce DFG qui baisse ?",
        "DFG de 48 au bilan annuel, 62 il y a deux ans. Tension correcte sous amlodipine.",
        {"Motif": "baisse du DFG découverte", "Signes associés": "aucun", "Type de diabète": "non",
         "Évolution de la créatinine": "monte sur plus de trois mois", "Résultat": "négatif"},
    ),
    Case(
        "cardiologie-ecg", "Cardiologie", "L’ECG est-il normal avant une arthroscopie ?",
        "Bilan préopératoire, aucun symptôme, bonne tolérance à l’effort.",
        {"Motif de l’ECG": "pré-opératoire", "Symptôme pendant l’enregistrement": "non",
         "Sur ce tracé, voyez-vous": "aucun de ces signes", "Antécédents cardiaques": "aucun",
         "Un ECG antérieur existe": "non"},
    ),
    Case(
        "hematologie", "Hématologie", "Faut-il explorer cette thrombopénie ?",
        "Plaquettes à 105 G/L, contrôlées sur tube citraté, connues depuis un an, sans saignement.",
        {"Motif": "thrombopénie", "Contexte de découverte": "fortuite", "Signes": "aucun",
         "Signes de gravité": "aucun", "Examen clinique": "normal"},
    ),
    Case(
        "endocrinologie-diabetologie", "Endocrinologie", "Quel bilan pour ce nodule thyroïdien ?",
        "Nodule droit de 12 mm découvert à l’échographie des carotides, euthyroïdie.",
        {"Domaine": "thyroïde", "Signes de gravité": "aucun", "Contexte thyroïdien": "aucun"},
    ),
    Case(
        "geriatrie", "Gériatrie", "Comment alléger cette ordonnance ?",
        "Deux chutes en un mois, onze médicaments, levers nocturnes, pas de perte de connaissance.",
        {"Motif": "révision d’ordonnance", "Signes qui n’attendent pas": "aucun",
         "Lieu de vie": "domicile, avec un aidant", "Dans cette ordonnance": "benzodiazépine ou apparenté",
         "Ce qui vous aiderait le plus": "ajuster l’ordonnance"},
    ),
    Case(
        "plaies-cicatrisation", "Plaies", "Quel pansement, et faut-il une compression ?",
        "Ulcère de la face interne de la jambe gauche depuis trois mois, suintant, pouls perçus.",
        {"Nature de la plaie": "ulcère veineux", "Signes qui n’attendent pas": "aucun",
         "Berges et peau autour": "macérées", "Signes d’infection": "aucun", "But et suivi": "choix de pansement"},
    ),
)  # fmt: skip


def test_a_request_takes_at_most_25_gestures(
    open_desk: Callable[[str], Desk], files: tuple[Path, Path], trial: Trial
):
    cases = CASES if trial.count > FEW else CASES[:1]
    known = patient(birth_name=NAME)
    for case in cases:
        already_asked(case, known)
    desk = open_desk("requerant")
    desk.sign_in()
    for case in cases:
        desk.goes_home()
        desk.gestures, started = 0, time.monotonic()
        ask(desk, case, files)
        seconds = round(time.monotonic() - started)
        trial.note(**{case.code: f"{desk.gestures} gestures, {seconds} s of the machine"})
        assert desk.gestures <= MOST_GESTURES, case.code
    sent = ServiceRequest.objects.filter(
        state=State.SENT, answer=None, requester__practitioner__user__username="requerant"
    )
    assert sent.count() == len(cases)


def already_asked(case: Case, known: Patient) -> None:
    """The same requester asked the same service about this patient last year: what it said of them is there."""
    request_type = RequestType.objects.get(code=case.code)
    service = HealthcareService.objects.filter(offers__request_type=request_type).first()
    response = QuestionnaireResponse.objects.create(questionnaire=request_type.questionnaire, answers=BEFORE)
    ServiceRequestFactory(
        declined=True,
        patient=known,
        requester=PractitionerRole.objects.filter(practitioner__user__username="requerant").earliest("pk"),
        request_type=request_type,
        healthcare_service=service,
        response=response,
        owner=None,
    )


def ask(desk: Desk, case: Case, files: tuple[Path, Path]) -> None:
    desk.follow("Créer une téléexpertise")
    desk.write("Nom", NAME)
    desk.press("Rechercher")
    desk.press_first("C’est ce patient")
    desk.tick("oui, oral")
    desk.press("Suivant")
    desk.tick_beginning(case.title)
    desk.press("Suivant")
    desk.press("Sauvegarder")
    fill_in(desk, case, files)
    desk.press("Relire et envoyer")
    desk.write("Rien de cela n’est disponible\u202f? Dites pourquoi, une fois pour toutes ces questions", WHY)
    desk.press("Le dire pour toutes")
    desk.press("Envoyer à l’expert")
    expect(desk.heading("Votre demande est envoyée")).to_be_visible()


def fill_in(desk: Desk, case: Case, files: tuple[Path, Path]) -> None:
    desk.press("Tout reprendre")
    expect(desk.heading("Déjà dit dans vos demandes pour ce patient")).to_have_count(0)
    desk.add_documents(*files)
    desk.write("Votre question précise", case.question)
    desk.tick("conduite à tenir", under="Nature de la question")
    desk.tick("≤ 7 jours", under="Délai souhaité")
    desk.tick("oui, en consultation", under="Sans cet avis, auriez-vous adressé le patient ?")
    desk.write("Histoire en 5 lignes", case.story)
    for question, answer in case.answers.items():
        desk.tick(answer, under=question)
