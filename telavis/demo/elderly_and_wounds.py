"""What the demonstration's requests answer to the questions of geriatrics and of wounds."""

from collections.abc import Mapping
from typing import Any

from telavis.demo.dates import days_before

Entries = Mapping[str, Mapping[str, Any]]


def _codes(*chosen: str) -> dict[str, Any]:
    return {"codes": list(chosen)}


def _value(value: str | int) -> dict[str, Any]:
    return {"value": value}


def _number(value: str) -> dict[str, Any]:
    return {"decimal": value}


def _measure(day: str, length: str, width: str) -> dict[str, Any]:
    return {
        "plaie_mesure_date": {"date": day},
        "plaie_mesure_longueur": _number(length),
        "plaie_mesure_largeur": _number(width),
    }


ELDERLY: Entries = {
    "ger_motif": _codes("comportement", "douleur"),
    "ger_signes": _codes("aucun"),
    "ger_debut_rythme": _codes("progressif"),
    "ger_lieu": _codes("ehpad"),
    "ger_adl_actes": _codes("locomotion", "continence", "repas"),
    "ger_gir": _value(3),
    "ger_cognition_tests": _codes("mmse"),
    "ger_mmse": _value(14),
    "ger_diagnostic": _codes("alzheimer"),
    "ger_cam": _codes("aucun"),
    "ger_comportement_symptomes": _codes("agitation", "cris"),
    "ger_comportement_frequence": _codes("quotidien"),
    "ger_comportement_danger": _codes("aucun"),
    "ger_facteurs": _codes("douleur", "retention"),
    "ger_facteurs_precision": _value("Algoplus à 3 pendant la toilette, pas de globe."),
    "ger_non_medic": _value("Musique pendant la toilette : moins de cris."),
    "ger_ordonnance_classes": _codes("benzodiazepine"),
    "ger_changements_aucun": {"value": True},
    "ger_pas": _value(134),
    "ger_pad": _value(72),
    "ger_fc": _value(76),
    "ger_temperature": _number("36.9"),
    "ger_spo2": _value(95),
    "ger_algoplus": _value(3),
    "ger_elimination": _codes("constipation"),
    "ger_poids_kg": _number("54"),
    "ger_poids_6mois": _number("58"),
    "ger_taille_cm": _number("158"),
    "ger_bio_date": days_before(10),
    "ger_creatinine": {"decimal": "10.4", "unit": "mg/L"},
    "ger_sodium": _number("138"),
    "ger_potassium": _number("4.1"),
    "ger_aidant": _codes("aidant", "sans_mesure"),
    "ger_projet_souhaits": _codes("personne_confiance", "hospitalisation_non"),
    "ger_attente": _codes("ordonnance", "conduite"),
}
WOUND: Entries = {
    "plaie_type": _codes("escarre"),
    "plaie_schema": _codes("talon_gauche"),
    "plaie_signes": _codes("aucun"),
    "plaie_anciennete": _codes("plus_3_mois"),
    "plaie_recidive": _codes("non"),
    "plaie_longueur": _number("4.5"),
    "plaie_largeur": _number("3"),
    "plaie_profondeur": _number("0.5"),
    "plaie_decollement": _number("0"),
    "plaie_mesures": {
        "rows": [_measure("2025-09-08", "6", "4.5"), _measure("2025-11-17", "5.5", "4")],
    },
    "plaie_surface_4sem": _number("15"),
    "plaie_necrose": _value(10),
    "plaie_fibrine": _value(60),
    "plaie_bourgeon": _value(30),
    "plaie_epiderme": _value(0),
    "plaie_escarre": _codes("stade_3"),
    "plaie_exsudat_abondance": _codes("modere"),
    "plaie_exsudat_aspect": _codes("clair"),
    "plaie_berges": _codes("macerees"),
    "plaie_infection": _codes("aucun"),
    "plaie_douleur_repos": _value(2),
    "plaie_douleur_soin": _value(5),
    "plaie_antalgie": _value("Paracétamol 1 g, une heure avant."),
    "plaie_terrain": _codes("diabete"),
    "plaie_pouls": _codes("percus"),
    "plaie_ips_gauche": _number("0.9"),
    "plaie_poids_kg": _number("58"),
    "plaie_albumine": _number("33"),
    "plaie_apports": _codes("diminues"),
    "plaie_cno": {"value": True},
    "plaie_braden_perception": _codes("3"),
    "plaie_braden_humidite": _codes("3"),
    "plaie_braden_activite": _codes("2"),
    "plaie_braden_mobilite": _codes("2"),
    "plaie_braden_nutrition": _codes("2"),
    "plaie_braden_friction": _codes("2"),
    "plaie_supports": _codes("matelas_air", "talonniere"),
    "plaie_pansement_lignes": {
        "rows": [
            {
                "plaie_pansement_etape": _codes("primaire"),
                "plaie_pansement_produit": _value("Hydrofibre 10 × 10 cm"),
                "plaie_pansement_rythme": _value("tous les 2 jours"),
                "plaie_pansement_acteur": _codes("ehpad"),
            }
        ]
    },
    "plaie_traitements_lignes": {
        "rows": [
            {
                "plaie_traitement_nature": _codes("pansement"),
                "plaie_traitement_precision": _value("Hydrocolloïde, 3 semaines"),
                "plaie_traitement_effet": _codes("identique"),
            }
        ]
    },
    "plaie_objectif": _codes("cicatriser", "pansement"),
}
