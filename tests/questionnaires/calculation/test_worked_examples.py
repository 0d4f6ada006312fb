"""The values that the shipped forms calculate, on examples worked by hand."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from telavis.questionnaires.answers import Answers, Written
from telavis.questionnaires.calculation.lacking import lacking
from telavis.questionnaires.calculation.values import with_values
from telavis.questionnaires.catalogue import shipped
from telavis.questionnaires.definition import Definition
from telavis.questionnaires.form import Context, Form
from telavis.questionnaires.parsing import parse
from telavis.questionnaires.reading import as_fields, read_fields

TODAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def infections() -> Definition:
    return parse(next(entry.definition for entry in shipped() if entry.code == "maladies-infectieuses"))


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telavis.questionnaires.calculation.values.timezone.localdate", lambda: TODAY)


def form_of(infections: Definition, patient: dict[str, str], **typed: str) -> Form:
    answers, _ = read_fields(infections, as_fields(typed), Answers())
    return with_values(Form(infections, answers, Context.of({"patient": lambda: patient})))


def value(form: Form, link_id: str) -> Any:
    content = form.answers.content(link_id)
    return content.value if isinstance(content, Written) else None


@pytest.mark.parametrize(
    ("gender", "born", "creatinine", "expected"),
    [
        # Scr 62 / 88.4 = 0.7014 mg/dL, / 0.7 = 1.0019 ≥ 1: 141 × 1.0019^-1.209 × 0.993^50 × 1.018
        # = 141 × 0.9977 × 0.7038 × 1.018 = 100.79
        ("female", "1976-01-01", "62", 101),
        # 44.2 / 88.4 = 0.5, / 0.7 = 0.7143 < 1: 141 × 0.7143^-0.329 × 0.993^50 × 1.018
        # = 141 × 1.1171 × 0.7038 × 1.018 = 112.85
        ("female", "1976-01-01", "44,2", 113),
        # 176.8 / 88.4 = 2, / 0.7 = 2.8571: 141 × 2.8571^-1.209 × 0.993^80 × 1.018
        # = 141 × 0.28105 × 0.57009 × 1.018 = 23.00
        ("female", "1946-01-01", "176,8", 23),
        # 88.4 / 88.4 = 1, / 0.9 = 1.1111: 141 × 1.1111^-1.209 × 0.993^60 = 141 × 0.88040 × 0.65608 = 81.44
        ("male", "1966-01-01", "88,4", 81),
        # 61.88 / 88.4 = 0.7, / 0.9 = 0.7778 < 1: 141 × 0.7778^-0.411 × 0.993^30 = 141 × 1.10881 × 0.80999 = 126.63
        ("male", "1996-01-01", "61,88", 127),
        # 442 / 88.4 = 5, / 0.9 = 5.5556: 141 × 5.5556^-1.209 × 0.993^40 = 141 × 0.12578 × 0.75504 = 13.39
        ("male", "1986-01-01", "442", 13),
        # κ itself: the ratio is 1 and both powers are 1: 141 × 0.993^20 = 141 × 0.86893 = 122.52
        ("male", "2006-01-01", "79,56", 123),
        # Eighteen today: 141 × 0.8804 × 0.993^18 = 141 × 0.8804 × 0.88122 = 109.39; tomorrow is too young.
        ("male", "2008-03-02", "88,4", 109),
        ("male", "2008-03-03", "88,4", None),
        ("", "1966-01-01", "88,4", None),
    ],
)
def test_the_filtration_rate_by_ckd_epi_2009(
    infections: Definition, gender: str, born: str, creatinine: str, expected: int | None
):
    patient = {"birthDate": born, **({"gender": gender} if gender else {})}
    assert value(form_of(infections, patient, inf_creatinine=creatinine), "inf_dfg_calcule") == expected


@pytest.mark.parametrize(
    ("rate", "systolic", "consciousness", "expected"),
    [
        ("21", "101", "normale", 0),
        ("22", "101", "normale", 1),
        ("21", "100", "normale", 1),
        ("21", "101", "alteree", 1),
        ("22", "100", "normale", 2),
        ("30", "80", "alteree", 3),
        ("30", "", "alteree", None),
    ],
)
def test_the_quick_sofa(
    infections: Definition, rate: str, systolic: str, consciousness: str, expected: int | None
):
    form = form_of(infections, {}, inf_fr=rate, inf_pas=systolic, inf_conscience=consciousness)
    assert value(form, "inf_qsofa") == expected


@pytest.mark.parametrize(("born", "expected"), [("2008-03-02", 3), ("2008-03-03", None)])
def test_the_quick_sofa_is_for_adults(infections: Definition, born: str, expected: int | None):
    form = form_of(infections, {"birthDate": born}, inf_fr="30", inf_pas="80", inf_conscience="alteree")
    assert value(form, "inf_qsofa") == expected


@pytest.mark.parametrize(
    ("weight", "height", "expected"),
    [
        # 70 / 1.70² = 70 / 2.89 = 24.22
        ("70", "170", Decimal("24.2")),
        # 97 / 2² = 24.25: five goes up
        ("97", "200", Decimal("24.3")),
        # 3.5 / 0.5² = 14
        ("3,5", "50", Decimal(14)),
        # 170 metres are a fault to correct (20 to 250 cm), not a height to calculate with
        ("70", "1,70", None),
    ],
)
def test_the_body_mass_index(infections: Definition, weight: str, height: str, expected: Decimal | None):
    assert value(form_of(infections, {}, inf_poids_kg=weight, inf_taille_cm=height), "inf_imc") == expected


def test_each_says_what_it_waits_for(infections: Definition):
    form = form_of(infections, {"birthDate": "1966-01-01"}, inf_fr="22")
    waits = {each.item.link_id: lacking(form, each.item) for each in infections.calculations}
    assert waits == {
        "inf_qsofa": ["PAS", "Conscience"],
        "inf_dfg_calcule": ["Créatinine", "sexe"],
        "inf_imc": ["Poids", "Taille"],
    }


def test_each_names_its_source(infections: Definition):
    assert all(each.item.calculation_source for each in infections.calculations)
