"""Wounds: each line of the service's table, each alarm and its harmless neighbour, each calculated value."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.definition import Definition, Kind
from telavis.questionnaires.form import JoinedDocument
from tests.questionnaires.specialty import Typed, alarms, answered, calculated, conditions, shipped_form
from tests.questionnaires.test_shipped_items import told

KINDS = {
    "plaie_type": "choice: escarre · ulcère veineux · ulcère artériel · ulcère mixte · pied diabétique · "
    "post-opératoire ou désunion · traumatique · brûlure · oncologique · moignon · fistule ou stomie · autre",
    "plaie_debut": "group: choice · date · choice",
    "plaie_recidive": "choice: oui · non · ne sait pas",
    "plaie_dimensions": "group: decimal · decimal · decimal · decimal",
    "plaie_historique": "group: rows · decimal · attachment",
    "plaie_mesures": "rows: date · decimal · decimal",
    "plaie_tissus": "group: integer · integer · integer · integer",
    "plaie_escarre": "choice: stade 1 · stade 2 · stade 3 · stade 4 · inclassable · lésion profonde suspectée",
    "plaie_exsudat": "group: choice · choices · boolean",
    "plaie_exsudat_abondance": "choice: sec · faible · modéré · abondant",
    "plaie_exsudat_aspect": "choices: clair · purulent · hémorragique",
    "plaie_berges": "choices: saines · macérées · décollées · hyperkératose · eczéma · érythème · dermite ocre · "
    "atrophie blanche",
    "plaie_erytheme_cm": "decimal cm",
    "plaie_infection": "choices: aucun · douleur accrue · chaleur · rougeur > 2 cm · pus · contact osseux · fièvre",
    "plaie_prelevement": "group: date · text",
    "plaie_douleur": "group: integer · integer · text",
    "plaie_vasculaire": "group: choice · decimal · decimal · decimal · attachment",
    "plaie_pouls": "choice: perçus · absents · douteux ou non cherchés",
    "plaie_pied": "group: choices · quantity · choice · choice",
    "plaie_terrain": "choices: aucun · diabète · AOMI · insuffisance veineuse · insuffisance cardiaque · "
    "corticoïdes ou immunosuppresseur · anticoagulant · tabac · cancer ou chimiothérapie · insuffisance rénale",
    "plaie_nutrition": "group: decimal · decimal · decimal · choice · boolean",
    "plaie_pression": "group: choice · choice · choice · choice · choice · choice · choices · text",
    "plaie_pansement": "group: boolean · rows",
    "plaie_pansement_lignes": "rows: choice · text · text · choice",
    "plaie_pansement_etape": "choice: détersion · primaire · secondaire",
    "plaie_pansement_acteur": "choice: IDE libérale · HAD · EHPAD · aidant",
    "plaie_traitements": "group: boolean · rows",
    "plaie_traitements_lignes": "rows: choice · text · choice · choice",
    "plaie_photo": "group: attachment · attachment",
    "plaie_photo_situation": "attachment, at least 1",
    "plaie_photo_gros_plan": "attachment, at least 1",
    "plaie_objectif": "choices: cicatriser · contrôler (odeur, douleur) · "
    "décider d’une chirurgie ou d’une revascularisation · choix de pansement · rythme de suivi · "
    "tournée ou hospitalisation",
}
FIELDS = [
    *("plaie_type", "plaie_schema", "plaie_debut", "plaie_dimensions", "plaie_historique", "plaie_tissus"),
    *(
        "plaie_escarre",
        "plaie_exsudat",
        "plaie_berges",
        "plaie_infection",
        "plaie_douleur",
        "plaie_vasculaire",
    ),
    *("plaie_pied", "plaie_terrain", "plaie_nutrition", "plaie_pression", "plaie_pansement"),
    *("plaie_traitements", "plaie_photo", "plaie_objectif"),
]
OPTIONAL = {"plaie_historique"}
OF_THE_LEG = {
    f"plaie_schema={region}_{side}"
    for region in ("cuisse", "genou", "jambe", "malleole_externe", "malleole_interne", "talon", "plante",
                   "dos_pied", "orteils")
    for side in ("droit", "gauche")
}  # fmt: skip
CALLED_BY = {
    "plaie_escarre": {"plaie_type=escarre"},
    "plaie_vasculaire": OF_THE_LEG
    | {
        f"plaie_type={each}"
        for each in ("ulcere_veineux", "ulcere_arteriel", "ulcere_mixte", "pied_diabetique")
    },
    "plaie_pied": {"plaie_type=pied_diabetique"},
    "plaie_nutrition": {
        "plaie_type=escarre",
        "plaie_anciennete=plus_6_semaines",
        "plaie_anciennete=plus_3_mois",
        "plaie_anciennete=plus_1_an",
    },
    "plaie_pression": {"plaie_type=escarre"},
}
BURN = {"plaie_type": "brulure"}
FOOT = {"plaie_type": "pied_diabetique"}
BRADEN: Typed = {
    "plaie_braden_perception": "3",
    "plaie_braden_humidite": "2",
    "plaie_braden_activite": "1",
    "plaie_braden_mobilite": "2",
    "plaie_braden_nutrition": "2",
    "plaie_braden_friction": "1",
}
SORE: Typed = {
    "plaie_type": "escarre",
    "plaie_schema": ["talon_gauche"],
    "plaie_signes": ["aucun"],
    "plaie_anciennete": "plus_6_semaines",
    "plaie_recidive": "non",
    "plaie_longueur": "4,5",
    "plaie_largeur": "3",
    "plaie_profondeur": "0,5",
    "plaie_decollement": "0",
    "plaie_necrose": "10",
    "plaie_fibrine": "40",
    "plaie_bourgeon": "50",
    "plaie_epiderme": "0",
    "plaie_escarre": "stade_3",
    "plaie_exsudat_abondance": "modere",
    "plaie_exsudat_aspect": ["clair"],
    "plaie_berges": ["macerees"],
    "plaie_infection": ["aucun"],
    "plaie_douleur_repos": "2",
    "plaie_douleur_soin": "6",
    "plaie_terrain": ["diabete", "aomi"],
    "plaie_pouls": "percus",
    "plaie_ips_gauche": "0,9",
    "plaie_poids_kg": "54",
    "plaie_apports": "diminues",
    **BRADEN,
    "plaie_pansement_lignes": "",
    "plaie_pansement_lignes/0/plaie_pansement_etape": "primaire",
    "plaie_pansement_lignes/0/plaie_pansement_produit": "Hydrofibre 10 × 10",
    "plaie_traitements_rien": "on",
    "plaie_objectif": ["cicatriser", "pansement"],
}


@pytest.fixture(scope="module")
def wounds() -> Definition:
    return shipped_form("plaies-cicatrisation")


def test_each_line_of_the_table_is_asked(wounds: Definition):
    assert {link_id: told(wounds.by_id[link_id]) for link_id in KINDS} == KINDS
    items = [wounds.by_id[link_id] for link_id in FIELDS]
    assert {item.link_id for item in items if not item.is_required} == OPTIONAL
    assert {item.link_id: conditions(wounds, item.link_id) for item in items if item.conditions} == CALLED_BY


def test_the_wound_has_a_named_place_on_either_side(wounds: Definition):
    place = wounds.by_id["plaie_schema"]
    assert place.kind is Kind.CHOICES
    labels = [option.label for option in place.options]
    assert len(set(labels)) == len(labels)
    assert all(option.group for option in place.options)
    rights = {each.code.removesuffix("_droit") for each in place.options if each.code.endswith("_droit")}
    lefts = {each.code.removesuffix("_gauche") for each in place.options if each.code.endswith("_gauche")}
    assert rights == lefts
    assert {"talon", "plante", "dos_pied", "malleole_externe", "trochanter", "ischion"} <= rights
    assert "sacrum" in labels


def test_none_of_a_list_goes_with_nothing_else(wounds: Definition):
    lists = [item for item in wounds.walk() if item.kind is Kind.CHOICES and item.link_id.startswith("plaie")]
    alone = {item.link_id for item in lists if any(each.is_exclusive for each in item.options)}
    assert alone == {
        *("plaie_signes", "plaie_berges", "plaie_infection", "plaie_terrain", "plaie_pied_constats"),
        "plaie_supports",
    }


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        *(
            ({"plaie_signes": [sign]}, "Ischémie")
            for sign in ("pied_froid", "douleur_repos", "necrose_noire")
        ),
        ({"plaie_type": "ulcere_arteriel", "plaie_ips_droit": "0,49"}, "Ischémie"),
        ({"plaie_schema": ["talon_gauche"], "plaie_ips_gauche": "0,3"}, "Ischémie"),
        *(
            ({"plaie_signes": [sign]}, "Infection grave")
            for sign in ("extension", "crepitation", "douleur_disproportionnee", "sepsis")
        ),
        ({"plaie_infection": ["fievre"]}, "Infection grave"),
        ({"plaie_signes": ["saignement"]}, "Saignement"),
        *(
            (FOOT | {"plaie_infection": [sign]}, "Pied diabétique")
            for sign in ("douleur", "chaleur", "rougeur", "pus", "contact_osseux")
        ),
        *((FOOT | {"plaie_iwgdf": grade}, "Pied diabétique") for grade in ("iwgdf_2", "iwgdf_3", "iwgdf_4")),
        (BURN | {"plaie_brulure_surface": "10,1", "plaie_brulure_age": "non"}, "Brûlure"),
        (BURN | {"plaie_brulure_surface": "5,1", "plaie_brulure_age": "oui"}, "Brûlure"),
        (BURN | {"plaie_brulure_circulaire": "oui"}, "Brûlure"),
        *(
            (BURN | {"plaie_schema": [place]}, "Brûlure")
            for place in ("visage", "main_droit", "main_gauche", "perinee")
        ),
    ],
)
def test_what_cannot_wait_raises_its_alarm(wounds: Definition, typed: Typed, begins: str):
    (sentence,) = alarms(wounds, typed)
    assert sentence.startswith(begins)


@pytest.mark.parametrize(
    "typed",
    [
        {"plaie_signes": ["os_expose", "sepsis"]},
        {"plaie_signes": ["os_expose"], "plaie_infection": ["fievre"]},
    ],
)
def test_bone_in_sight_with_sepsis_is_said_too(wounds: Definition, typed: Typed):
    assert {each.split(" ")[0] for each in alarms(wounds, typed)} == {"Infection", "Os"}


@pytest.mark.parametrize(
    "typed",
    [
        {"plaie_signes": ["os_expose"], "plaie_infection": ["contact_osseux"]},
        {"plaie_type": "ulcere_arteriel", "plaie_ips_droit": "0,5", "plaie_ips_gauche": "0,5"},
        {"plaie_type": "oncologique", "plaie_schema": ["sacrum"], "plaie_ips_droit": "0,3"},
        {"plaie_type": "ulcere_veineux", "plaie_infection": ["rougeur", "pus", "chaleur", "douleur"]},
        FOOT | {"plaie_infection": ["aucun"], "plaie_iwgdf": "iwgdf_1"},
        BURN | {"plaie_brulure_surface": "10", "plaie_brulure_age": "non", "plaie_brulure_circulaire": "non"},
        BURN | {"plaie_brulure_surface": "5", "plaie_brulure_age": "oui", "plaie_schema": ["thorax"]},
        {"plaie_type": "traumatique", "plaie_schema": ["visage", "main_droit", "perinee"]},
    ],
)
def test_what_can_wait_raises_none(wounds: Definition, typed: Typed):
    assert alarms(wounds, typed) == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        # 4.5 × 3 = 13.5; of 18, a quarter less
        (
            {"plaie_longueur": "4,5", "plaie_largeur": "3", "plaie_surface_4sem": "18"},
            {"plaie_surface": Decimal("13.5"), "plaie_reduction": 25},
        ),
        # grown by half: less than nothing
        (
            {"plaie_longueur": "3", "plaie_largeur": "2", "plaie_surface_4sem": "4"},
            {"plaie_surface": 6, "plaie_reduction": -50},
        ),
        # 41 days are not six weeks, 42 are
        ({"plaie_debut_date": "20/01/2026"}, {"plaie_duree": 5}),
        ({"plaie_debut_date": "19/01/2026"}, {"plaie_duree": 6}),
        ({"plaie_debut_date": "02/03/2026"}, {"plaie_duree": 0}),
        # 28 February to 2 March, over two years of which one is leap: 733 days, 104 weeks and 5 days
        ({"plaie_debut_date": "28/02/2024"}, {"plaie_duree": 104}),
        # 3 + 2 + 1 + 2 + 2 + 1 = 11
        ({"plaie_type": "escarre", **BRADEN}, {"plaie_braden": 11}),
        ({"plaie_type": "escarre", **BRADEN, "plaie_braden_friction": ""}, {}),
    ],
)
def test_what_is_calculated(
    wounds: Definition, monkeypatch: pytest.MonkeyPatch, typed: Typed, expected: dict[str, Any]
):
    monkeypatch.setattr(
        "telavis.questionnaires.calculation.values.timezone.localdate", lambda: date(2026, 3, 2)
    )
    assert calculated(wounds, {}, typed) == expected


@pytest.mark.parametrize(("before", "is_said"), [("10", False), ("9,9", True), ("5", True), ("", False)])
def test_a_wound_that_closes_too_slowly_is_said_at_once(wounds: Definition, before: str, is_said: bool):
    typed: Typed = {"plaie_longueur": "3", "plaie_largeur": "2", "plaie_surface_4sem": before}
    form = with_values(answered(wounds, typed))
    assert form.shows(wounds.by_id["plaie_reduction_alerte"]) is is_said


def test_a_whole_case_lacks_nothing_of_this_form(wounds: Definition):
    photos = [
        JoinedDocument(identifier, "Photo", question=question, media_type="image/jpeg")
        for identifier, question in (("0198", "plaie_photo_situation"), ("0199", "plaie_photo_gros_plan"))
    ]
    form = answered(wounds, SORE, {"documents": photos})
    assert form.problems() == []
    assert [each.link_id for each in form.missing() if each.link_id.startswith("plaie")] == []
    assert form.red_flags() == []
    assert form.headline() == "escarre · talon gauche"


def test_what_is_missing_is_said_in_few_words(wounds: Definition):
    form = answered(wounds, {"plaie_type": "brulure", "plaie_longueur": "3"})
    missing = [each.label for each in form.missing() if each.link_id.startswith("plaie")]
    assert missing == [
        *("Localisation", "Étendue de la brûlure", "Signes qui n’attendent pas", "Ancienneté"),
        "Dimensions (Largeur, Profondeur et Sillon ou décollement)",
        *("Lit de la plaie", "Exsudat", "Berges et peau autour", "Signes d’infection", "Douleur (EVA)"),
        *("Terrain", "Pansement actuel", "Déjà essayé", "But et suivi", "Photos"),
    ]
