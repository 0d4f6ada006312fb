"""An establishment is found by its name, town or number, however it is abbreviated."""

from pathlib import Path

import pytest
from django.db import connection

from telavis.directory.models import PublishedEstablishment
from telavis.directory.queries import search_establishments
from tests.directory.extractions import SITE_SAMPLE, import_sites, site_file
from tests.directory.test_published_search import statements_of

pytestmark = pytest.mark.django_db

CHU, CH = "CENTRE HOSPITALIER UNIVERSITAIRE D'AQUILON", "CENTRE HOSPITALIER DE PORT-LAVANDE"
SMR = "CTRE DE SOINS DE SUITE ET DE READAPTATION ST-ROCH"


def names(text: str) -> list[str]:
    return [row.name for row in search_establishments(text).rows]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("chu aquilon", CHU),
        ("C.H.U. d’Aquilon", CHU),
        ("C H R U aquilon", CHU),
        ("chr aquilon", CHU),
        ("Centre hospitalier universitaire", CHU),
        ("Ctre Hosp. Univ. Aquilon", CHU),
        ("CH Port Lavande", CH),
        ("ch port-lav", CH),
        ("Centre hospitalier de Port-Lavande", CH),
        ("99120", CH),
        ("990000200", CH),
        ("99 000 020 0", CH),
        ("SSR Saint-Roch", SMR),
        ("smr st roch", SMR),
        ("soins de suite saint roch", SMR),
        ("SMR port lavande", SMR),
        ("ehpad sainte anne", "MAISON DE RETRAITE STE ANNE"),
        ("Mimosas", "EHPAD LES MIMOSAS"),
        ("œillet", "PHARMACIE DE L'ŒILLET"),
        ("oeillet", "PHARMACIE DE L'ŒILLET"),
        ("msp halle", "MAISON DE SANTE PLURIPROFESSIONNELLE DE LA HALLE"),
        ("maison de santé", "MAISON DE SANTE PLURIPROFESSIONNELLE DE LA HALLE"),
    ],
)
def test_the_one_that_is_meant_comes_first(text: str, first: str):
    import_sites(SITE_SAMPLE)
    assert names(text)[0] == first


@pytest.mark.parametrize("text", ["mimozas", "Tileuls", "clinique des tileuls", "valmond le bourg"])
def test_a_slip_is_forgiven_where_nothing_is_spelt_so(text: str):
    import_sites(SITE_SAMPLE)
    assert names(text) != []


@pytest.mark.parametrize(
    "text", ["", "c", "%", "_____", "clinique lavande", "zzzz", "330781196", "\\", "x\0y"]
)
def test_other_words_find_nothing(text: str):
    import_sites(SITE_SAMPLE)
    assert names(text) == []


def test_whole_words_come_before_beginnings(tmp_path: Path):
    import_sites(SITE_SAMPLE)
    PublishedEstablishment.objects.filter(name=CHU).update(search_text=" CHU PAUILLAC ")
    PublishedEstablishment.objects.filter(name="EHPAD LES MIMOSAS").update(search_text=" EHPAD PAU ")
    assert names("pau") == ["EHPAD LES MIMOSAS", CHU]


def test_hospitals_come_before_others_of_the_same_town():
    import_sites(SITE_SAMPLE)
    assert names("aquilon")[:2] == [CHU, "CLINIQUE DES TILLEULS"]


def test_a_closed_one_is_not_proposed():
    import_sites(SITE_SAMPLE)
    PublishedEstablishment.objects.filter(name=CHU).update(left_on="2026-01-01")
    assert CHU not in names("aquilon")


def test_an_answer_says_what_it_is_and_where():
    import_sites(SITE_SAMPLE)
    row = search_establishments("ch port").rows[0]
    assert (row.kind, row.finess, row.postcode, row.town) == (
        "hospital",
        "990000200",
        "99120",
        "PORT LAVANDE",
    )
    assert search_establishments("pharmacie").rows[0].kind == "other"


def test_ten_at_most(tmp_path: Path):
    import_sites(site_file(tmp_path, 200))
    found = search_establishments("pharmacie")
    assert len(found.rows) == 10
    assert found.too_many


@pytest.mark.parametrize("text", ["ch", "saint joseph paris", "qxwv zzzz"])
def test_no_search_reads_a_whole_table(tmp_path: Path, text: str):
    import_sites(site_file(tmp_path, 500))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE directory_publishedestablishment")
    plans = statements_of(lambda: search_establishments(text))
    assert plans
    assert not any("Seq Scan" in plan for plan in plans), plans
