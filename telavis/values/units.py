"""Units of measure by their UCUM codes, and the straight lines that lead from one to another.

Between two units of one kind (g/dL and g/L) the way is the same for everything. Between a mass and an amount
(mg/dL and µmol/L) it depends on what was measured: the form names the substance, and each has its published factor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

PLACES = 8
"""As many decimals as a person may type."""
FIGURES = 6
"""Significant ones that are kept at least: 14 ng/L are 0.000000014 g/L."""


class NotConvertible(ValueError):
    """No way is known from one unit to the other."""


@dataclass(frozen=True)
class Line:
    """The value in another unit is value × factor + offset."""

    factor: Decimal
    offset: Decimal = Decimal(0)

    def __call__(self, value: Decimal) -> Decimal:
        exact = value * self.factor + self.offset
        places = max(PLACES, FIGURES - 1 - exact.adjusted()) if exact else PLACES
        short = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP).normalize()
        return short if short != short.to_integral_value() else short.quantize(Decimal(1))


@dataclass(frozen=True)
class Substance:
    """What laboratories give in units of two kinds: the value in `right` is `factor` × the value in `left` + `offset`."""

    left: str
    right: str
    factor: Decimal
    source: str
    offset: Decimal = Decimal(0)


@dataclass(frozen=True)
class _Scale:
    """A unit on the line of its kind: value × factor + offset is the value in the base unit of the kind."""

    kind: str
    factor: Decimal
    offset: Decimal = Decimal(0)


_FACTORS = {
    "mass concentration": {
        "kg/L": "1e3",
        "g/L": "1",
        "g/dL": "10",
        "mg/dL": "1e-2",
        "mg/L": "1e-3",
        "ug/mL": "1e-3",
        "ug/dL": "1e-5",
        "ug/L": "1e-6",
        "ng/mL": "1e-6",
        "ng/dL": "1e-8",
        "ng/L": "1e-9",
        "pg/mL": "1e-9",
    },
    "amount concentration": {
        "mol/L": "1",
        "mmol/L": "1e-3",
        "umol/L": "1e-6",
        "nmol/L": "1e-9",
        "pmol/L": "1e-12",
    },
    "mass": {"kg": "1e3", "g": "1", "mg": "1e-3", "ug": "1e-6"},
    "length": {"m": "1", "cm": "1e-2", "mm": "1e-3"},
    "mass for a mass": {"mg/g": "1", "ug/mg": "1", "g/g": "1e3"},
    "mass for an amount": {"mg/mmol": "1", "g/mol": "1", "g/mmol": "1e3"},
    "part": {"%": "1"},
    "amount for an amount": {"mmol/mol": "1"},
}
_SCALES = {
    code: _Scale(kind, Decimal(factor)) for kind, codes in _FACTORS.items() for code, factor in codes.items()
}

_AMA = "AMA Manual of Style, 11e édition, facteurs de conversion du système international"
_KDIGO = "KDIGO 2024, conversion des unités"

SUBSTANCES: Mapping[str, Substance] = MappingProxyType(
    {
        "creatinine": Substance("mg/dL", "umol/L", Decimal("88.4"), _KDIGO),
        "albumin-creatinine-ratio": Substance("mg/mmol", "mg/g", Decimal("8.84"), _KDIGO),
        "haemoglobin-a1c": Substance(
            *("mmol/mol", "%", Decimal("0.09148"), "NGSP = 0,09148 × IFCC + 2,152 (Hoelzel et coll., 2004)"),
            offset=Decimal("2.152"),
        ),
        "glucose": Substance("mg/dL", "mmol/L", Decimal("0.0555"), _AMA),
        "calcium": Substance("mg/dL", "mmol/L", Decimal("0.2495"), _AMA),
        "phosphorus": Substance("mg/dL", "mmol/L", Decimal("0.3229"), _AMA),
        "bilirubin": Substance("mg/dL", "umol/L", Decimal("17.104"), _AMA),
        "vitamin-b12": Substance("pg/mL", "pmol/L", Decimal("0.7378"), _AMA),
        "folate": Substance("ng/mL", "nmol/L", Decimal("2.266"), _AMA),
        "vitamin-d": Substance("ng/mL", "nmol/L", Decimal("2.496"), _AMA),
        "cortisol": Substance("ug/dL", "nmol/L", Decimal("27.588"), _AMA),
        "thyroxine": Substance("ng/dL", "pmol/L", Decimal("12.871"), _AMA),
    }
)


def line_between(unit: str, other: str, substance: str = "") -> Line:
    """The way from one unit to another; a unit is always its own equal, known or not."""
    if unit == other:
        return Line(Decimal(1))
    start, end = _scale(unit, substance), _scale(other, substance)
    if start.kind != end.kind:
        raise NotConvertible(f"«{unit}» and «{other}»")
    return Line(start.factor / end.factor, (start.offset - end.offset) / end.factor)


def _scale(unit: str, substance: str) -> _Scale:
    """Where a unit stands; the right side of a substance is brought to the kind of its left side."""
    scale, known = _SCALES.get(unit), SUBSTANCES.get(substance)
    if scale is None:
        raise NotConvertible(f"«{unit}» is not known")
    if known is None or scale.kind != _SCALES[known.right].kind:
        return scale
    left, right = _SCALES[known.left], _SCALES[known.right]
    for_one_left = left.factor / known.factor
    return _Scale(left.kind, scale.factor / right.factor * for_one_left, -known.offset * for_one_left)
