"""The newest value of an earlier request stands among the earlier ones of the next."""

from datetime import date

import pytest

from telavis.questionnaires.answers import Answers
from telavis.questionnaires.newest import newest_as_row
from telavis.questionnaires.wording import cells
from tests.questionnaires.forms import plain, read
from tests.questionnaires.specialty import shipped_form

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("code", "rows", "typed", "row"),
    [
        (
            "nephrologie",
            "neph_creat_lignes",
            {"neph_creat_valeur": "12", "neph_creat_valeur/unit": "mg/L", "neph_creat_date": "01/02/2026"},
            ["01/02/2026", "12 mg/L (106 µmol/L)"],
        ),
        ("nephrologie", "neph_creat_lignes", {"neph_creat_valeur": "106"}, None),
        (
            "hematologie",
            "hem_nfs_anterieures",
            {"hem_hb": "9,8", "hem_hb/unit": "g/dL", "hem_plaquettes": "80", "hem_nfs_date": "01/02/2026"},
            ["01/02/2026", "9,8 g/dL (98 g/L)", "80 G/L"],
        ),
        (
            "plaies-cicatrisation",
            "plaie_mesures",
            {"plaie_longueur": "4", "plaie_largeur": "2,5"},
            ["02/03/2026", "4 cm", "2,5 cm"],
        ),
        (
            "nephrologie",
            "neph_ta_lignes",
            {"neph_creat_valeur": "106", "neph_creat_date": "01/02/2026"},
            None,
        ),
    ],
)
def test_the_newest_value_of_then_is_an_earlier_row_of_now(
    code: str, rows: str, typed: dict[str, str], row: list[str] | None
):
    form = shipped_form(code)
    answers, refusals = read(form, **typed)
    assert refusals == []
    found = newest_as_row(form, form.by_id[rows], answers, DAY)
    said = None if found is None else [plain(each) for each in cells(form.by_id[rows], found) if each]
    assert said == row


def test_without_a_value_there_is_no_row():
    form = shipped_form("nephrologie")
    assert newest_as_row(form, form.by_id["neph_creat_lignes"], Answers(), DAY) is None
