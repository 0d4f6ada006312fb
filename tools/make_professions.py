"""Makes `telavis/values/data/professions.csv` from the value set JDV_J01-XdsAuthorSpecialty-CISIS, saved as CSV.

    python tools/make_professions.py specialites.csv

The source has columns code, code_system_oid, label; its labels repeat the profession («Médecin - Cardiologie (SM)»),
shorten words and scatter capitals. The result has columns profession, specialty (or nothing) and a label to show.
"""

import csv
import re
import sys
from pathlib import Path

DESTINATION = Path(__file__).parent.parent / "telavis" / "values" / "data" / "professions.csv"

# Professions with a protected title that the nomenclature keeps outside G15.
OTHER_TITLES = {"71", "72", "73", "93"}
CORRECTIONS = [
    (r"'", "’"),
    (r"\bFoe", "Fœ"),
    (r"\bE(?=pithés|valuation|tudiant|quipe)", "É"),
    (r"\bopt\b", "option"),
    (r"\bplast(?:ique)? reconstruct\b,?", "plastique, reconstructrice"),
    (r"reconstructrice esthétique", "reconstructrice et esthétique"),
    (r"Gynéco-obstétrique et Gynéco méd\b", "Gynécologie-obstétrique et gynécologie médicale"),
    (r"\bGyn-obs\b", "gynécologie-obstétrique"),
    (r"\bGyn-méd\b", "gynécologie médicale"),
    (r"\bOphtalmo\b", "Ophtalmologie,"),
    (r"imagerie cardio d’expert\b", "imagerie cardiovasculaire d’expertise"),
    (r"\baigüe\b", "aiguë"),
    (r"tranfusion", "transfusion"),
    (r"\bMéd palliative", "médecine palliative"),
    (r"\bTrait méd\b", "traitements médicaux"),
    (r"\bChir\b", "chirurgie"),
    (r"\bRéseaux cancérologie", "réseaux de cancérologie"),
    (r"\b(Biologie|Imagerie) cancérologie", r"\1 en cancérologie"),
    (r"\binfect et trop, clin et bio\b", "infectieuse et tropicale, clinique et biologique"),
    (r"\bdes méd$", "des médicaments"),
    (r"\bclin et Eval thérapeutiq\b", "clinique et évaluation des thérapeutiques"),
    (r"\bl’ado$", "l’adolescent"),
    (r"\bde travail, prév risques prof\b", "du travail, prévention des risques professionnels"),
    (r"^Exerc(?:ice|\.) infirmier (?:en )?pratique avancée", "Pratique avancée,"),
    (
        r"maladie rénale chroniq\.,dialyse,transp\. rénale",
        "maladie rénale chronique, dialyse, transplantation rénale",
    ),
    (r"\bExp(?:érience|\.) prat(?:ique|\.) (?:art\.|article)", "Expérience pratique, article"),
    (r"Dermato-vénéréologie", "Dermatologie et vénéréologie"),
    (r"\bERM\b", "d’électroradiologie médicale"),
    (r" - OM$", " (outre-mer)"),
    (r"d’Outre-Mer", "d’outre-mer"),
    (r" option ", ", option "),
    (r",+ option", ", option"),
    (r" déc\. ", ", "),
    (r"en SSE$", "en situation sanitaire exceptionnelle"),
]


def main(source: Path) -> None:
    with source.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if _is_kept(row["code"])]
    with DESTINATION.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["profession", "specialty", "label"])
        for row in rows:
            profession, _, specialty = row["code"].removeprefix("G15_").partition("/")
            writer.writerow([profession, specialty, _corrected(row["label"])])


def _is_kept(code: str) -> bool:
    return code.startswith(("G15_", "G16_")) or code in OTHER_TITLES


def _corrected(label: str) -> str:
    label = re.sub(r" \([A-Z]+\)$", "", label)
    label = re.sub(r"^(?:Médecin|Pharmacien|Chirurgien-Dentiste|Infirmier) - ", "", label)
    for mistake, correction in CORRECTIONS:
        label = re.sub(mistake, correction, label)
    # A capital begins the label, an acronym, and nothing else.
    label = re.sub(r"(?<=[\s-])[A-ZÉ](?=[a-zéèêà])", lambda found: found[0].lower(), label)
    return label[0].upper() + label[1:]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
