"""The form of endocrinology: every row of what the services ask, each alarm and its neighbour, what it calculates."""

from decimal import Decimal
from typing import Any

import pytest

from telavis.questionnaires.answers import Answers, Written
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.form import Context, Form, JoinedDocument
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.reading import as_fields, read_fields
from tests.questionnaires.forms import called_by, told

Typed = dict[str, str | list[str]]
FORM = parse(next(entry.definition for entry in shipped() if entry.code == "endocrinologie-diabetologie"))
KINDS = {
    "endo_domaine": "choice: diabète · thyroïde · surrénale · hypophyse · calcium ou parathyroïde · "
    "gonades ou fertilité · obésité · grossesse · autre",
    "endo_objet": "choices: intensifier · initier l’insuline · hypoglycémies · choix de molécule · capteur ou pompe · "
    "découverte · nodule · bilan d’incidentalome · interprétation de bilan · préopératoire · pied",
    "dia_type": "choice: type 1 · type 2 · LADA · gestationnel · secondaire · inconnu",
    "dia_annee": "integer",
    "dia_hba1c": "rows: date · quantity",
    "dia_hba1c_valeur": "quantity % · mmol/mol",
    "dia_traitement": "group: rows · text",
    "dia_traitement_lignes": "rows: text · text · text · text · text",
    "dia_glycemies": "attachment",
    "dia_hypos": "choices: aucune · légères · nocturnes · sévères (aide d’un tiers) · non ressenties",
    "dia_hypos_nombre": "integer",
    "dia_rein_oeil": "group: decimal · quantity · date · date",
    "dia_complic": "choices: aucune · coronaire · AVC · AOMI · rétinopathie · neuropathie (monofilament) · "
    "plaie du pied · insuffisance cardiaque",
    "dia_autonomie": "choices: autonome · infirmier à domicile · EHPAD · troubles cognitifs · travail de nuit · "
    "conduite · ramadan ou autre projet",
    "endo_poids": "group: decimal · decimal · text · decimal",
    "endo_poids_kg": "decimal kg",
    "endo_ta": "group: integer · integer · integer",
    "endo_pas": "integer mmHg",
    "thy_bilan": "group: rows · quantity · decimal · decimal · decimal · choice",
    "thy_tsh": "rows: date · decimal",
    "thy_echo": "group: decimal · choice · choice · choice · attachment",
    "thy_eu_tirads": "choice: 1 · 2 · 3 · 4 · 5 · non rendu",
    "thy_contexte": "choices: aucun · grossesse · amiodarone · lithium · iode · immunothérapie · irradiation",
    "surr_imagerie": "group: decimal · decimal · choice · attachment",
    "surr_densite": "decimal UH",
    "surr_bilan": "group: quantity · decimal · decimal · decimal · decimal · decimal · decimal · attachment",
    "cal_bilan": "group: quantity · decimal · quantity · decimal · quantity · quantity · decimal",
    "cal_calcium": "quantity mmol/L · mg/L · mg/dL",
    "hyp_bilan": "attachment",
    "endo_attente": "text",
}
DIABETES = {"endo_domaine = diabete"}
TREATED = ("insuline", "sulfamide", "metformine", "isglt2", "aglp1", "idpp4", "autre")
MANDATORY: dict[str, set[str]] = {
    "endo_domaine": set(),
    "endo_objet": set(),
    "endo_gravite": set(),
    "endo_poids": set(),
    "endo_ta": set(),
    "dia_type": DIABETES,
    "dia_hba1c": DIABETES,
    "dia_classes": DIABETES,
    "dia_traitement": {f"dia_classes = {each}" for each in TREATED},
    "dia_glycemies": DIABETES,
    "dia_hypos": {"dia_classes = insuline", "dia_classes = sulfamide"},
    "dia_rein_oeil": DIABETES,
    "dia_complic": DIABETES,
    "dia_pied_signes": {"dia_complic = plaie_pied", "endo_objet = pied"},
    "dia_autonomie": DIABETES,
    "thy_bilan": {"endo_domaine = thyroide"},
    "thy_echo": {"endo_objet = nodule", "endo_domaine != surrenale", "endo_domaine != hypophyse"},
    "thy_contexte": {"endo_domaine = thyroide"},
    "surr_imagerie": {"endo_domaine = surrenale"},
    "surr_bilan": {"endo_domaine = surrenale"},
    "surr_corticoides": {"endo_domaine = surrenale"},
    "cal_bilan": {"endo_domaine = calcium"},
    "hyp_bilan": {"endo_domaine = hypophyse"},
}
ROOMS = ("endo_", "dia_", "thy_", "surr_", "cal_", "hyp_")
SUGAR: Typed = {"endo_domaine": "diabete"}
CALCIUM: Typed = {"endo_domaine": "calcium"}
INSULIN: Typed = {**SUGAR, "dia_classes": ["insuline"]}
SICK: Typed = {"endo_gravite": ["vomissements"]}
CONFUSED: Typed = {"endo_gravite": ["confusion"]}
FOOT: Typed = {"endo_objet": ["pied"]}
RED_FLAGS: list[tuple[str, Typed]] = [
    ("Cétonémie ≥ 1,5", SUGAR | {"dia_cetonemie": "1,5"}),
    ("Cétonémie ≥ 3", SUGAR | {"dia_cetonemie": "3"}),
    ("Cétonurie", SUGAR | SICK | {"dia_cetonurie": "positive"}),
    ("Glycémie", SUGAR | CONFUSED | {"dia_glycemie": "3,01"}),
    ("Hypoglycémie sévère", INSULIN | {"dia_hypos": ["nocturnes", "severes"]}),
    ("Pied avec fièvre", FOOT | {"dia_pied_signes": ["fievre"]}),
    ("Pied avec nécrose", SUGAR | {"dia_complic": ["plaie_pied"], "dia_pied_signes": ["necrose"]}),
    ("Ischémie", FOOT | {"dia_pied_signes": ["ischemie"]}),
    ("Insuffisance surrénale", {"endo_gravite": ["surrenale_aigue"]}),
    ("Thyrotoxicose", {"endo_gravite": ["thyrotoxicose"]}),
    ("Fièvre, angine", {"endo_gravite": ["agranulocytose"]}),
    ("Céphalée", {"endo_gravite": ["apoplexie"]}),
    ("Sodium", {"endo_sodium": "119"}),
    ("Calcium > 3", CALCIUM | {"cal_calcium": "3,01"}),
    ("Calcium < 1,8", CALCIUM | {"cal_calcium": "1,79"}),
    # 2.9 + 0.025 × (40 − 30) = 3.15
    ("Calcium > 3", CALCIUM | {"cal_calcium": "2,9", "cal_albumine": "30"}),
    # 1.9 + 0.025 × (40 − 50) = 1.65
    ("Calcium < 1,8", CALCIUM | {"cal_calcium": "1,9", "cal_albumine": "50"}),
    ("Diabète de type 1", SUGAR | {"dia_type": "t1", "endo_objet": ["decouverte"]}),
    ("Diabète de type 1", SUGAR | {"dia_type": "t1", "endo_objet": ["initier_insuline"]}),
]
HARMLESS: list[Typed] = [
    SUGAR | {"dia_cetonemie": "1,4"},
    SUGAR | {"dia_cetonurie": "positive", "endo_gravite": ["aucun"]},
    SUGAR | SICK | {"dia_cetonurie": "negative"},
    SUGAR | CONFUSED | {"dia_glycemie": "3"},
    SUGAR | {"dia_glycemie": "3,01", "endo_gravite": ["aucun"]},
    INSULIN | {"dia_hypos": ["nocturnes", "legeres", "non_ressenties"]},
    FOOT | {"dia_pied_signes": ["aucun"]},
    {"dia_pied_signes": ["fievre"]},
    {"endo_sodium": "120"},
    CALCIUM | {"cal_calcium": "3", "cal_albumine": "40"},
    CALCIUM | {"cal_calcium": "1,8", "cal_albumine": "40"},
    SUGAR | {"dia_type": "t2", "endo_objet": ["decouverte"]},
    SUGAR | {"dia_type": "t1", "endo_objet": ["capteur_pompe"]},
]
DIARY = JoinedDocument("0198c0de-0000-7000-8000-000000000001", "Carnet", media_type="application/pdf")
CASE: Typed = {
    "endo_domaine": "diabete",
    "endo_objet": ["intensifier", "hypoglycemies"],
    "endo_gravite": ["aucun"],
    "endo_poids_kg": "82,5",
    "endo_taille_cm": "172",
    "endo_pas": "138",
    "endo_pad": "82",
    "endo_fc": "76",
    "dia_type": "t2",
    "dia_annee": "2011",
    "dia_hba1c": "",
    "dia_hba1c/0/dia_hba1c_date": "02/09/2025",
    "dia_hba1c/0/dia_hba1c_valeur": "9,1",
    "dia_hba1c/1/dia_hba1c_date": "04/03/2025",
    "dia_hba1c/1/dia_hba1c_valeur": "8,4",
    "dia_classes": ["insuline", "metformine"],
    "dia_traitement_lignes": "",
    "dia_traitement_lignes/0/dia_traitement_nom": "insuline glargine",
    "dia_traitement_lignes/0/dia_dose_nuit": "24 UI",
    "dia_glycemies": [DIARY.id],
    "dia_hypos": ["nocturnes"],
    "dia_dfg": "58",
    "dia_complic": ["retinopathie"],
    "dia_autonomie": ["ide"],
}


def form_of(typed: Typed) -> Form:
    answers, refusals = read_fields(FORM, as_fields(typed), Answers())
    assert refusals == []
    return Form(FORM, answers, Context.of({"documents": [DIARY]}))


def flags(form: Form) -> list[str]:
    return [flag.sentence.replace("\u202f", " ") for flag in form.red_flags()]


def value(form: Form, link_id: str) -> Any:
    content = form.answers.content(link_id)
    return content.value if isinstance(content, Written) else None


def test_each_row_is_asked_as_the_services_wrote_it():
    assert {link_id: told(FORM.by_id[link_id]) for link_id in KINDS} == KINDS


def test_each_is_mandatory_where_it_matters():
    entries = [item for item in FORM.entries() if item.link_id.startswith(ROOMS)]
    assert {item.link_id: called_by(item) for item in entries if item.is_required} == MANDATORY
    several = [item for item in entries if len(item.conditions) > 1 and item.link_id != "thy_echo"]
    assert not any(item.needs_all_conditions for item in several)
    assert not FORM.by_id["endo_attente"].conditions


@pytest.mark.parametrize(("begins", "typed"), RED_FLAGS, ids=lambda each: str(each)[:60])
def test_what_cannot_wait_raises_its_alarm(begins: str, typed: Typed):
    form = form_of(typed)
    (sentence,) = flags(with_values(form) if "cal_albumine" in typed else form)
    assert sentence.startswith(begins)


@pytest.mark.parametrize("typed", HARMLESS, ids=str)
def test_what_can_wait_raises_none(typed: Typed):
    assert flags(with_values(form_of(typed))) == []


@pytest.mark.parametrize(
    ("domain", "is_asked"),
    [("thyroide", True), ("grossesse", True), ("surrenale", False), ("hypophyse", False)],
)
def test_only_a_nodule_that_may_be_of_the_thyroid_is_asked_its_eu_tirads(domain: str, is_asked: bool):
    form = form_of({"endo_domaine": domain, "endo_objet": ["nodule"]})
    assert form.shows(FORM.by_id["thy_echo"]) is is_asked


def test_a_realistic_case_is_complete_and_reads_well():
    form = with_values(form_of(CASE))
    assert [each.link_id for each in form.missing() if each.link_id.startswith(ROOMS)] == []
    assert form.problems() == []
    assert form.headline() == "diabète · intensifier, hypoglycémies"
    # 82.5 / 1.72² = 82.5 / 2.9584 = 27.887
    assert value(form, "endo_imc") == Decimal("27.9")


def test_what_is_missing_is_named_shortly():
    form = form_of({"endo_domaine": "thyroide", "endo_objet": ["nodule"], "endo_pas": "138"})
    labels = [each.label for each in form.missing() if each.link_id.startswith(ROOMS)]
    assert labels == [
        "Signes de gravité",
        "Poids et taille",
        "Pression et fréquence (PAD et FC)",
        "Bilan thyroïdien",
        "Échographie du nodule",
        "Contexte thyroïdien",
    ]


@pytest.mark.parametrize(
    ("calcium", "albumin", "corrected"),
    [
        # 2.1 + 0.025 × (40 − 28) = 2.40
        ("2,1", "28", Decimal("2.4")),
        # 2.65 + 0.025 × (40 − 45) = 2.525: five goes up
        ("2,65", "45", Decimal("2.53")),
        ("2,35", "40", Decimal("2.35")),
        ("2,35", "", None),
    ],
)
def test_the_corrected_calcium(calcium: str, albumin: str, corrected: Decimal | None):
    typed: Typed = {"cal_calcium": calcium, "cal_albumine": albumin}
    assert value(with_values(form_of(CALCIUM | typed)), "cal_calcium_corrige") == corrected
