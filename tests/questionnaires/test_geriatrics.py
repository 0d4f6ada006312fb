"""Geriatrics: each line of the service's table, each alarm and its harmless neighbour, each calculated value."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from telavis.questionnaires.definition import Definition, Kind
from telavis.questionnaires.form import JoinedDocument
from tests.questionnaires.specialty import Typed, alarms, answered, calculated, conditions, shipped_form
from tests.questionnaires.test_shipped_items import told

KINDS = {
    "ger_motif": "choices: troubles du comportement · confusion · troubles cognitifs (bilan) · chutes · "
    "dénutrition ou amaigrissement · révision d’ordonnance · plaie ou escarre · douleur · "
    "fin de vie ou soins palliatifs · insuffisance cardiaque · infection récidivante · lieu de vie · "
    "éthique ou niveau de soins · dépression ou anxiété",
    "ger_lieu": "choices: domicile, seul · domicile, avec un aidant · USLD · EHPAD · EHPAD, unité protégée · "
    "foyer ou résidence autonomie",
    "ger_adl": "group: choices · integer",
    "ger_adl_actes": "choices: aucun de ces actes · se laver · s’habiller · aller aux toilettes · "
    "se lever et se déplacer · continence · manger",
    "ger_cognition": "group: choices · integer · integer · date · choices",
    "ger_debut": "group: choices · date",
    "ger_debut_rythme": "choices: brutal (heures à jours) · progressif · fluctuant",
    "ger_cam": "choices: aucun · début brutal ou fluctuant · inattention · pensée désorganisée · vigilance altérée",
    "ger_comportement": "group: choices · choice · choices",
    "ger_comportement_symptomes": "choices: agitation · agressivité · déambulation · cris · hallucinations · apathie · "
    "inversion du rythme veille-sommeil · refus de soins",
    "ger_comportement_danger": "choices: aucun · pour soi · pour les autres",
    "ger_facteurs": "choices: non recherchées · douleur (Algoplus) · rétention ou fécalome · infection · "
    "déshydratation · iatrogénie · changement de lieu · vue ou audition",
    "ger_non_medic": "text",
    "ger_ordonnance": "attachment, at least 1",
    "ger_changements": "group: boolean · rows",
    "ger_changements_lignes": "rows: text · choice · date",
    "ger_changement_nature": "choice: introduit · arrêté · modifié",
    "ger_chutes": "group: integer · rows · decimal",
    "ger_ta_lignes": "rows: choice · integer · integer",
    "ger_ta_position": "choice: couché · debout, 1 min · debout, 3 min",
    "ger_poids": "group: decimal · decimal · decimal · decimal · decimal",
    "ger_constantes": "group: integer · integer · integer · decimal · integer · integer · integer · choices",
    "ger_bio": "group: date · quantity · decimal · decimal · quantity · quantity"
    + " · decimal" * 4
    + " · quantity · attachment",
    "ger_ecg": "integer ms",
    "ger_aidant": "choices: pas d’aidant · aidant présent · aidant épuisé · désaccord dans la famille · "
    "pas de mesure de protection · sauvegarde de justice · curatelle · tutelle · habilitation familiale · "
    "mandat de protection future",
    "ger_zarit": "decimal sur 7",
    "ger_projet": "group: choices · attachment",
    "ger_projet_souhaits": "choices: non abordé · directives anticipées · personne de confiance désignée · "
    "réanimation acceptée · pas de réanimation · hospitalisation acceptée · pas d’hospitalisation · "
    "limitation écrite des soins",
    "ger_contraintes": "choices: aucune · barrières de lit · ceinture · sédation · secteur fermé",
    "ger_attente": "choices: ajuster l’ordonnance · éviter l’hospitalisation · hospitalisation programmée · "
    "visite de l’équipe mobile · conduite écrite pour l’équipe",
}
FIELDS = [
    *("ger_motif", "ger_lieu", "ger_adl", "ger_cognition", "ger_debut", "ger_cam", "ger_comportement"),
    *("ger_facteurs", "ger_non_medic", "ger_ordonnance", "ger_changements", "ger_chutes", "ger_poids"),
    *("ger_constantes", "ger_bio", "ger_ecg", "ger_aidant", "ger_projet", "ger_contraintes", "ger_attente"),
]
OPTIONAL = {"ger_contraintes"}
CALLED_BY = {
    "ger_cognition": {"ger_motif=cognition", "ger_motif=comportement"},
    "ger_cam": {"ger_motif=confusion", "ger_motif=comportement"},
    "ger_comportement": {"ger_motif=comportement"},
    "ger_non_medic": {"ger_motif=comportement"},
    "ger_contraintes": {"ger_motif=comportement"},
    "ger_chutes": {"ger_motif=chutes"},
    "ger_ecg": {
        "ger_ordonnance_classes=neuroleptique",
        "ger_ordonnance_classes=antidepresseur",
        "ger_ordonnance_classes=anticholinesterasique",
    },
}
CASE: Typed = {
    "ger_motif": ["comportement", "chutes"],
    "ger_signes": ["aucun"],
    "ger_debut_rythme": ["progressif"],
    "ger_lieu": ["ehpad"],
    "ger_adl_actes": ["locomotion", "continence", "repas"],
    "ger_gir": "3",
    "ger_cognition_tests": ["mmse"],
    "ger_mmse": "14",
    "ger_cam": ["aucun"],
    "ger_comportement_symptomes": ["cris", "refus"],
    "ger_comportement_frequence": "quotidien",
    "ger_comportement_danger": ["aucun"],
    "ger_facteurs": ["douleur", "retention"],
    "ger_non_medic": "Musique au moment de la toilette : moins de cris.",
    "ger_ordonnance_classes": ["neuroleptique"],
    "ger_ecg": "438",
    "ger_changements_aucun": "on",
    "ger_pas": "128",
    "ger_pad": "70",
    "ger_fc": "78",
    "ger_temperature": "36,9",
    "ger_spo2": "95",
    "ger_elimination": ["constipation"],
    "ger_chutes_nombre": "2",
    "ger_poids_kg": "54",
    "ger_poids_1mois": "56",
    "ger_bio_date": "12/01/2026",
    "ger_creatinine": "92",
    "ger_sodium": "138",
    "ger_potassium": "4,1",
    "ger_aidant": ["epuise", "tutelle"],
    "ger_projet_souhaits": ["personne_confiance", "hospitalisation_non"],
    "ger_attente": ["ordonnance", "conduite"],
}


@pytest.fixture(scope="module")
def geriatrics() -> Definition:
    return shipped_form("geriatrie")


def test_each_line_of_the_table_is_asked(geriatrics: Definition):
    assert {link_id: told(geriatrics.by_id[link_id]) for link_id in KINDS} == KINDS
    items = [geriatrics.by_id[link_id] for link_id in FIELDS]
    assert {item.link_id for item in items if not item.is_required} == OPTIONAL
    called = {item.link_id: conditions(geriatrics, item.link_id) for item in items if item.conditions}
    assert called == CALLED_BY


def test_none_of_a_list_goes_with_nothing_else(geriatrics: Definition):
    lists = [
        item for item in geriatrics.walk() if item.kind is Kind.CHOICES and item.link_id.startswith("ger_")
    ]
    assert {item.link_id for item in lists if any(each.is_exclusive for each in item.options)} == {
        *("ger_signes", "ger_aides", "ger_adl_actes", "ger_cognition_tests", "ger_diagnostic", "ger_cam"),
        *("ger_comportement_danger", "ger_facteurs", "ger_contraintes", "ger_ordonnance_classes"),
        *("ger_elimination", "ger_projet_souhaits"),
    }


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        *(
            ({"ger_signes": ["confusion_48h", sign]}, "Confusion")
            for sign in ("fievre", "deshydratation", "globe", "chute_anticoagulant")
        ),
        ({"ger_signes": ["confusion_48h"], "ger_temperature": "38"}, "Confusion"),
        ({"ger_signes": ["traumatisme_cranien"]}, "Chute avec traumatisme"),
        ({"ger_signes": ["detresse_respiratoire"]}, "Détresse"),
        ({"ger_signes": ["arret_prise_orale"]}, "Arrêt de la prise orale"),
        ({"ger_signes": ["idees_suicidaires"]}, "Idées suicidaires"),
        ({"ger_signes": ["maltraitance"]}, "Suspicion de maltraitance"),
        ({"ger_signes": ["douleur_non_controlee"]}, "Douleur non contrôlée"),
        ({"ger_signes": ["fin_de_vie_imminente"]}, "Fin de vie imminente"),
    ],
)
def test_what_cannot_wait_raises_its_alarm(geriatrics: Definition, typed: Typed, begins: str):
    (sentence,) = alarms(geriatrics, typed)
    assert sentence.startswith(begins)


@pytest.mark.parametrize(
    "typed",
    [
        {"ger_signes": ["confusion_48h"], "ger_temperature": "37,9"},
        {"ger_signes": ["fievre", "deshydratation", "globe", "chute_anticoagulant"], "ger_temperature": "39"},
        {"ger_motif": ["confusion", "fin_de_vie", "douleur"], "ger_debut_rythme": ["brutal"]},
    ],
)
def test_what_can_wait_raises_none(geriatrics: Definition, typed: Typed):
    assert alarms(geriatrics, typed) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"ger_adl_actes": ["aucun"]}, {"ger_katz": 0}),
        ({"ger_adl_actes": ["repas", "continence"]}, {"ger_katz": 2}),
        (
            {"ger_adl_actes": ["hygiene", "habillage", "toilettes", "locomotion", "continence", "repas"]},
            {"ger_katz": 6},
        ),
        # (60 - 57) / 60 = 5 % in one month; 57 / 1.6² = 22.27
        (
            {"ger_poids_kg": "57", "ger_poids_1mois": "60", "ger_taille_cm": "160"},
            {
                "ger_perte_1mois": Decimal(5),
                "ger_imc": Decimal("22.3"),
                "ger_denutrition": "critère de dénutrition",
            },
        ),
        # (57.1 → 4.83 %), no other criterion
        (
            {"ger_poids_kg": "57,1", "ger_poids_1mois": "60"},
            {"ger_perte_1mois": Decimal("4.8"), "ger_denutrition": "aucun, parmi les valeurs données"},
        ),
        # (60 - 54) / 60 = 10 % in six months: there; with an albumin of 30, severe
        (
            {"ger_poids_kg": "54", "ger_poids_6mois": "60"},
            {"ger_perte_6mois": Decimal(10), "ger_denutrition": "critère de dénutrition"},
        ),
        (
            {"ger_poids_kg": "54", "ger_poids_6mois": "60", "ger_albumine": "30"},
            {"ger_perte_6mois": Decimal(10), "ger_denutrition": "critère de dénutrition sévère"},
        ),
        # 60 / 1.6² = 23.44 and an albumin of 25: not a sign of its own
        (
            {"ger_poids_kg": "60", "ger_taille_cm": "160", "ger_albumine": "25"},
            {"ger_imc": Decimal("23.4"), "ger_denutrition": "aucun, parmi les valeurs données"},
        ),
        # 51 / 1.6² = 19.92 < 20
        (
            {"ger_poids_kg": "51", "ger_taille_cm": "160"},
            {"ger_imc": Decimal("19.9"), "ger_denutrition": "critère de dénutrition sévère"},
        ),
        # Scr 176.8 / 88.4 / 0.7 = 2.8571: 141 × 2.8571^-1.209 × 0.993^80 × 1.018 = 23.00
        ({"ger_creatinine": "176,8"}, {"ger_dfg_calcule": 23}),
        ({"ger_creatinine": "20", "ger_creatinine/unit": "mg/L"}, {"ger_dfg_calcule": 23}),
        ({"ger_creatinine": "2", "ger_creatinine/unit": "mg/dL"}, {"ger_dfg_calcule": 23}),
    ],
)
def test_what_is_calculated(
    geriatrics: Definition, monkeypatch: pytest.MonkeyPatch, typed: Typed, expected: dict[str, Any]
):
    monkeypatch.setattr(
        "telavis.questionnaires.calculation.values.timezone.localdate", lambda: date(2026, 3, 2)
    )
    assert calculated(geriatrics, {"birthDate": "1946-01-01", "gender": "female"}, typed) == expected


def test_the_criteria_of_malnutrition_are_those_from_seventy_years(geriatrics: Definition):
    found = calculated(
        geriatrics, {"birthDate": "1990-01-01"}, {"ger_poids_kg": "51", "ger_taille_cm": "160"}
    )
    assert found == {"ger_imc": Decimal("19.9"), "ger_denutrition": "prévus à partir de 70 ans"}


def test_a_whole_case_lacks_nothing_of_this_form(geriatrics: Definition):
    paper = JoinedDocument("0198", "Ordonnance", question="ger_ordonnance", media_type="image/jpeg")
    form = answered(geriatrics, CASE, {"documents": [paper]})
    assert form.problems() == []
    assert [each.link_id for each in form.missing() if each.link_id.startswith("ger_")] == []
    assert form.red_flags() == []
    assert form.headline() == "troubles du comportement, chutes · EHPAD"


def test_what_is_missing_is_said_in_few_words(geriatrics: Definition):
    form = answered(geriatrics, {"ger_motif": ["chutes"], "ger_pas": "120"})
    missing = [each.label for each in form.missing() if each.link_id.startswith("ger_")]
    assert missing == [
        *(
            "Signes qui n’attendent pas",
            "Début du changement",
            "Lieu de vie",
            "Autonomie",
            "Causes recherchées",
        ),
        *("Ordonnance complète", "Classes à risque de l’ordonnance", "Changements de l’ordonnance"),
        *("Constantes (PAD, FC, T°, SpO₂ et Diurèse et transit)", "Chutes", "Poids et nutrition", "Biologie"),
        *("Aidant, famille, protection", "Souhaits de la personne", "Ce qui vous aiderait le plus"),
    ]
