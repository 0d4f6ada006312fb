"""Nephrology: what it asks and when, what cannot wait, and what it calculates, on examples worked by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from telavis.questionnaires.answers import Answers, Written
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.reading import as_fields, read_fields
from tests.questionnaires.test_shipped_items import told

NEPHROLOGY = parse(next(entry.definition for entry in shipped() if entry.code == "nephrologie"))
FREE = {"neph_immuno", "neph_famille", "neph_vasc"}
CALCULATED = "neph_dfg"
KINDS = {
    "neph_motif": "choices: baisse du DFG découverte · aggravation d’une maladie rénale connue · protéinurie · "
    "hématurie · HTA résistante · trouble ionique (Na, K, Ca, HCO₃) · lithiase · polykystose ou maladie héréditaire · "
    "lupus ou vascularite · grossesse · ajustement de médicament · préparation de la suppléance · greffé du rein · dialysé",
    "neph_creat": "group: quantity · date · decimal · rows",
    "neph_creat_lignes": "rows: date · quantity",
    "neph_creat_ancienne": "quantity µmol/L · mg/L · mg/dL",
    "neph_dfg": "decimal mL/min/1,73 m²",
    "neph_rac": "rows: date · choice · decimal",
    "neph_rac_examen": "choice: RAC en mg/mmol · RAC en mg/g · RPC en mg/mmol · RPC en mg/g · protéinurie en g/24 h",
    "neph_bu_ecbu": "group: choices · attachment",
    "neph_bu_resultat": "choices: négatif · hématurie · leucocyturie · protéinurie · non fait",
    "neph_iono": "group: decimal · decimal · decimal · decimal · quantity · quantity · choice · choice",
    "neph_hb": "group: quantity · decimal · decimal",
    "neph_ta": "group: integer · integer · choice · choices · rows",
    "neph_ta_lignes": "rows: date · integer · integer",
    "neph_diabete": "group: choice · text · choice · quantity",
    "neph_diabete_type": "choice: non · type 1 · type 2",
    "neph_retinopathie": "choice: oui · non · inconnu",
    "neph_signes": "choices: aucun · œdèmes · dyspnée d’effort · dyspnée de repos ou œdème aigu du poumon · purpura · "
    "arthralgies · fièvre · surdité · hémoptysie · troubles urinaires · prurit ou vomissements",
    "neph_urines": "choice: normale · oligurie · anurie · globe ou prostatisme",
    "neph_medic": "group: choices · long_text",
    "neph_medic_liste": "choices: aucun · IEC ou ARA2 · diurétique · spironolactone · AINS · iSGLT2 · metformine · "
    "lithium · IPP · anti-calcineurine · iode récent · phytothérapie",
    "neph_echo": "group: choice · date · choices · text · attachment",
    "neph_echo_etat": "choice: faite · prescrite · non faite",
    "neph_immuno": "attachment",
    "neph_famille": "choice: oui · non · ne sait pas",
    "neph_vasc": "choices: insuffisance cardiaque · AOMI · sténose rénale · grossesse",
    "neph_projet": "choices: autonome · EHPAD · traitement conservateur envisagé · personne à prévenir",
}
CALLED_BY = {
    "neph_hb": {"neph_dfg<45", "neph_dfg_labo<45"},
    "neph_urines": {"neph_motif=baisse_dfg", "neph_motif=aggravation", "neph_creat_evolution=mois",
                    "neph_creat_evolution=semaines", "neph_creat_evolution=jours"},
    "neph_echo": {"neph_dfg<60", "neph_dfg_labo<60"},
    "neph_projet": {"neph_dfg<20", "neph_dfg_labo<20", "neph_age>75"},
}  # fmt: skip
BOTH = {"neph_bu_resultat": ["hematurie", "proteinurie"]}
RED_FLAGS: list[dict[str, str | list[str]]] = [
    {"neph_k": "6,5", "neph_k_ecg": "normal"},
    {"neph_k": "6", "neph_k_ecg": "anormal"},
    {"neph_motif": ["aggravation"], "neph_urines": "anurie"},
    {"neph_signes": ["oap"]},
    {"neph_signes": ["hemoptysie"]},
    {"neph_dfg_labo": "14,9"},
    {"neph_creat_valeur": "500"},
    {"neph_creat_evolution": "jours"},
    {**BOTH, "neph_creat_evolution": "semaines"},
    {"neph_motif": ["hematurie", "proteinurie"], "neph_creat_evolution": "semaines"},
    {"neph_motif": ["hematurie"], "neph_bu_resultat": ["proteinurie"], "neph_creat_evolution": "semaines"},
    {"neph_motif": ["proteinurie"], "neph_bu_resultat": ["hematurie"], "neph_creat_evolution": "semaines"},
    {"neph_pas": "180", "neph_ta_souffrance": ["cephalees", "vision"]},
    {"neph_pad": "110", "neph_ta_souffrance": ["conscience"]},
    {"neph_pas": "200", "neph_ta_souffrance": ["coeur"]},
    {"neph_motif": ["greffe"], "neph_signes": ["fievre"]},
    {"neph_motif": ["greffe"], "neph_creat_evolution": "mois"},
    {"neph_motif": ["greffe"], "neph_creat_evolution": "semaines"},
    {"neph_na": "119,9"},
    {"neph_na": "134", "neph_na_signes": "oui"},
    {"neph_na": "146", "neph_na_signes": "oui"},
]
"""Each alone, all of its conditions at their limits."""
HARMLESS: list[dict[str, str | list[str]]] = [
    {"neph_k": "6,4", "neph_k_ecg": "normal"},
    {"neph_k": "5,9", "neph_k_ecg": "anormal"},
    {"neph_motif": ["proteinurie"], "neph_urines": "anurie"},
    {"neph_signes": ["dyspnee", "fievre"]},
    {"neph_dfg_labo": "15", "neph_creat_valeur": "499"},
    {"neph_motif": ["dialyse"], "neph_dfg_labo": "6", "neph_creat_valeur": "800"},
    {**BOTH, "neph_creat_evolution": "stable"},
    {"neph_bu_resultat": ["hematurie"], "neph_creat_evolution": "semaines"},
    {"neph_motif": ["proteinurie"], "neph_bu_resultat": ["proteinurie"], "neph_creat_evolution": "semaines"},
    {"neph_pas": "179", "neph_pad": "109", "neph_ta_souffrance": ["cephalees"]},
    {"neph_motif": ["greffe"], "neph_creat_evolution": "stable"},
    {"neph_na": "135", "neph_na_signes": "oui"},
    {"neph_na": "120", "neph_na_signes": "non"},
]
"""The neighbours: one condition just beyond its limit, or not there."""
PATIENT = {"birthDate": "1966-01-01", "gender": "male"}
CASE: dict[str, str | list[str]] = {
    "neph_motif": ["baisse_dfg"],
    "neph_signes": ["aucun"],
    "neph_diabete_type": "type_2",
    "neph_retinopathie": "non",
    "neph_creat_valeur": "176,8",
    "neph_creat_date": "01/03/2026",
    "neph_creat_lignes": "",
    "neph_creat_lignes/0/neph_creat_ancienne_date": "01/03/2025",
    "neph_creat_lignes/0/neph_creat_ancienne": "132,6",
    "neph_creat_lignes/1/neph_creat_ancienne_date": "01/03/2024",
    "neph_creat_lignes/1/neph_creat_ancienne": "88,4",
    "neph_creat_evolution": "mois",
    "neph_urines": "normale",
    "neph_rac": "",
    "neph_rac/0/neph_rac_date": "01/03/2026",
    "neph_rac/0/neph_rac_examen": "rac_mg_mmol",
    "neph_rac/0/neph_rac_valeur": "45",
    "neph_rac/1/neph_rac_date": "01/09/2025",
    "neph_rac/1/neph_rac_examen": "rac_mg_g",
    "neph_rac/1/neph_rac_valeur": "20",
    "neph_bu_resultat": ["negatif"],
    "neph_na": "139",
    "neph_k": "5,1",
    "neph_hemoglobine": "11,2",
    "neph_pas": "142",
    "neph_pad": "84",
    "neph_medic_liste": ["iec_ara2", "metformine"],
    "neph_echo_etat": "prescrite",
}
"""A diabetic man of sixty whose rate falls; complete but for the common part."""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "telavis.questionnaires.calculation.values.timezone.localdate", lambda: date(2026, 3, 2)
    )


def form_of(typed: dict[str, str | list[str]], patient: dict[str, str] = PATIENT) -> Form:
    answers, refusals = read_fields(NEPHROLOGY, as_fields(typed), Answers())
    assert refusals == []
    return Form(NEPHROLOGY, answers, Context.of({"patient": lambda: patient}))


def value(form: Form, link_id: str) -> Any:
    content = form.answers.content(link_id)
    return content.value if isinstance(content, Written) else None


def test_each_item_asks_for_what_it_is_about():
    assert {link_id: told(NEPHROLOGY.by_id[link_id]) for link_id in KINDS} == KINDS


def test_what_is_free_and_what_is_asked_only_where_it_matters():
    table = [NEPHROLOGY.by_id[link_id] for link_id in KINDS if link_id.count("_") == 1]
    entries = [item for item in NEPHROLOGY.entries() if item in table or item.link_id == "neph_bu_ecbu"]
    assert len(entries) == 17
    assert {item.link_id for item in entries if not item.is_required} == {*FREE, CALCULATED}
    called = {item.link_id: item for item in entries if item.conditions}
    assert {
        link_id: {f"{each.question}{each.operator}{each.value}" for each in item.conditions}
        for link_id, item in called.items()
    } == CALLED_BY
    assert not any(item.needs_all_conditions for item in called.values())


@pytest.mark.parametrize("typed", RED_FLAGS, ids=str)
def test_what_cannot_wait_raises_its_alarm(typed: dict[str, str | list[str]]):
    assert len(form_of(typed).red_flags()) == 1


@pytest.mark.parametrize("typed", HARMLESS, ids=str)
def test_what_can_wait_raises_none(typed: dict[str, str | list[str]]):
    assert form_of(typed).red_flags() == []


def test_the_calculated_rate_alarms_too():
    # 460 / 88.4 / 0.9 = 5.782: 141 × 5.782^-1.209 × 0.993^60 = 141 × 0.11984 × 0.65608 = 11.09
    form = with_values(form_of({"neph_creat_valeur": "460"}))
    assert value(form, "neph_dfg") == 11
    assert len(form.red_flags()) == 1


@pytest.mark.parametrize(("amount", "alarms"), [("50", 0), ("50,1", 1)])
def test_protein_that_only_the_laboratory_saw_alarms_with_blood_and_a_creatinine_that_rises(
    amount: str, alarms: int
):
    protein = {
        "neph_rac": "",
        "neph_rac/0/neph_rac_date": "01/03/2026",
        "neph_rac/0/neph_rac_examen": "rpc_mg_mmol",
        "neph_rac/0/neph_rac_valeur": amount,
    }
    for blood in ({"neph_bu_resultat": ["hematurie"]}, {"neph_motif": ["hematurie"]}):
        form = with_values(form_of({"neph_creat_evolution": "semaines", **protein, **blood}))
        assert len(form.red_flags()) == alarms


def test_a_whole_case_lacks_nothing_and_is_calculated():
    form = with_values(form_of(CASE))
    assert [item.link_id for item in form.missing() if item.link_id.startswith("neph")] == []
    assert form.red_flags() == []
    assert form.headline() == "baisse du DFG découverte · monte sur plus de trois mois"
    # 176.8 / 88.4 / 0.9 = 2.2222: 141 × 2.2222^-1.209 × 0.993^60 = 141 × 0.38084 × 0.65608 = 35.23
    assert value(form, "neph_dfg") == 35
    assert value(form, "neph_stade") == "G3b"
    # The oldest, two years before: 1.1111^-1.209 = 0.88040; 141 × 0.88040 × 0.993^58 = 82.59; (35.23 − 82.59) / 2
    assert value(form, "neph_pente") == Decimal("-23.7")
    # The latest of the two: 45 mg/mmol = 397.8 mg/g
    assert value(form, "neph_rac_categorie") == "A3"
    assert value(form, "neph_rac_mmol") == 45
    assert value(form, "neph_rac_g") == 398
    assert value(form, "neph_age") == 60


@pytest.mark.parametrize(
    ("born", "labo", "asked"),
    [
        ("1966-01-01", "60", set()),
        ("1966-01-01", "59,9", {"neph_echo"}),
        ("1966-01-01", "44,9", {"neph_echo", "neph_hb"}),
        ("1966-01-01", "19,9", {"neph_echo", "neph_hb", "neph_projet"}),
        ("1950-03-03", "60", set()),
        ("1950-03-02", "60", {"neph_projet"}),
    ],
)
def test_the_rate_and_the_age_decide_what_is_asked_more(born: str, labo: str, asked: set[str]):
    form = with_values(form_of({"neph_dfg_labo": labo}, {**PATIENT, "birthDate": born}))
    shown = {link_id for link_id in CALLED_BY if form.shows(NEPHROLOGY.by_id[link_id])}
    assert shown == asked


@pytest.mark.parametrize(
    ("creatinine", "stage"),
    # A man of sixty: 141 × (Scr / 0.9)^-1.209 × 0.65608 gives 90.6, 89.4, 60.3, 59.4, 45.3, 44.4, 30.2, 29.2, 15.0, 14.4
    [("80,9", "G1"), ("81,8", "G2"), ("113,3", "G2"), ("114,8", "G3a"), ("143,6", "G3a"), ("146,1", "G3b"),
     ("200,8", "G3b"), ("206,6", "G4"), ("357,7", "G4"), ("370,4", "G5")],
)  # fmt: skip
def test_the_stage_by_kdigo(creatinine: str, stage: str):
    assert value(with_values(form_of({"neph_creat_valeur": creatinine})), "neph_stade") == stage


@pytest.mark.parametrize(
    ("examination", "below", "from_", "up_to", "beyond"),
    [
        ("rac_mg_mmol", "2,9", "3", "30", "30,1"),
        ("rac_mg_g", "29", "30", "300", "301"),
        ("rpc_mg_mmol", "14,9", "15", "50", "50,1"),
        ("rpc_mg_g", "149", "150", "500", "501"),
        ("proteinurie_24h", "0,14", "0,15", "0,5", "0,51"),
    ],
)
def test_the_category_of_albuminuria_in_each_unit(
    examination: str, below: str, from_: str, up_to: str, beyond: str
):
    def category(amount: str) -> Any:
        typed: dict[str, str | list[str]] = {
            "neph_rac": "",
            "neph_rac/0/neph_rac_date": "01/03/2026",
            "neph_rac/0/neph_rac_examen": examination,
            "neph_rac/0/neph_rac_valeur": amount,
        }
        return value(with_values(form_of(typed)), "neph_rac_categorie")

    assert [category(each) for each in (below, from_, up_to, beyond)] == ["A1", "A2", "A2", "A3"]


@pytest.mark.parametrize(("oldest", "slope"), [("02/12/2025", None), ("01/12/2025", -60)])
def test_no_slope_before_three_months(oldest: str, slope: int | None):
    near = {key: each for key, each in CASE.items() if "lignes/1" not in key}
    form = with_values(form_of({**near, "neph_creat_lignes/0/neph_creat_ancienne_date": oldest}))
    # 132.6 / 88.4 / 0.9 = 1.6667: 141 × 1.6667^-1.209 × 0.993^59 = 50.24; (35.23 − 50.24) / 0.25 = −60.02
    assert value(form, "neph_pente") == slope


def test_every_calculated_value_names_its_source():
    assert len(NEPHROLOGY.calculations) == 7
    assert all(each.item.calculation_source for each in NEPHROLOGY.calculations)
