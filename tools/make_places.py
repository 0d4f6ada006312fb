"""Makes `telavis/values/data/communes.tsv.gz` and `departments.csv` from the published list of French communes.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python tools/make_places.py package/data

Run it when a new year of the list is published; the result is committed, nothing is fetched at run time.
"""

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import Any

DESTINATION = Path(__file__).parent.parent / "telavis" / "values" / "data"

# In the order in which a code that stands twice is explained: what it is now before what it was.
STATES = {
    "commune-actuelle": "commune",
    "arrondissement-municipal": "district",
    "commune-deleguee": "former",
    "commune-associee": "former",
}
# Territories that are no department, and that the list of departments leaves out.
TERRITORIES = {
    "975": "Saint-Pierre-et-Miquelon",
    "977": "Saint-Barthélemy",
    "978": "Saint-Martin",
    "984": "Terres australes et antarctiques françaises",
    "986": "Wallis-et-Futuna",
    "987": "Polynésie française",
    "988": "Nouvelle-Calédonie",
    "989": "Île de Clipperton",
}


def main(source: Path) -> None:
    communes = json.loads((source / "communes.json").read_text(encoding="utf-8"))
    order = list(STATES)
    communes.sort(key=lambda commune: (commune["code"], order.index(commune["type"])))
    named = {(commune["code"], commune["nom"]): commune for commune in reversed(communes)}
    # A former commune of the same code and name as the present one (Saint-Denis, 93066) would only be a double.
    communes = [commune for commune in communes if named[commune["code"], commune["nom"]] is commune]
    table = "".join("\t".join(_row(commune)) + "\n" for commune in communes)
    # Without the time of day in the header, the same source gives the same bytes.
    (DESTINATION / "communes.tsv.gz").write_bytes(gzip.compress(table.encode(), 9, mtime=0))

    departments = json.loads((source / "departements.json").read_text(encoding="utf-8"))
    names = {department["code"]: _typographic(department["nom"]) for department in departments} | TERRITORIES
    with (DESTINATION / "departments.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name"])
        writer.writerows(sorted(names.items()))


def _row(commune: dict[str, Any]) -> list[str]:
    return [
        commune["code"],
        _typographic(commune["nom"]).replace(" Arrondissement", " arrondissement"),
        STATES[commune["type"]],
        commune["departement"],
        commune.get("chefLieu", "") if STATES[commune["type"]] == "former" else "",
        " ".join(commune.get("codesPostaux", [])),
        str(commune.get("population", 0)),
        " ".join(commune.get("anciensCodes", [])),
    ]


def _typographic(name: str) -> str:
    return name.replace("'", "’")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
