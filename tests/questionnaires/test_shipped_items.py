"""What the two full forms and the common part ask, item by item: its kind, its choices, its rows, its condition."""

import pytest

from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.definition import Definition, Kind
from telavis.questionnaires.parsing import parse
from tests.questionnaires.forms import told

FORMS = {entry.code: parse(entry.definition) for entry in shipped()}
DERMATOLOGY, INFECTIONS = FORMS["dermatologie"], FORMS["maladies-infectieuses"]

COMMON_KINDS = {
    "question": "long_text 600",
    "type_question": "choices: diagnostic · conduite à tenir · traitement ou posologie · interprétation d’examen · "
    "orientation ou délai · surveillance · second avis",
    "delai": "choice: < 24 h (appel conseillé) · < 72 h · ≤ 7 jours · pas urgent",
    "projet_adressage": "choice: oui, en consultation · oui, aux urgences ou en hospitalisation · non · ne sait pas",
    "contexte": "choice: cabinet · EHPAD · hospitalisation · HAD · domicile · établissement médico-social · détention",
    "resume": "long_text 1500",
    "antecedents": "choices and other: HTA · diabète · insuffisance rénale chronique · cancer · immunodépression · "
    "grossesse ou allaitement",
    "traitements": "group: long_text · attachment",
    "allergies": "choice: aucune connue · oui · ne sait pas",
    "mode_vie": "choices and other: isolé · aidant · tutelle ou curatelle · refus de soins · barrière de langue · "
    "transport impossible",
    "information_patient": "choice: oui, oral · oui, écrit · impossible · refus",
    "information_patient_date": "date",
}
DERMATOLOGY_KINDS = {
    "derm_categorie": "choice: lésion(s) pigmentée(s) · autre tumeur ou nodule · éruption · eczéma ou psoriasis connu · "
    "infection · plaie ou ulcère · cheveux ou ongles · muqueuses ou génital · toxidermie suspectée · autre",
    "derm_debut": "group: choice · date",
    "derm_debut_duree": "choice: < 48 h · < 2 semaines · 2 à 6 semaines · < 6 mois · > 6 mois · congénital",
    "derm_nombre": "choice: unique · 2 à 5 lésions · > 5 lésions · étendue (> 10 % de la surface)",
    "derm_taille_mm": "decimal mm",
    "derm_evolution": "choices: stable · augmente · change de couleur ou de forme · saigne · s’ulcère · poussées · régresse",
    "derm_symptomes": "choices: aucun · prurit · douleur · brûlure · suintement · prurit nocturne ou entourage atteint",
    "derm_abcde": "choices: asymétrie · bords irréguliers · couleur non homogène · > 6 mm · évolution récente · "
    "« vilain petit canard » · aucun",
    "derm_risque": "choices: antécédent personnel de mélanome · mélanome familial au 1er degré · carcinome · "
    "> 50 nævus · immunodépression ou greffe · exposition ou cabines · aucun",
    "derm_medicament": "choice: oui · non · ne sait pas",
    "derm_medicament_lignes": "rows: text · date · date",
    "derm_contage": "choices and other: entourage · animal · voyage · professionnel · nouveau cosmétique · "
    "piqûre de tique",
    "derm_traitements": "group: boolean · rows",
    "derm_traitements_lignes": "rows: text · text · choice",
    "derm_traitement_effet": "choice: mieux · identique · pire",
    "derm_examens": "attachment",
    "derm_hypothese": "text",
    "derm_photo_large": "attachment, at least 1",
    "derm_photo_gros_plan": "attachment, at least 1",
    "derm_photo_dermoscopie": "attachment",
}
INFECTIONS_KINDS = {
    "inf_objet": "choices: diagnostic · choix d’antibiotique · relais oral · durée du traitement · échec · "
    "BMR ou BHRe · allergie aux β-lactamines · prophylaxie ou AES · vaccination ou immunodéprimé · voyage · "
    "VIH ou hépatite · tuberculose · interprétation de sérologie",
    "inf_site": "choices: urinaire · pulmonaire · os ou articulation · peau ou parties molles · bactériémie · "
    "endocarde · abdomen · ORL · système nerveux central · gynécologique · matériel · inconnu",
    "inf_debut": "date",
    "inf_constantes": "group: decimal · integer · integer · integer · choice · choices",
    "inf_terrain": "choices: aucun · immunodépression · neutropénie · asplénie · diabète · cirrhose · dialyse · "
    "grossesse · > 75 ans",
    "inf_materiel": "choices: non · prothèse articulaire · valve ou TAVI · pacemaker ou défibrillateur · "
    "cathéter ou chambre implantable · sonde urinaire ou JJ · dérivation · ostéosynthèse",
    "inf_prelevements": "group: boolean · rows · attachment",
    "inf_prelevements_lignes": "rows: date · text · choice · text",
    "inf_prelevement_moment": "choice: avant · après",
    "inf_colonisation": "choice: non · BLSE · EPC · ERV · SARM · ne sait pas",
    "inf_atb_actuel": "group: boolean · rows",
    "inf_atb_actuel_lignes": "rows: text · text · choice · date",
    "inf_atb_3mois": "rows: text · text · date",
    "inf_allergie_bl": "choice: non · retardée bénigne · immédiate ou anaphylaxie · toxidermie grave · douteuse",
    "inf_allergie_bl_precision": "text",
    "inf_rein": "group: quantity · decimal · date",
    "inf_creatinine": "quantity µmol/L · mg/L · mg/dL",
    "inf_poids": "group: decimal · decimal",
    "inf_poids_kg": "decimal kg",
    "inf_foie": "group: decimal · decimal · quantity · decimal",
    "inf_crp": "rows: date · decimal · decimal",
    "inf_imagerie": "group: long_text · attachment",
    "inf_geste": "choice: fait · prévu · impossible · non discuté",
    "inf_geste_date": "date",
    "inf_expositions": "choices: aucune · voyage · animal · tique · eau douce · contage · pratiques sexuelles · injection",
    "inf_expositions_precision": "text",
    "inf_oral": "choice: oui · non · ne sait pas",
    "inf_docs": "attachment",
}
CALLED_BY = {
    (DERMATOLOGY.url, "derm_taille_mm"): {
        "derm_categorie=pigmentee",
        "derm_categorie=tumeur",
        "derm_nombre=unique",
    },
    (DERMATOLOGY.url, "derm_abcde"): {"derm_categorie=pigmentee"},
    (DERMATOLOGY.url, "derm_risque"): {"derm_categorie=pigmentee", "derm_categorie=tumeur"},
    (DERMATOLOGY.url, "derm_medicament"): {"derm_categorie=eruption", "derm_categorie=toxidermie"},
    (DERMATOLOGY.url, "derm_photo_dermoscopie"): {"derm_categorie=pigmentee"},
    (INFECTIONS.url, "inf_oral"): {"inf_objet=relais_oral"},
}


@pytest.mark.parametrize(
    ("form", "kinds"),
    [
        (DERMATOLOGY, COMMON_KINDS),
        (INFECTIONS, COMMON_KINDS),
        (DERMATOLOGY, DERMATOLOGY_KINDS),
        (INFECTIONS, INFECTIONS_KINDS),
    ],
    ids=["common in dermatology", "common in infections", "dermatology", "infections"],
)
def test_each_item_asks_for_what_it_is_about(form: Definition, kinds: dict[str, str]):
    assert {link_id: told(form.by_id[link_id]) for link_id in kinds} == kinds


def test_the_body_is_a_list_of_named_regions_seen_from_both_sides():
    body = DERMATOLOGY.by_id["derm_schema"]
    assert body.kind is Kind.CHOICES
    assert body.is_required
    regions = {(option.group, option.label) for option in body.options}
    assert len(regions) == len(body.options) == 34
    assert {group for group, _ in regions} == {"De face", "De dos"}
    for side in ("droit", "droite", "gauche"):
        assert any(label.endswith(f" {side}") for _, label in regions)
    lefts = {label.replace("gauche", "droit") for _, label in regions if label.endswith("gauche")}
    rights = {label.replace("droite", "droit") for _, label in regions if label.endswith(("droit", "droite"))}
    assert lefts == rights, "no side without the other"


@pytest.mark.parametrize(
    ("form", "link_id"), [(DERMATOLOGY, "derm_phototype"), (DERMATOLOGY, "derm_general")]
)
def test_a_choice_of_which_only_the_beginning_is_fixed(form: Definition, link_id: str):
    labels = [option.label for option in form.by_id[link_id].options]
    first = {
        "derm_phototype": ["I", "II", "III", "IV", "V", "VI"],
        "derm_general": ["aucun", "fièvre", "altération de l’état général", "arthralgies", "adénopathies",
                         "atteinte muqueuse", "bulles ou décollement"],
    }[link_id]  # fmt: skip
    assert [label.split("\u202f:")[0] for label in labels][: len(first)] == first


@pytest.mark.parametrize(("url", "link_id"), CALLED_BY, ids=lambda each: each.rpartition("/")[2])
def test_an_item_is_asked_where_it_matters(url: str, link_id: str):
    (form,) = (each for each in FORMS.values() if each.url == url)
    item = form.by_id[link_id]
    assert not item.needs_all_conditions or len(item.conditions) == 1
    assert {f"{each.question}={each.value}" for each in item.conditions} == CALLED_BY[url, link_id]


def test_none_of_a_list_goes_with_nothing_else():
    alone = {
        item.link_id
        for form in (DERMATOLOGY, INFECTIONS)
        for item in form.walk()
        if item.kind is Kind.CHOICES and any(option.is_exclusive for option in item.options)
    }
    assert alone == {
        *("derm_symptomes", "derm_abcde", "derm_risque", "derm_general"),
        *("inf_site", "inf_gravite", "inf_terrain", "inf_materiel", "inf_expositions"),
    }
