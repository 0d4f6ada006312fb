"""Calculated values: a library of known calculations, fed by questions chosen in lists, or a formula of one’s own."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.definition import Definition, Item, Kind
from telavis.studio.elements import set_extension
from telavis.studio.outline import Json

_AGE = (
    "((today().toString().replace('-', '').toInteger() - "
    "%patient.birthDate.toString().replace('-', '').toInteger()) div 10000)"
)
_FEMALE = "(%patient.gender = 'female')"
_RATIO = f"({{creatinine}} / 88.4 / iif({_FEMALE}, 0.7, 0.9))"


@dataclass(frozen=True)
class Feed:
    """A question that a calculation reads: a number in this unit, or a box."""

    name: str
    label: str
    unit: str = ""
    is_box: bool = False

    def accepts(self, item: Item) -> bool:
        if item.calculation is not None or set(item.link_id) & set("'\\"):
            return False  # it follows from others, or its name cannot stand in a formula
        if self.is_box:
            return item.kind is Kind.BOOLEAN
        return item.kind in (Kind.INTEGER, Kind.DECIMAL, Kind.QUANTITY) and item.unit == self.unit


@dataclass(frozen=True)
class Known:
    """A calculation that is used everywhere, with its source."""

    label: str
    source: str
    type: str
    unit: str
    feeds: tuple[Feed, ...]
    formula: str
    """FHIRPath, where each feed stands in braces."""

    def expression(self, chosen: Mapping[str, Item]) -> str:
        return self.formula.format(**{name: _read(item) for name, item in chosen.items()})


KNOWN: dict[str, Known] = {
    "imc": Known(
        "Indice de masse corporelle",
        "IMC = poids (kg) / taille² (m²), OMS",
        "decimal",
        "kg/m²",
        (Feed("poids", "Poids", "kg"), Feed("taille", "Taille", "cm")),
        "({poids} / ({taille} / 100).power(2)).round(1)",
    ),
    "dfg": Known(
        "DFG estimé (CKD-EPI 2009)",
        "CKD-EPI 2009, sans coefficient d’origine, dès 18 ans ; Levey et al., Ann Intern Med 2009 ; HAS",
        "decimal",
        "mL/min/1,73 m²",
        (Feed("creatinine", "Créatinine", "µmol/L"),),
        f"iif({_AGE} >= 18 and ({_FEMALE} or %patient.gender = 'male'), "
        f"(141 * iif({_RATIO} < 1, {_RATIO}.power(iif({_FEMALE}, -0.329, -0.411)), {_RATIO}.power(-1.209))"
        f" * 0.993.power({_AGE}) * iif({_FEMALE}, 1.018, 1)).round(0), {{{{}}}})",
    ),
    "qsofa": Known(
        "qSOFA",
        "Singer et al., JAMA 2016 : FR ≥ 22, PAS ≤ 100, conscience altérée ; dès 18 ans",
        "integer",
        "",
        (
            Feed("respiration", "Fréquence respiratoire", "/min"),
            Feed("pression", "Pression artérielle systolique", "mmHg"),
            Feed("conscience", "Conscience altérée", is_box=True),
        ),
        f"iif({_AGE} >= 18 and {{respiration}}.exists() and {{pression}}.exists(), "
        "iif({respiration} >= 22, 1, 0) + iif({pression} <= 100, 1, 0) + iif({conscience} = true, 1, 0), {{}})",
    ),
    "calcium": Known(
        "Calcium corrigé de l’albumine",
        "Ca corrigé = Ca mesuré + 0,025 × (40 − albumine) ; Payne et al., BMJ 1973",
        "decimal",
        "mmol/L",
        (Feed("calcium", "Calcium", "mmol/L"), Feed("albumine", "Albumine", "g/L")),
        "({calcium} + 0.025 * (40 - {albumine})).round(2)",
    ),
    "surface": Known(
        "Surface d’une plaie",
        "longueur × largeur",
        "decimal",
        "cm²",
        (Feed("longueur", "Longueur", "cm"), Feed("largeur", "Largeur", "cm")),
        "({longueur} * {largeur}).round(1)",
    ),
    "cha2ds2va": Known(
        "CHA₂DS₂-VA",
        "ESC 2024 : insuffisance cardiaque, hypertension, âge (65 : 1, 75 : 2), diabète, AVC ou AIT (2), "
        "maladie vasculaire ; dès 18 ans",
        "integer",
        "",
        (
            Feed("insuffisance", "Insuffisance cardiaque", is_box=True),
            Feed("hypertension", "Hypertension artérielle", is_box=True),
            Feed("diabete", "Diabète", is_box=True),
            Feed("avc", "AVC, AIT ou embolie", is_box=True),
            Feed("vasculaire", "Maladie vasculaire", is_box=True),
        ),
        f"iif({_AGE} >= 18, iif({{insuffisance}} = true, 1, 0) + iif({{hypertension}} = true, 1, 0) "
        f"+ iif({_AGE} >= 75, 2, iif({_AGE} >= 65, 1, 0)) + iif({{diabete}} = true, 1, 0) "
        "+ iif({avc} = true, 2, 0) + iif({vasculaire} = true, 1, 0), {{}})",
    ),
    "age": Known("Âge", "Âge à ce jour, d’après la date de naissance", "integer", "ans", (), _AGE),
}


def _read(item: Item) -> str:
    """The answer to a question; that of a quantity is its number in the reference unit."""
    answer = f"%resource.repeat(item).where(linkId = '{item.link_id}').answer.value"
    return f"{answer}.value" if item.kind is Kind.QUANTITY else answer


def offered(definition: Definition, item: Item, feed: Feed) -> Iterator[Item]:
    """The questions that may feed it: outside tables, of the right unit."""
    for each in definition.walk():
        if each.link_id != item.link_id and definition.row_of(each.link_id) is None and feed.accepts(each):
            yield each


def calculated(item: Json, expression: str, source: str, known: Known | None) -> Json:
    """Nobody types it any more, and it is never required."""
    made = copy.deepcopy(item)
    made["readOnly"] = True
    made.pop("required", None)
    if known:
        made["type"] = known.type
        unit = (
            {"system": fhir.UCUM, "code": known.unit.replace(" ", ""), "display": known.unit}
            if known.unit
            else None
        )
        set_extension(made, fhir.UNIT, "valueCoding", unit)
    formula = {"language": "text/fhirpath", "expression": expression}
    set_extension(made, fhir.CALCULATED_EXPRESSION, "valueExpression", formula)
    set_extension(made, fhir.CALCULATION_SOURCE, "valueString", source)
    return made


def without_calculation(item: Json) -> Json:
    """A question like another: whoever asks types its answer."""
    made = copy.deepcopy(item)
    made.pop("readOnly", None)
    set_extension(made, fhir.CALCULATED_EXPRESSION, "valueExpression", None)
    set_extension(made, fhir.CALCULATION_SOURCE, "valueString", None)
    return made
