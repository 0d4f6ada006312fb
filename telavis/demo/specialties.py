"""What the requests of the demonstration answer to the questions of a specialty, by type of request."""

from collections.abc import Mapping
from typing import Any

from telavis.demo.blood_and_hormones import BLOOD, HORMONES
from telavis.demo.dates import days_before
from telavis.demo.elderly_and_wounds import ELDERLY, WOUND

Entries = Mapping[str, Mapping[str, Any]]


def _codes(*chosen: str) -> dict[str, Any]:
    return {"codes": list(chosen)}


def _number(value: str) -> dict[str, Any]:
    return {"decimal": value}


def _quantity(value: str, unit: str) -> dict[str, Any]:
    return {"decimal": value, "unit": unit}


def _creatinine(before: int, value: str) -> dict[str, Any]:
    return {
        "neph_creat_ancienne_date": days_before(before),
        "neph_creat_ancienne": _quantity(value, "umol/L"),
    }


_KIDNEY: Entries = {
    "neph_motif": _codes("baisse_dfg", "proteinurie"),
    "neph_signes": _codes("aucun"),
    "neph_diabete_type": _codes("type_2"),
    "neph_diabete_depuis": {"value": "2011"},
    "neph_retinopathie": _codes("non"),
    "neph_hba1c": _quantity("7.4", "%"),
    "neph_creat_valeur": _quantity("148", "umol/L"),
    "neph_creat_date": days_before(3),
    "neph_dfg_labo": _number("38"),
    "neph_creat_lignes": {"rows": [_creatinine(373, "126"), _creatinine(785, "108")]},
    "neph_creat_evolution": _codes("mois"),
    "neph_urines": _codes("normale"),
    "neph_rac": {
        "rows": [
            {
                "neph_rac_date": days_before(3),
                "neph_rac_examen": _codes("rac_mg_mmol"),
                "neph_rac_valeur": _number("24"),
            }
        ]
    },
    "neph_bu_resultat": _codes("negatif"),
    "neph_na": _number("139"),
    "neph_k": _number("5.1"),
    "neph_hco3": _number("22"),
    "neph_hemoglobine": _quantity("118", "g/L"),
    "neph_pas": {"value": 142},
    "neph_pad": {"value": 78},
    "neph_ta_methode": _codes("automesure"),
    "neph_medic_liste": _codes("iec_ara2", "metformine"),
    "neph_medic_doses": {"value": "Ramipril 5 mg par jour, metformine 1 g × 2 par jour"},
    "neph_echo_etat": _codes("prescrite"),
    "neph_projet": _codes("autonome"),
}
_ECG: Entries = {
    "ecg_motif": _codes("sport"),
    "ecg_symptome_present": _codes("non"),
    "ecg_question": _codes("operer_courir"),
    "ecg_date": days_before(3),
    "ecg_heure": {"time": "10:20:00"},
    "ecg_derivations": _codes("douze"),
    "ecg_reglages": _codes("standard"),
    "ecg_precedent_existe": _codes("non"),
    "ecg_auto_qrs": {"value": 128},
    "ecg_auto_qtc": {"value": 412},
    "ecg_votre_lecture": {"value": "Rythme sinusal, bloc de branche droit complet."},
    "ecg_alarme": _codes("aucun"),
    "ecg_pas": {"value": 124},
    "ecg_fc": {"value": 58},
    "ecg_spo2": {"value": 98},
    "ecg_fr": {"value": 14},
    "ecg_antecedents": _codes("aucun"),
    "ecg_risque": _codes("aucun"),
    "ecg_medicaments_liste": _codes("aucun"),
}
SPECIALTY_ANSWERS: Mapping[str, Entries] = {
    "nephrologie": _KIDNEY,
    "cardiologie-ecg": _ECG,
    "hematologie": BLOOD,
    "endocrinologie-diabetologie": HORMONES,
    "geriatrie": ELDERLY,
    "plaies-cicatrisation": WOUND,
}
