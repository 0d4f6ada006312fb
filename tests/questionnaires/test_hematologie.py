"""The form of haematology: every row of what the services ask, each alarm and its neighbour, the values it calculates."""

from typing import Any

import pytest

from telavis.questionnaires.answers import Answers, Written
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.reading import as_fields, read_fields
from tests.questionnaires.forms import called_by, told

Typed = dict[str, str | list[str]]
FORM = parse(next(entry.definition for entry in shipped() if entry.code == "hematologie"))
KINDS = {
    "hem_motif": "choices: anémie · polyglobulie · thrombopénie · thrombocytose · neutropénie · lymphocytose · "
    "hyperéosinophilie · pancytopénie · pic monoclonal · adénopathie(s) · splénomégalie · thrombose ou thrombophilie · "
    "bilan d’hémostase anormal · fer ou ferritine · suivi d’hémopathie connue · préopératoire",
    "hem_nfs": "group: date · quantity · decimal · decimal · decimal · decimal · decimal · decimal · decimal · rows",
    "hem_nfs_anterieures": "rows: date · quantity · decimal · decimal · decimal · decimal · decimal · decimal · decimal",
    "hem_hb": "quantity g/L · g/dL",
    "hem_vgm": "decimal fL",
    "hem_gb": "decimal G/L",
    "hem_pnn": "decimal G/L",
    "hem_lymphocytes": "decimal G/L",
    "hem_eosinophiles": "decimal G/L",
    "hem_plaquettes": "decimal G/L",
    "hem_reticulocytes": "decimal G/L",
    "hem_frottis": "group: long_text · attachment",
    "hem_decouverte": "choice: fortuite · symptômes · bilan de suivi · bilan préopératoire · grossesse",
    "hem_signes": "choices: aucun · fièvre · sueurs · perte de poids · fatigue · infections · saignement · purpura · "
    "prurit aquagénique · douleurs osseuses",
    "hem_examen": "choices: normal · adénopathies · splénomégalie · hépatomégalie · pâleur · ictère",
    "hem_adenopathies": "group: text · decimal · text",
    "hem_fer": "group: decimal · decimal · decimal",
    "hem_vitamines": "group: quantity · quantity · decimal",
    "hem_hemolyse": "group: decimal · decimal · quantity · choice",
    "hem_epp": "group: choice · decimal · decimal · decimal · quantity · quantity · attachment",
    "hem_calcium": "quantity mmol/L · mg/L · mg/dL",
    "hem_creatinine": "quantity µmol/L · mg/L · mg/dL",
    "hem_virus": "choice: faites, négatives · faites, une au moins positive · non faites",
    "hem_hemostase": "group: decimal · decimal · decimal · decimal · text · attachment",
    "hem_medicaments": "group: boolean · rows",
    "hem_medicaments_lignes": "rows: text · date · date",
    "hem_toxiques": "choices: aucun · alcool · tabac · syndrome d’apnées du sommeil",
    "hem_transfusion": "choice: aucun · globules rouges · plaquettes · globules rouges et plaquettes · "
    "érythropoïétine ou facteur de croissance",
    "hem_transfusion_date": "date",
    "hem_thrombose": "group: choices · date · choice · choices · text · text",
    "hem_imagerie": "attachment",
    "hem_projet": "group: long_text · date",
    "hem_projet_date": "date",
}
CYTOPENIA = {f"hem_motif = {code}" for code in ("anemie", "thrombopenie", "neutropenie", "pancytopenie")}
MANDATORY: dict[str, set[str]] = {
    **{key: set() for key in ("hem_motif", "hem_nfs", "hem_decouverte", "hem_signes", "hem_examen")},
    **{key: set() for key in ("hem_gravite", "hem_medicaments")},
    "hem_frottis": CYTOPENIA | {"hem_motif = lymphocytose"},
    "hem_fer": {"hem_motif = anemie", "hem_motif = fer"},
    "hem_vitamines": CYTOPENIA | {"hem_vgm > 95"},
    "hem_hemolyse": {"hem_motif = anemie", "hem_reticulocytes > 120"},
    "hem_epp": {"hem_motif = pic_monoclonal", "hem_motif = anemie", "hem_signes = douleurs_osseuses"},
    "hem_virus": CYTOPENIA | {"hem_motif = lymphocytose"},
    "hem_hemostase": {"hem_motif = hemostase", "hem_motif = thrombose"},
    "hem_heparine": {"hem_motif = thrombopenie", "hem_motif = thrombose"},
    "hem_4t": {"hem_heparine = oui"},
    "hem_toxiques": {"hem_vgm > 100", "hem_motif = polyglobulie"},
    "hem_thrombose": {"hem_motif = thrombose"},
}
FREE = {"hem_transfusion", "hem_imagerie", "hem_projet"}
BONES: Typed = {"hem_signes": ["douleurs_osseuses"]}
RED_FLAGS: list[tuple[str, Typed]] = [
    ("Neutrophiles", {"hem_pnn": "0,49", "hem_signes": ["fievre"]}),
    ("Blastes", {"hem_gravite": ["blastes"]}),
    ("Plaquettes", {"hem_plaquettes": "19"}),
    ("Saignement", {"hem_signes": ["saignement"]}),
    ("Schizocytes", {"hem_gravite": ["schizocytes"], "hem_plaquettes": "149"}),
    ("Hémoglobine < 70", {"hem_gravite": ["anemie_mal_toleree"], "hem_hb": "69"}),
    (
        "Hémoglobine < 70",
        {"hem_gravite": ["anemie_mal_toleree"], "hem_hb": "6,9", "hem_hb/unit": "g/dL"},
    ),
    ("Calcémie", {**BONES, "hem_calcium": "3,01"}),
    ("Calcémie", {**BONES, "hem_calcium": "121", "hem_calcium/unit": "mg/L"}),  # 3.02 mmol/L
    ("Hyperviscosité", {"hem_gravite": ["hyperviscosite"]}),
    ("Syndrome cave", {"hem_gravite": ["syndrome_cave"]}),
    ("Compression", {"hem_gravite": ["compression_medullaire"]}),
    ("Hémoglobine > 180", {"hem_gravite": ["signe_vasculaire"], "hem_hb": "181"}),
]
HARMLESS: list[Typed] = [
    {"hem_pnn": "0,5", "hem_signes": ["fievre"]},
    {"hem_pnn": "0,49", "hem_signes": ["fatigue"]},
    {"hem_plaquettes": "20"},
    {"hem_gravite": ["schizocytes"], "hem_plaquettes": "150"},
    {"hem_gravite": ["anemie_mal_toleree"], "hem_hb": "70"},
    {"hem_gravite": ["anemie_mal_toleree"], "hem_hb": "7,0", "hem_hb/unit": "g/dL"},
    {**BONES, "hem_calcium": "12", "hem_calcium/unit": "mg/dL"},  # 2.99 mmol/L
    {"hem_gravite": ["aucun"], "hem_hb": "69"},
    {**BONES, "hem_calcium": "3"},
    {"hem_calcium": "3,01"},
    {"hem_gravite": ["signe_vasculaire"], "hem_hb": "180"},
    {"hem_gravite": ["aucun"], "hem_hb": "181"},
]
HEPARIN: Typed = {"hem_motif": ["thrombopenie"], "hem_heparine": "oui"}
CASE: Typed = {
    "hem_motif": ["anemie"],
    "hem_decouverte": "symptomes",
    "hem_signes": ["fatigue", "perte_poids"],
    "hem_perte_poids_kg": "4",
    "hem_gravite": ["aucun"],
    "hem_examen": ["paleur"],
    "hem_nfs_date": "12/11/2025",
    "hem_hb": "92",
    "hem_vgm": "104",
    "hem_gb": "4,1",
    "hem_pnn": "2",
    "hem_plaquettes": "140",
    "hem_reticulocytes": "160",
    "hem_nfs_anterieures": "",
    "hem_nfs_anterieures/0/hem_nfs_ant_date": "03/02/2025",
    "hem_nfs_anterieures/0/hem_nfs_ant_hb": "118",
    "hem_nfs_anterieures/1/hem_nfs_ant_date": "10/09/2024",
    "hem_nfs_anterieures/1/hem_nfs_ant_hb": "131,5",
    "hem_nfs_anterieures/1/hem_nfs_ant_plaquettes": "140",
    "hem_frottis_texte": "Anisocytose, pas de cellule anormale.",
    "hem_ferritine": "410",
    "hem_b12": "180",
    "hem_ldh": "640",
    "hem_epp_type": "aucun",
    "hem_calcium": "2,31",
    "hem_creatinine": "78",
    "hem_virus": "negatives",
    "hem_medicaments_aucun": ["true"],
    "hem_toxiques": ["alcool"],
}


def form_of(typed: Typed) -> Form:
    answers, refusals = read_fields(FORM, as_fields(typed), Answers())
    assert refusals == []
    return Form(FORM, answers, Context())


def flags(typed: Typed) -> list[str]:
    return [flag.sentence.replace("\u202f", " ") for flag in form_of(typed).red_flags()]


def value(form: Form, link_id: str) -> Any:
    content = form.answers.content(link_id)
    return content.value if isinstance(content, Written) else None


def test_each_row_is_asked_as_the_services_wrote_it():
    assert {link_id: told(FORM.by_id[link_id]) for link_id in KINDS} == KINDS


def test_a_count_in_another_unit_is_noticed():
    form = form_of({"hem_hb": "12,5", "hem_pnn": "400"})
    assert [problem.link_id for problem in form.problems()] == ["hem_hb"]
    assert form.shows(FORM.by_id["hem_nfs_unite"])
    assert not form_of({"hem_hb": "20", "hem_pnn": "50", "hem_gb": "300"}).shows(FORM.by_id["hem_nfs_unite"])


def test_each_is_mandatory_where_it_matters():
    entries = [item for item in FORM.entries() if item.link_id.startswith("hem_")]
    assert {item.link_id: called_by(item) for item in entries if item.is_required} == MANDATORY
    assert not any(FORM.by_id[link_id].is_required or FORM.by_id[link_id].conditions for link_id in FREE)
    assert FREE | MANDATORY.keys() <= {item.link_id for item in entries}


def test_haemolysis_is_asked_of_a_regenerative_anaemia_only():
    together = {"hem_motif": ["anemie"], "hem_reticulocytes": "121"}
    item = FORM.by_id["hem_hemolyse"]
    assert form_of(together).shows(item)
    assert not form_of({**together, "hem_reticulocytes": "120"}).shows(item)
    assert not form_of({**together, "hem_motif": ["fer"]}).shows(item)


@pytest.mark.parametrize(("begins", "typed"), RED_FLAGS, ids=lambda each: str(each)[:40])
def test_what_cannot_wait_raises_its_alarm(begins: str, typed: Typed):
    (sentence,) = flags(typed)
    assert sentence.startswith(begins)


@pytest.mark.parametrize("typed", HARMLESS, ids=str)
def test_what_can_wait_raises_none(typed: Typed):
    assert flags(typed) == []


def test_a_realistic_case_is_complete_and_reads_well():
    form = with_values(form_of(CASE))
    assert [each.link_id for each in form.missing() if each.link_id.startswith("hem_")] == []
    assert form.problems() == []
    assert form.headline() == "anémie · perte de poids, fatigue"
    assert value(form, "hem_nfs_evolution") == "Hb ↓ 131,5 → 92 · plaquettes = 140 → 140"


def test_earlier_counts_are_read_without_the_columns_that_nobody_filled():
    lines = [line for section in form_of(CASE).sections() for line in section.lines]
    (table,) = [line for line in lines if line.link_id == "hem_nfs_anterieures"]
    assert table.columns == ("Date", "Hb", "Plaquettes")
    assert [row[2] for row in table.rows] == ["", "140\u00a0G/L"]


def test_what_is_missing_is_named_shortly():
    form = form_of({"hem_motif": ["thrombopenie"], "hem_heparine": "oui", "hem_hb": "92"})
    labels = {each.link_id: each.label for each in form.missing()}
    assert labels["hem_nfs"] == "NFS (date, VGM, GB, PNN et Plaquettes)"
    assert labels["hem_4t"] == "Score 4T"
    assert labels["hem_medicaments"] == "Médicaments nouveaux"


def test_without_an_earlier_count_there_is_no_evolution():
    assert value(with_values(form_of({"hem_hb": "92"})), "hem_nfs_evolution") is None


@pytest.mark.parametrize(
    ("before", "lowest", "delay", "thrombosis", "cause", "score"),
    [
        # 240 → 90 is −62.5 %, lowest ≥ 20: 2; + 2 + 2 + 2
        ("240", "90", "typique", "nouvelle", "aucune", 8),
        # exactly −50 %: 1; + 1 + 1 + 1
        ("200", "100", "possible", "possible", "possible", 4),
        # −92.5 %, but the lowest is 15 (10 to 19): 1; + 2 + 0 + 2
        ("200", "15", "typique", "aucune", "aucune", 5),
        # the lowest is 9: 0; + 2 + 0 + 1
        ("200", "9", "typique", "aucune", "possible", 3),
        # exactly −30 %: 1; then nothing
        ("200", "140", "precoce", "aucune", "certaine", 1),
        # −29.5 %: 0
        ("200", "141", "precoce", "aucune", "certaine", 0),
        ("200", "", "typique", "nouvelle", "aucune", None),
    ],
)
def test_the_4t_score(before: str, lowest: str, delay: str, thrombosis: str, cause: str, score: int | None):
    platelets: Typed = {"hem_plaquettes_j0": before, "hem_plaquettes_nadir": lowest}
    told_of: Typed = {
        "hem_4t_delai": delay,
        "hem_4t_thrombose": thrombosis,
        "hem_4t_autre_cause": cause,
    }
    assert value(with_values(form_of(HEPARIN | platelets | told_of)), "hem_4t_score") == score
