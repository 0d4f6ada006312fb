"""The FINESS extraction, in the format of the register."""

from pathlib import Path

import pytest

from telavis.directory.extractions.establishments import _fields, _post_line, _town_code
from telavis.directory.extractions.files import FaultyFile
from telavis.directory.models import PublishedEstablishment
from tests.directory.extractions import PEOPLE_SAMPLE, SITE_SAMPLE, counts, import_sites, site_file, write


@pytest.mark.django_db
def test_the_sample_is_read_whole_and_a_second_time_changes_nothing():
    assert counts(import_sites(SITE_SAMPLE)) == (8, 0, 0, 0)
    assert counts(import_sites(SITE_SAMPLE)) == (0, 0, 0, 0)


@pytest.mark.django_db
def test_what_is_known_of_an_establishment():
    import_sites(SITE_SAMPLE)
    found = PublishedEstablishment.objects.get(name="CENTRE HOSPITALIER DE PORT-LAVANDE")
    assert (found.name, found.short_name) == ("CENTRE HOSPITALIER DE PORT-LAVANDE", "C.H. PORT LAVANDE")
    assert (found.kind, found.category) == ("hospital", "355")
    assert (found.address_line, found.postcode, found.town) == (
        "1 PL DE LA FONTAINE",
        "99120",
        "PORT LAVANDE",
    )
    assert (found.phone, found.name_key) == ("0199009900", "CH PORT LAVANDE")


@pytest.mark.django_db
def test_the_older_encoding_is_read_as_well():
    import_sites(SITE_SAMPLE)
    assert PublishedEstablishment.objects.filter(name="PHARMACIE DE L'ŒILLET").exists()


@pytest.mark.django_db
def test_a_closed_establishment_is_flagged_and_kept(tmp_path: Path):
    import_sites(site_file(tmp_path, 20))
    assert counts(import_sites(site_file(tmp_path, 20, without=1))) == (0, 0, 1, 0)
    assert PublishedEstablishment.objects.filter(left_on__isnull=False).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("structureet;12;;A;A" + ";" * 27, "numéro FINESS mal formé"),
        ("structureet;990000100" + ";" * 30, "raison sociale vide"),
        ("structureet;990000100;;A", "nombre de colonnes autre que 31 ou 32"),
        ("rubbish;1", "section inconnue"),
    ],
)
def test_a_line_is_refused_with_its_number_and_reason(tmp_path: Path, line: str, reason: str):
    path = write(tmp_path / "sites.csv", ["finess;etalab;111;2026-01-01", line])
    summary = import_sites(path, accept_losses=True)
    assert summary.account.first_refusals == [(2, reason)]


@pytest.mark.django_db
def test_another_file_is_refused_at_its_first_line():
    with pytest.raises(FaultyFile, match="n’est pas une extraction FINESS"):
        import_sites(PEOPLE_SAMPLE)


def test_a_quoted_name_keeps_its_semicolon_and_a_stray_quote_stays():
    assert _fields('structureet;1;;"A; B"' + ";" * 27)[3] == "A; B"
    assert _fields('structureet;1;;L "A' + ";" * 28)[3] == 'L "A'


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("33000 BORDEAUX", ("33000", "BORDEAUX")),
        ("01012 BOURG EN BRESSE CEDEX 2", ("01012", "BOURG EN BRESSE")),
        ("BORDEAUX", ("", "BORDEAUX")),
        ("", ("", "")),
    ],
)
def test_the_postal_line_is_a_postcode_and_a_town(line: str, read: tuple[str, str]):
    assert _post_line(line) == read


@pytest.mark.parametrize(
    ("department", "number", "code"),
    [
        ("33", "063", "33063"),
        ("2A", "004", "2A004"),
        ("9A", "123", "97123"),
        ("9D", "011", "97411"),
        ("", "1", ""),
    ],
)
def test_the_number_of_a_town_is_that_of_insee(department: str, number: str, code: str):
    assert _town_code(department, number) == code
