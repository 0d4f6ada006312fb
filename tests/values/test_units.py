"""Units: published pairs of values, both ways, and what must not be converted."""

from decimal import Decimal

import pytest

from telavis.values.units import SUBSTANCES, NotConvertible, line_between

PUBLISHED = [
    # KDIGO 2024: 1 mg/dL of creatinine is 88.4 µmol/L; 30 mg/g and 300 mg/g are its bounds of albuminuria.
    ("creatinine", "1", "mg/dL", "88.4", "umol/L"),
    ("creatinine", "1.2", "mg/dL", "106.08", "umol/L"),
    ("creatinine", "12", "mg/L", "106.08", "umol/L"),
    ("albumin-creatinine-ratio", "30", "mg/mmol", "265.2", "mg/g"),
    ("albumin-creatinine-ratio", "3", "mg/mmol", "26.52", "mg/g"),
    # The table of the NGSP: 42, 48, 53, 64 and 86 mmol/mol are 6.0, 6.5, 7.0, 8.0 and 10.0 %.
    ("haemoglobin-a1c", "42", "mmol/mol", "6.0", "%"),
    ("haemoglobin-a1c", "48", "mmol/mol", "6.5", "%"),
    ("haemoglobin-a1c", "53", "mmol/mol", "7.0", "%"),
    ("haemoglobin-a1c", "64", "mmol/mol", "8.0", "%"),
    ("haemoglobin-a1c", "86", "mmol/mol", "10.0", "%"),
    ("haemoglobin-a1c", "0", "mmol/mol", "2.152", "%"),
    # Small in the unit of reference, and no less exact there.
    ("", "14", "ng/L", "0.000000014", "g/L"),
    ("", "5", "pg/mL", "0.000000005", "g/L"),
    # 1 g/L of glucose is 5.55 mmol/L; 1.26 g/L, the threshold of diabetes, is 7.0 mmol/L.
    ("glucose", "1", "g/L", "5.55", "mmol/L"),
    ("glucose", "1.26", "g/L", "6.99", "mmol/L"),
    ("glucose", "126", "mg/dL", "6.99", "mmol/L"),
    # 10 mg/dL of calcium, or 100 mg/L, is 2.5 mmol/L; 12 mg/dL is 3 mmol/L.
    ("calcium", "10", "mg/dL", "2.495", "mmol/L"),
    ("calcium", "100", "mg/L", "2.495", "mmol/L"),
    ("calcium", "12.024", "mg/dL", "3.0", "mmol/L"),
    ("", "12.3", "g/dL", "123", "g/L"),
    ("", "7", "g/dL", "70", "g/L"),
    ("phosphorus", "3.1", "mg/dL", "1.0", "mmol/L"),
    ("bilirubin", "10", "mg/L", "17.104", "umol/L"),
    ("vitamin-b12", "200", "ng/L", "147.56", "pmol/L"),
    ("folate", "4", "ug/L", "9.064", "nmol/L"),
    ("vitamin-d", "30", "ng/mL", "74.88", "nmol/L"),
    ("cortisol", "18", "ug/L", "49.6584", "nmol/L"),
    ("thyroxine", "10", "ng/L", "12.871", "pmol/L"),
]


def written(value: Decimal, like: str) -> Decimal:
    """As precise as the published value is."""
    return round(value, max(0, -int(Decimal(like).as_tuple().exponent)))


@pytest.mark.parametrize(("substance", "value", "unit", "expected", "other"), PUBLISHED)
def test_a_published_pair_is_found(substance: str, value: str, unit: str, expected: str, other: str):
    assert written(line_between(unit, other, substance)(Decimal(value)), expected) == Decimal(expected)


@pytest.mark.parametrize(("substance", "value", "unit", "expected", "other"), PUBLISHED)
def test_there_and_back_again_is_the_same_value(
    substance: str, value: str, unit: str, expected: str, other: str
):
    there, back = line_between(unit, other, substance), line_between(other, unit, substance)
    assert round(back(there(Decimal(value))), 6) == Decimal(value)


def test_the_same_unit_changes_nothing_even_when_it_is_not_known():
    assert line_between("[iU]/mL", "[iU]/mL")(Decimal("3.5")) == Decimal("3.5")


@pytest.mark.parametrize(
    ("unit", "other", "substance"),
    [
        ("mg/dL", "umol/L", ""),  # of what?
        ("g/L", "cm", "creatinine"),
        ("%", "mmol/mol", "calcium"),
        ("g/L", "[iU]/mL", ""),
    ],
)
def test_what_has_no_way_is_not_converted(unit: str, other: str, substance: str):
    with pytest.raises(NotConvertible):
        line_between(unit, other, substance)


def test_a_whole_value_stays_whole():
    assert str(line_between("g/dL", "g/L")(Decimal("12.3"))) == "123"
    assert str(line_between("g/dL", "g/L")(Decimal("12.0"))) == "120"


def test_every_factor_has_its_source():
    assert all(substance.source for substance in SUBSTANCES.values())
