"""How the number of a question is measured: its unit, its bounds, its slider, and the units that a quantity may be given in."""

import re
from collections.abc import Sequence
from decimal import Decimal

from telavis.questionnaires import vocabulary as fhir
from telavis.questionnaires.extensions import Extensions
from telavis.studio.elements import extension, set_extension
from telavis.studio.outline import Json
from telavis.values.refused import Refused
from telavis.values.units import NotConvertible, line_between

SUBSTANCES = {
    "albumin-creatinine-ratio": "Rapport albumine/créatinine",
    "bilirubin": "Bilirubine",
    "calcium": "Calcium",
    "cortisol": "Cortisol",
    "creatinine": "Créatinine",
    "folate": "Folates",
    "glucose": "Glucose",
    "haemoglobin-a1c": "HbA1c",
    "phosphorus": "Phosphore",
    "thyroxine": "T4 libre",
    "vitamin-b12": "Vitamine B12",
    "vitamin-d": "Vitamine D",
}
"""Of which the way from a mass to an amount is known, by their French names."""
OTHER_REFERENCE = "Les valeurs limites sont dans l’unité de référence : videz-les et enregistrez, avant de changer cette unité."
FIRST_UNIT = "g/L"
"""Of a new quantity, until somebody says otherwise."""
_SLIDER = "slider"


def bounds_of(item: Json) -> tuple[Decimal | None, Decimal | None]:
    """The smallest and the largest value; those of a quantity in its first unit."""
    if item.get("type") != "quantity":
        return number_of(item, fhir.MIN_VALUE), number_of(item, fhir.MAX_VALUE)
    return _in_first_unit(item, fhir.MIN_QUANTITY), _in_first_unit(item, fhir.MAX_QUANTITY)


def set_bounds(item: Json, minimum: Decimal | None, maximum: Decimal | None) -> None:
    """A bound of 0 is one too; what says the same stays as it was written."""
    before = bounds_of(item)
    if item.get("type") != "quantity":
        urls, set_bound = (fhir.MIN_VALUE, fhir.MAX_VALUE), _set_number
    else:
        urls, set_bound = (fhir.MIN_QUANTITY, fhir.MAX_QUANTITY), _set_quantity
    for url, value, known in zip(urls, (minimum, maximum), before, strict=True):
        if value != known:
            set_bound(item, url, value)


def number_of(item: Json, url: str) -> Decimal | None:
    return Extensions(item).number(url)


def step_of(item: Json) -> Decimal | None:
    """Of its slider, where it has one."""
    return (number_of(item, fhir.SLIDER_STEP) or Decimal(1)) if _has_slider(item) else None


def set_step(item: Json, step: Decimal | None) -> None:
    """With a step the number slides between its bounds; without, it is typed."""
    if step == step_of(item):
        return
    coding = {"system": fhir.ITEM_CONTROL_SYSTEM, "code": _SLIDER}
    set_extension(item, fhir.ITEM_CONTROL, "valueCodeableConcept", {"coding": [coding]} if step else None)
    _set_number(item, fhir.SLIDER_STEP, step)


def set_whole(item: Json, whole: Decimal | None) -> None:
    """What the numbers of a group make together."""
    _set_number(item, fhir.PARTS_OF, whole)


def unit_of(item: Json) -> str:
    unit = extension(item, fhir.UNIT).get("valueCoding", {})
    return str(unit.get("display") or unit.get("code", ""))


def set_unit(item: Json, unit: str) -> None:
    """The code of the unit stays while its words do."""
    known: Json = extension(item, fhir.UNIT).get("valueCoding", {})
    if not unit or unit not in (known.get("display"), known.get("code")):
        set_extension(item, fhir.UNIT, "valueCoding", _coding(unit) if unit else None)


def reference_of(item: Json) -> str:
    """The code of the unit in which its number is compared, calculated with and drawn; empty where it has none."""
    return next((str(each.get("code", "")) for each in _codings(item)), "")


def units_of(item: Json) -> tuple[str, ...]:
    """What a quantity may be given in, the unit of reference first."""
    return tuple(each.get("display") or each.get("code", "") for each in _codings(item))


def substance_of(item: Json) -> str:
    return Extensions(item).text(fhir.SUBSTANCE, "valueCode")


def set_units(item: Json, units: Sequence[str], substance: str) -> None:
    """Every unit leads to the first one, if need be by what is measured; bounds are in that one."""
    if (units, substance) == (units_of(item), substance_of(item)):
        return
    has_bounds = any(bound is not None for bound in bounds_of(item))
    if units[:1] != units_of(item)[:1] and has_bounds:
        raise Refused(OTHER_REFERENCE)
    known = {each.get("display") or each.get("code"): each for each in _codings(item)}
    codings = [known.get(unit) or _coding(unit) for unit in units]
    for coding in codings[1:]:
        _check_way(coding, codings[0], substance)
    others = [
        each for each in item.get("extension", ()) if each.get("url") not in (fhir.UNIT, fhir.UNIT_OPTION)
    ]
    item["extension"] = [*({"url": fhir.UNIT_OPTION, "valueCoding": each} for each in codings), *others]
    set_extension(item, fhir.SUBSTANCE, "valueCode", substance)


def _check_way(coding: Json, first: Json, substance: str) -> None:
    try:
        line_between(coding["code"], first["code"], substance)
    except NotConvertible:
        raise Refused(
            f"« {coding.get('display') or coding['code']} » ne se convertit pas en « {first.get('display') or first['code']} » : "
            "dites ce qui est mesuré, ou retirez cette unité."
        ) from None


def _has_slider(item: Json) -> bool:
    return Extensions(item).control() == _SLIDER


def _codings(item: Json) -> list[Json]:
    found = [each for each in item.get("extension", ()) if each.get("url") == fhir.UNIT_OPTION]
    found = found or [each for each in item.get("extension", ()) if each.get("url") == fhir.UNIT]
    return [each.get("valueCoding", {}) for each in found]


def _coding(unit: str) -> Json:
    code = re.sub(r"\s", "", unit).replace("µ", "u").replace("μ", "u")
    return {"system": fhir.UCUM, "code": code, "display": unit}


def _in_first_unit(item: Json, url: str) -> Decimal | None:
    written = Extensions(item).first(url, "valueQuantity")
    units = _codings(item)
    if written is None or not units:
        return None
    value = Decimal(str(written["value"]))
    return line_between(written.get("code", ""), units[0].get("code", ""), substance_of(item))(value)


def _set_number(item: Json, url: str, value: Decimal | None) -> None:
    if value is None:
        set_extension(item, url, "valueDecimal", None)
        return
    is_whole = item.get("type") in ("integer", "group") and value == value.to_integral_value()
    key = "valueInteger" if is_whole else "valueDecimal"
    set_extension(item, url, key, "?")
    extension(item, url)[key] = _plain(value)


def _set_quantity(item: Json, url: str, value: Decimal | None) -> None:
    unit = _codings(item)[0]
    named = {"unit": unit.get("display") or unit["code"], "system": fhir.UCUM, "code": unit["code"]}
    written = None if value is None else {"value": _plain(value), **named}
    set_extension(item, url, "valueQuantity", written)


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
