"""The electrocardiogram: what it asks and when, what cannot wait, and the CHA₂DS₂-VA on examples worked by hand."""

from datetime import date
from typing import Any

import pytest

from telavis.questionnaires.answers import Answers, Written
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.form import Context, Form, JoinedDocument
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.reading import as_fields, read_fields
from tests.questionnaires.test_shipped_items import told

ECG = parse(next(entry.definition for entry in shipped() if entry.code == "cardiologie-ecg"))
FREE = {"ecg_auto", "ecg_votre_lecture", "ecg_risque"}
KINDS = {
    "ecg_motif": "choices: systématique · certificat de sport · pré-opératoire · palpitations · syncope ou lipothymie · "
    "dyspnée · douleur thoracique · suivi d’un traitement (QT) · contrôle d’une FA · HTA ou diabète · AVC ou AIT",
    "ecg_symptome_present": "choice: oui · non · ne sait pas",
    "ecg_debut": "group: date · choice · long_text",
    "ecg_date": "date",
    "ecg_fichier": "attachment, at least 1",
    "ecg_reglages": "choice: 25 mm/s et 10 mm/mV · autre · ne sait pas",
    "ecg_precedent": "attachment",
    "ecg_auto": "group: integer · integer · integer · integer · text",
    "ecg_votre_lecture": "long_text 600",
    "ecg_constantes": "group: integer · integer · integer · choice · integer · integer",
    "ecg_antecedents": "choices: aucun · coronarien ou stent · insuffisance cardiaque · FA · valve · "
    "pacemaker ou défibrillateur · cardiopathie congénitale · mort subite familiale avant 50 ans",
    "ecg_risque": "choices: aucun · HTA · diabète · tabac · LDL élevé · obésité · SAOS",
    "ecg_medicaments": "group: choices · long_text",
    "ecg_ions": "group: decimal · decimal · quantity · decimal · quantity",
    "ecg_bio": "rows: date · time · decimal · choice · decimal",
    "ecg_question": "choices: l’ECG est-il normal ? · peut-on opérer, peut-il courir ? · faut-il anticoaguler ? · "
    "faut-il traiter ? · faut-il une consultation, sous quel délai ?",
}
"""The rows of the table, one by one."""
INSIDE = {
    "ecg_heure": "time",
    "ecg_fevg": "integer %",
    "ecg_auto_qtc": "integer ms",
    "ecg_k": "decimal mmol/L",
    "ecg_tsh": "decimal mUI/L",
    "ecg_troponine": "decimal ng/L",
    "ecg_bnp_type": "choice: BNP · NT-proBNP",
    "ecg_medicaments_liste": "choices: aucun · β-bloquant · antiarythmique · digoxine · "
    "antidépresseur ou neuroleptique · macrolide ou quinolone · AOD ou AVK",
}
CALLED_BY = {
    "ecg_debut": {
        *(f"ecg_motif={each}" for each in ("palpitations", "syncope", "dyspnee", "douleur_thoracique", "avc_ait")),
        "ecg_symptome_present=oui",
    },
    "ecg_precedent": {"ecg_precedent_existe=oui"},
    "ecg_ions": {
        *(f"ecg_motif={each}" for each in ("suivi_traitement", "palpitations", "controle_fa")),
        *(f"ecg_alarme={each}" for each in ("bav", "tv", "qtc")),
        *("ecg_antecedents=fa", "ecg_auto_qtc>460"),
    },
    "ecg_bio": {"ecg_motif=douleur_thoracique", "ecg_motif=dyspnee"},
}  # fmt: skip
PAIN, FAINT, BREATH = ({"ecg_motif": [each]} for each in ("douleur_thoracique", "syncope", "dyspnee"))
DEVICE = {"ecg_antecedents": ["pm_dai"]}
RED_FLAGS: list[dict[str, Any]] = [
    {**PAIN, "ecg_douleur": "en_cours"},
    {**PAIN, "ecg_douleur": "moins_12_h"},
    {**FAINT, "ecg_syncope": ["effort"]},
    {**FAINT, "ecg_syncope": ["blessure"]},
    {"ecg_pas": "89"},
    {"ecg_fc": "39", "ecg_fc_toleree": "oui"},
    {"ecg_fc": "151", "ecg_fc_toleree": "oui"},
    {**BREATH, "ecg_dyspnee": "repos"},
    {"ecg_alarme": ["sus_decalage"]},
    {"ecg_alarme": ["bav"]},
    {"ecg_alarme": ["tv"]},
    {"ecg_alarme": ["qtc"]},
    {"ecg_auto_qtc": "501"},
    {"ecg_alarme": ["qtc"], "ecg_auto_qtc": "520"},
    {**DEVICE, "ecg_chocs": "repetes"},
]
"""Each alone, all of its conditions at their limits."""
HARMLESS: list[dict[str, Any]] = [
    {**PAIN, "ecg_douleur": "plus_12_h"},
    {"ecg_motif": ["palpitations"], "ecg_douleur": "en_cours"},
    {**FAINT, "ecg_syncope": ["ni_effort_ni_blessure"]},
    {"ecg_pas": "90"},
    {"ecg_fc": "39", "ecg_fc_toleree": "non"},
    {"ecg_fc": "40", "ecg_fc_toleree": "oui"},
    {"ecg_fc": "150", "ecg_fc_toleree": "oui"},
    {**BREATH, "ecg_dyspnee": "effort"},
    {"ecg_alarme": ["aucun"]},
    {"ecg_auto_qtc": "500"},
    {**DEVICE, "ecg_chocs": "un"},
    {"ecg_antecedents": ["fa"], "ecg_chocs": "repetes"},
]
"""The neighbours: one condition just beyond its limit, or not there."""
TRACE = JoinedDocument("0198c0de-0000-7000-8000-000000000001", "ECG", media_type="application/pdf")
CASE: dict[str, Any] = {
    "ecg_motif": ["controle_fa", "palpitations"],
    "ecg_symptome_present": "non",
    "ecg_debut_texte": "Accès de dix minutes, deux fois par semaine, au repos",
    "ecg_question": ["anticoaguler"],
    "ecg_date": "01/03/2026",
    "ecg_heure": "9 h 30",
    "ecg_fichier": [TRACE.id],
    "ecg_derivations": "douze",
    "ecg_reglages": "standard",
    "ecg_precedent_existe": "non",
    "ecg_alarme": ["aucun"],
    "ecg_pas": "132",
    "ecg_fc": "88",
    "ecg_spo2": "97",
    "ecg_fr": "16",
    "ecg_antecedents": ["fa", "insuffisance_cardiaque"],
    "ecg_risque": ["hta"],
    "ecg_vasculaire": ["aucun"],
    "ecg_medicaments_liste": ["betabloquant"],
    "ecg_k": "4,2",
    "ecg_creatinine": "88",
}
"""Atrial fibrillation at seventy: complete but for the common part."""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "telavis.questionnaires.calculation.values.timezone.localdate", lambda: date(2026, 3, 2)
    )


def form_of(typed: dict[str, Any], born: str = "1956-01-01") -> Form:
    answers, refusals = read_fields(ECG, as_fields(typed), Answers())
    assert refusals == []
    context = {"patient": lambda: {"birthDate": born, "gender": "female"}, "documents": [TRACE]}
    return Form(ECG, answers, Context.of(context))


def score(form: Form) -> Any:
    content = with_values(form).answers.content("ecg_cha2ds2va")
    return content.value if isinstance(content, Written) else None


def test_each_item_asks_for_what_it_is_about():
    asked = {**KINDS, **INSIDE}
    assert {link_id: told(ECG.by_id[link_id]) for link_id in asked} == asked


def test_what_is_free_and_what_is_asked_only_where_it_matters():
    table = [ECG.by_id[link_id] for link_id in KINDS]
    assert len(table) == 16
    assert {item.link_id for item in table if not item.is_required} == FREE
    assert {
        item.link_id: {f"{each.question}{each.operator}{each.value}" for each in item.conditions}
        for item in table
        if item.conditions
    } == CALLED_BY
    assert all(not item.needs_all_conditions or len(item.conditions) < 2 for item in table)


@pytest.mark.parametrize("typed", RED_FLAGS, ids=str)
def test_what_cannot_wait_raises_its_alarm(typed: dict[str, Any]):
    (flag,) = form_of(typed).red_flags()
    assert flag.sentence.endswith("appelez le 15, n’attendez pas une téléexpertise.")


@pytest.mark.parametrize("typed", HARMLESS, ids=str)
def test_what_can_wait_raises_none(typed: dict[str, Any]):
    assert form_of(typed).red_flags() == []


def test_a_whole_case_lacks_nothing():
    form = with_values(form_of(CASE))
    assert [each.link_id for each in form.missing() if each.link_id.startswith("ecg")] == []
    assert form.red_flags() == []
    assert form.headline() == "palpitations, contrôle d’une FA · faut-il anticoaguler\u202f?"


def test_what_lacks_is_named():
    lacking = {**CASE, "ecg_fc": "", "ecg_fichier": [], "ecg_k": "", "ecg_medicaments_liste": []}
    labels = [each.label for each in form_of(lacking).missing() if each.link_id.startswith("ecg")]
    assert labels == [
        "ECG 12 dérivations",
        "Constantes (FC)",
        "Médicaments actifs sur l’ECG",
        "Ions, TSH, créatinine (K⁺)",
    ]


@pytest.mark.parametrize(
    ("born", "changes", "expected"),
    [
        # Heart failure 1, hypertension 1, seventy 1.
        ("1956-01-01", {}, 3),
        ("1961-03-03", {}, 2),
        ("1961-03-02", {}, 3),
        ("1951-03-03", {}, 3),
        ("1951-03-02", {}, 4),
        ("1956-01-01", {"ecg_vasculaire": ["avc"]}, 5),
        # A stent and a plaque are one disease of the vessels: one point.
        ("1956-01-01", {"ecg_vasculaire": ["arteres"], "ecg_antecedents": ["coronarien"]}, 3),
        ("1940-01-01", {"ecg_risque": ["hta", "diabete"], "ecg_vasculaire": ["avc", "arteres"]}, 8),
        ("1990-01-01", {"ecg_risque": ["tabac"], "ecg_antecedents": ["fa"]}, 0),
        ("1956-01-01", {"ecg_risque": []}, None),
        ("2008-03-03", {}, None),
        ("1956-01-01", {"ecg_question": ["normal"]}, None),
    ],
)
def test_the_score_by_esc_2024(born: str, changes: dict[str, Any], expected: int | None):
    assert score(form_of({**CASE, **changes}, born)) == expected


def test_the_score_names_its_source():
    assert ECG.by_id["ecg_cha2ds2va"].calculation_source.startswith("ESC 2024")
