"""Public extractions of a country that does not exist: `python -m benchmarks.directory.make_extraction --rows 2000000`.

The same seed gives the same files. Communes are real, everybody and everything else is drawn: numbers begin with 99, which
the directory has not given out, and telephone numbers are those that Arcep keeps for fiction.
"""

import argparse
import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from pathlib import Path
from random import Random

from telavis.demo.names import FEMALE_NAMES, MALE_NAMES
from telavis.environment import BASE_DIR
from telavis.values.finess import Finess
from telavis.values.luhn import luhn_key
from telavis.values.names import unaccented

SEED = 2026
ROWS, SITES = 2_000_000, 100_000
LEAVING, CHANGING = 0.001, 0.005
_FIRST_NEWCOMER = 50_000_000
HEADER = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|"
    "Libellé civilité d'exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|"
    "Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|"
    "Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|"
    "Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|"
    "Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site|"
    "Complément destinataire (coord. structure)|Complément point géographique (coord. structure)|"
    "Numéro Voie (coord. structure)|Indice répétition voie (coord. structure)|"
    "Code type de voie (coord. structure)|Libellé type de voie (coord. structure)|"
    "Libellé Voie (coord. structure)|Mention distribution (coord. structure)|Bureau cedex (coord. structure)|"
    "Code postal (coord. structure)|Code commune (coord. structure)|Libellé commune (coord. structure)|"
    "Code pays (coord. structure)|Libellé pays (coord. structure)|Téléphone (coord. structure)|"
    "Téléphone 2 (coord. structure)|Télécopie (coord. structure)|Adresse e-mail (coord. structure)|"
    "Code Département (structure)|Libellé Département (structure)|Ancien identifiant de la structure|"
    "Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|"
    "Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code rôle|Libellé rôle|"
    "Code genre activité|Libellé genre activité|"
)
MAILBOX_HEADER = (
    "Type de BAL|Adresse BAL|Type Identifiant PP|Identifiant PP|Identification nationale PP|"
    "Type identifiant structure|Identification Structure|Service de rattachement|Civilité d'exercice|Nom d'exercice|"
    "Prénom d'exercice|Catégorie profession|Libellé de catégorie profession|Code Profession|Libellé Profession|"
    "Code savoir-faire|Libellé savoir-faire|Dématérialisation|Raison Sociale structure BAL|"
    "Enseigne commerciale structure BAL|L2COMPLEMENTLOCALISATION|L3COMPLEMENTDISTRIBUTION|L4NUMEROVOIE|"
    "L4COMPLEMENTNUMEROVOIE|NL4TYPEVOIE|L4LIBELLEVOIE|L5LIEUDITMENTION|L6LIGNEACHEMINEMENT|Code postal|Département|Pays"
)
_PROFESSIONS = {"10": 24, "60": 46, "21": 6, "40": 4, "50": 2, "70": 10, "80": 2, "91": 3, "92": 1}
_SPECIALTIES = ("SM54", "SM54", "SM54", "SM04", "SM15", "SM58", "SM35", "SM38", "SM18", "SM26", "SM42", "")
_SYLLABLES = (
    *(
        "BA",
        "BER",
        "BON",
        "CAR",
        "CHE",
        "COR",
        "DA",
        "DEL",
        "DU",
        "FA",
        "FER",
        "GAL",
        "GAR",
        "GUI",
        "HER",
        "JOU",
    ),
    *("LA", "LE", "LO", "MAR", "MO", "NA", "PER", "PI", "RAM", "RO", "SA", "SER", "TA", "TRO", "VA", "VIL"),
)
_ENDINGS = ("", "AND", "ARD", "AUD", "EAU", "ET", "IER", "IN", "ON", "OT", "É", "LLE")
_FLOWERS = (
    "MIMOSAS",
    "TILLEULS",
    "CHÊNES",
    "GLYCINES",
    "ROSES",
    "PINS",
    "OLIVIERS",
    "LAVANDES",
    "JARDINS",
    "SOURCES",
)
_SAINTS = ("ST-JOSEPH", "SAINT LOUIS", "STE ANNE", "NOTRE-DAME", "ST VINCENT", "SAINTE-MARIE", "ST ROCH")
# Category, its label, how often, and how such places are named, in all the ways of the register.
_CATEGORIES = (
    ("101", "Centre Hospitalier Régional (C.H.R.)", 2, ("CHU DE {town}", "C.H.R.U. {town} HOP {saint}")),
    (
        "355", "Centre Hospitalier (C.H.)", 30,
        ("CH DE {town}", "CENTRE HOSPITALIER {town}", "CTRE HOSP {saint} {town}", "HOPITAL {saint}"),
    ),
    ("365", "Etablissement de soins pluridisciplinaire", 20, ("CLINIQUE {saint}", "POLYCLIN. DE {town}")),
    ("109", "Etablissement de santé privé autorisé en SSR", 25, ("SSR {flower}", "CENTRE DE SSR DE {town}")),
    (
        "500", "Etablissement d'hébergement pour personnes âgées dépendantes", 90,
        ("EHPAD LES {flower}", "MAISON DE RETRAITE {saint}", "RES. LES {flower}"),
    ),
    ("603", "Maison de santé (L.6223-3)", 40, ("MSP DE {town}", "MAISON DE SANTE LES {flower}")),
    ("620", "Pharmacie d'Officine", 240, ("PHARMACIE {saint}", "PHARMACIE DES {flower}", "SELARL PHIE {name}")),
    ("611", "Laboratoire de Biologie Médicale", 50, ("LABM {name}", "BIO {town} {name}")),
    ("186", "Autre structure médico-sociale", 503, ("SERVICE {name}", "FOYER LES {flower}", "IME {saint}")),
)  # fmt: skip


@dataclass(frozen=True)
class Town:
    code: str
    name: str
    postcode: str
    population: int


def towns() -> list[Town]:
    """The communes, as the directory spells them: in capitals without accents."""
    text = gzip.decompress(
        (BASE_DIR / "telavis" / "values" / "data" / "communes.tsv.gz").read_bytes()
    ).decode()
    lines = (line.split("\t") for line in text.splitlines())
    return [
        Town(code, unaccented(name).replace("-", " "), postcodes.split()[0], int(population))
        for code, name, state, _, _, postcodes, population, _ in lines
        if state == "commune" and postcodes
    ]


class Country:
    """Draws towns by their population and names by their frequency."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 the same seed makes the same country
        self.towns = towns()
        self._weights = list(accumulate(town.population + 1 for town in self.towns))
        self.family_names = [self._family_name() for _ in range(60_000)]
        self._ranks = list(accumulate(1 / (rank + 30) for rank in range(len(self.family_names))))

    def town(self) -> Town:
        return self.random.choices(self.towns, cum_weights=self._weights)[0]

    def family_name(self) -> str:
        return self.random.choices(self.family_names, cum_weights=self._ranks)[0]

    def given_name(self) -> str:
        return self.random.choice(self.random.choice((FEMALE_NAMES, MALE_NAMES)))

    def _family_name(self) -> str:
        parts = self.random.choices(_SYLLABLES, k=self.random.choice((1, 2, 2, 3)))
        name = "".join(parts) + self.random.choice(_ENDINGS)
        return f"{name} {self.random.choice(_SYLLABLES)}" if self.random.random() < 0.05 else name


def professionals(rows: int, seed: int = SEED) -> Iterator[str]:
    """The lines of the extraction, with its header."""
    yield HEADER
    country = Country(seed)
    chosen = country.random.choices(list(_PROFESSIONS), list(_PROFESSIONS.values()), k=rows)
    written = person = 0
    while written < rows:
        person += 1
        activities = 1 if country.random.random() < 0.8 else country.random.choice((2, 2, 3))
        lines = _lines_of(country, person, chosen[written], min(activities, rows - written))
        written += len(lines)
        yield from lines


def next_day(lines: Iterable[str], seed: int = SEED) -> Iterator[str]:
    """The same, but of a thousand people one has left, five have another telephone, and one has come."""
    country, people = Country(seed), 0
    everybody = iter(lines)
    yield next(everybody)
    for _, of_one in groupby(everybody, key=lambda line: line.split("|", 2)[1]):
        people += 1
        chance = country.random.random()
        for line in of_one if chance >= LEAVING else ():
            yield _with_another_phone(line) if chance < LEAVING + CHANGING else line
    for newcomer in range(people // 1000):
        yield from _lines_of(country, _FIRST_NEWCOMER + newcomer, "10", 1)


def _lines_of(country: Country, person: int, profession: str, activities: int) -> list[str]:
    body = f"99{person:08d}"
    rpps = body + luhn_key(body)
    family, given = country.family_name(), country.given_name()
    specialty = country.random.choice(_SPECIALTIES) if profession == "10" else ""
    title = "DR" if profession in ("10", "21", "40") else ""
    head = (
        f"8|{rpps}|8{rpps}|{title}||M|Monsieur|{family}|{given}|{profession}||C|Civil|"
        f"{'S' if specialty else ''}||{specialty}||"
    )
    return [head + _activity(country) for _ in range(activities)]


def _activity(country: Country) -> str:
    random, town = country.random, country.town()
    number = random.randrange(10**8)
    is_salaried = random.random() < 0.55
    finess = f"99{number % 10_000_000:07d}" if is_salaried else ""
    name = f"CH DE {town.name}" if is_salaried else f"CABINET {country.family_name()}"
    return (
        f"{'S|Salarié' if is_salaried else 'L|Libéral'}|{number:014d}|{number:09d}|{finess}|{finess}|R{number:014d}|{name}|"
        f"|||{number % 200}||R|RUE|DE LA FONTAINE|||{town.postcode}|{town.code}|{town.name}|||019900{number % 10_000:04d}|"
        f"|||{town.code[:2]}|||CNOM|{'SA01' if is_salaried else 'SA07'}||||||GENR01||"
    )


def _with_another_phone(line: str) -> str:
    return line.replace("|019900", "|053990", 1)


def mailboxes(rows: int, seed: int = SEED) -> Iterator[str]:
    """Secure mailboxes: five persons for one structure."""
    yield MAILBOX_HEADER
    random = Random(seed)  # noqa: S311
    for person in range(1, rows + 1):
        body = f"99{person:08d}"
        rpps = body + luhn_key(body)
        head = (
            f"ORG|accueil{person}@ch.mssante.example||||1|1990{person:06d}"
            if person % 6 == 0
            else f"PER|medecin{person}@medecin.mssante.example|8|{rpps}|8{rpps}||"
        )
        yield f"{head}|||||||||||{'O' if random.random() < 0.9 else 'N'}|||||||||||||"


def sites(rows: int, seed: int = SEED) -> Iterator[str]:
    """The lines of the FINESS extraction, both sections."""
    yield "finess;etalab;111;2026-05-12"
    country = Country(seed)
    weights = [frequency for _, _, frequency, _ in _CATEGORIES]
    numbers = []
    for number, (category, label, _, names) in enumerate(
        country.random.choices(_CATEGORIES, weights, k=rows)
    ):
        town = country.town()
        name = country.random.choice(names).format(
            town=town.name,
            saint=country.random.choice(_SAINTS),
            flower=country.random.choice(_FLOWERS),
            name=country.family_name(),
        )
        numbers.append(Finess.with_key(f"99{number:06d}"))
        yield _site(numbers[-1], name, town, category, label)
    for finess in numbers:
        yield f"geolocalisation;{finess};880000.0;6570000.0;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93;2026-05-12"


def _site(finess: Finess, name: str, town: Town, category: str, label: str) -> str:
    return (
        f"structureet;{finess};{finess};{name[:38]};{name};;;1;PL;DE LA FONTAINE;;;{town.code[2:]};{town.code[:2]};;"
        f"{town.postcode} {town.name};0199009900;;{category};{label};;;;;;;;;1990-01-01;1990-01-01;2026-05-12;"
    )


def write(path: Path, lines: Iterator[str], encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, errors="replace", newline="\r\n") as file:
        file.writelines(f"{line}\n" for line in lines)


def read(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=ROWS, help="lines of the extraction of professionals")
    words.add_argument("--sites", type=int, default=SITES, help="establishments")
    words.add_argument("--seed", type=int, default=SEED)
    words.add_argument("--folder", type=Path, default=Path("var"), help="where the three files go")
    chosen = words.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    today = chosen.folder / "PS_LibreAcces_Personne_activite_202601010700.txt"
    write(today, professionals(chosen.rows, chosen.seed))
    write(
        chosen.folder / "PS_LibreAcces_Personne_activite_202601020700.txt", next_day(read(today), chosen.seed)
    )
    write(
        chosen.folder / "Extraction_Correspondance_MSSante_202601010700.txt",
        mailboxes(chosen.rows // 4, chosen.seed),
    )
    write(
        chosen.folder / "etalab-cs1100507-stock-20260101-0700.csv",
        sites(chosen.sites, chosen.seed),
        encoding="iso8859-15",
    )


if __name__ == "__main__":
    main()
