"""What the requests of the demonstration answer in haematology and in endocrinology."""

from collections.abc import Mapping
from typing import Any

from telavis.demo.dates import days_before

Entries = Mapping[str, Mapping[str, Any]]


def _codes(*chosen: str) -> dict[str, Any]:
    return {"codes": list(chosen)}


def _number(value: str) -> dict[str, Any]:
    return {"decimal": value}


def _quantity(value: str, unit: str) -> dict[str, Any]:
    return {"decimal": value, "unit": unit}


def _count(before: int, haemoglobin: str, leucocytes: str, platelets: str) -> dict[str, Any]:
    return {
        "hem_nfs_ant_date": days_before(before),
        "hem_nfs_ant_hb": _quantity(haemoglobin, "g/L"),
        "hem_nfs_ant_gb": _number(leucocytes),
        "hem_nfs_ant_plaquettes": _number(platelets),
    }


def _hba1c(before: int, value: str) -> dict[str, Any]:
    return {"dia_hba1c_date": days_before(before), "dia_hba1c_valeur": _quantity(value, "%")}


def _dose(drug: str, morning: str) -> dict[str, Any]:
    return {"dia_traitement_nom": {"value": drug}, "dia_dose_matin": {"value": morning}}


BLOOD: Entries = {
    "hem_motif": _codes("lymphocytose"),
    "hem_decouverte": _codes("fortuite"),
    "hem_signes": _codes("aucun"),
    "hem_gravite": _codes("aucun"),
    "hem_examen": _codes("normal"),
    "hem_nfs_date": days_before(3),
    "hem_hb": _quantity("13.8", "g/dL"),
    "hem_vgm": _number("91"),
    "hem_gb": _number("13.8"),
    "hem_pnn": _number("3.9"),
    "hem_lymphocytes": _number("9"),
    "hem_plaquettes": _number("212"),
    "hem_nfs_anterieures": {"rows": [_count(352, "141", "11.2", "220"), _count(828, "140", "8.9", "231")]},
    "hem_frottis_texte": {"value": "Petits lymphocytes d’aspect mature, ombres de Gumprecht."},
    "hem_virus": _codes("negatives"),
    "hem_virus_precision": {"value": "VIH, VHB et VHC négatifs."},
    "hem_medicaments_aucun": {"value": True},
}
HORMONES: Entries = {
    "endo_domaine": _codes("diabete"),
    "endo_objet": _codes("intensifier"),
    "endo_gravite": _codes("aucun"),
    "endo_poids_kg": _number("84"),
    "endo_taille_cm": _number("169"),
    "endo_pas": {"value": 136},
    "endo_pad": {"value": 80},
    "endo_fc": {"value": 74},
    "dia_type": _codes("t2"),
    "dia_annee": {"value": 2013},
    "dia_hba1c": {"rows": [_hba1c(10, "9"), _hba1c(198, "8.3")]},
    "dia_classes": _codes("metformine", "sulfamide"),
    "dia_traitement_lignes": {"rows": [_dose("metformine", "2 × 500 mg"), _dose("gliclazide", "60 mg")]},
    "dia_glycemies": {"unavailable": "Carnet resté à domicile, demandé au patient."},
    "dia_hypos": _codes("aucune"),
    "dia_dfg": _number("71"),
    "dia_rac": _quantity("3.2", "mg/mmol"),
    "dia_complic": _codes("aucune"),
    "dia_autonomie": _codes("autonome", "conduite"),
}
