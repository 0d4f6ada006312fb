"""The extraction of professionals: what it brings, what is refused, who has left."""

from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from telavis.directory.models import DirectoryImport, PublishedActivity, PublishedProfessional
from tests.directory.extractions import (
    PEOPLE_SAMPLE,
    activity,
    counts,
    import_people,
    people_file,
    rpps,
    write,
)

pytestmark = pytest.mark.django_db


def professional(number: int) -> PublishedProfessional:
    return PublishedProfessional.objects.get(pk=f"8{rpps(number)}")


def test_the_sample_is_read_whole_and_a_second_time_changes_nothing():
    assert counts(import_people(PEOPLE_SAMPLE)) == (10, 0, 0, 0)
    before = list(PublishedProfessional.objects.order_by("pk").values())
    lines = set(PublishedActivity.objects.values_list())
    assert counts(import_people(PEOPLE_SAMPLE)) == (0, 0, 0, 0)
    assert list(PublishedProfessional.objects.order_by("pk").values()) == before
    assert set(PublishedActivity.objects.values_list()) == lines


def test_what_is_known_of_somebody():
    import_people(PEOPLE_SAMPLE)
    found = professional(1)
    assert (found.title, found.family_name, found.given_name) == ("DR", "LEFÈVRE", "Camille")
    assert (found.profession, found.specialty, found.left_on) == ("10", "SM15", None)
    assert found.first_seen_on == timezone.localdate()
    assert found.sort_key == "LEFEVRE  CAMILLE   LEFÈVRE  CAMILLE"
    hospital, other = found.activities.order_by("structure_name")
    assert (hospital.structure_name, other.structure_name) == ("CH DE PORT-LAVANDE", "CHU D'AQUILON")
    assert (other.finess, other.siret) == ("990000101", "99000001000011")
    assert (other.sector, other.practice_mode) == ("SA01", "S")
    assert (other.address_line, other.postcode, other.town) == ("1 PLACE DE LA FONTAINE", "99000", "AQUILON")
    assert hospital.town == "PORT LAVANDE"


def test_numbers_are_told_apart_by_their_prefix():
    import_people(PEOPLE_SAMPLE)
    assert PublishedProfessional.objects.get(pk="0999100123").family_name == "ROUSSEAU"
    assert PublishedProfessional.objects.filter(pk__startswith="8").count() == 9


def test_a_specialty_says_more_of_somebody_than_a_competence():
    import_people(PEOPLE_SAMPLE)
    assert professional(3).specialty == "SM58"
    assert professional(3).activities.count() == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "iso8859-15"])
def test_any_of_the_encodings_gives_the_same_people(tmp_path: Path, encoding: str):
    import_people(people_file(tmp_path, activity(1, "ŒUVRARD-LEFÈVRE")))
    again = people_file(tmp_path, activity(1, "ŒUVRARD-LEFÈVRE"), encoding=encoding)
    assert counts(import_people(again)) == (0, 0, 0, 0)


def test_columns_are_found_by_their_names_in_any_order_and_writing(tmp_path: Path):
    path = people_file(tmp_path, activity(1), activity(2, "MOREAU"))
    turned = [
        "|".join(reversed(line.removesuffix("|").split("|"))) for line in path.read_text("utf-8").splitlines()
    ]
    turned[0] = (
        turned[0].replace("(coord. structure)", "(coord. Structure)").replace("Libellé Voie", "libellé voie")
    )
    import_people(path)
    assert counts(import_people(write(tmp_path / "turned.txt", turned))) == (0, 0, 0, 0)


def test_one_line_twice_is_one_activity(tmp_path: Path):
    import_people(people_file(tmp_path, activity(1), activity(1)))
    assert professional(1).activities.count() == 1
    assert counts(import_people(people_file(tmp_path, activity(1)))) == (0, 0, 0, 0)


def test_a_change_touches_only_whom_it_concerns(tmp_path: Path):
    import_people(people_file(tmp_path, activity(1), activity(2, "MOREAU")))
    moved = activity(2, "MOREAU", **{"Libellé commune (coord. structure)": "PORT LAVANDE"})
    assert counts(import_people(people_file(tmp_path, activity(1), moved))) == (0, 1, 0, 0)
    assert [each.town for each in professional(2).activities.all()] == ["PORT LAVANDE"]
    assert [each.town for each in professional(1).activities.all()] == ["AQUILON"]


def test_another_place_of_work_is_added_and_a_former_one_goes(tmp_path: Path):
    here, there = activity(1), activity(1, **{"Raison sociale site": "CH DE PORT-LAVANDE"})
    import_people(people_file(tmp_path, here))
    assert counts(import_people(people_file(tmp_path, here, there))) == (0, 1, 0, 0)
    assert professional(1).activities.count() == 2
    assert counts(import_people(people_file(tmp_path, there))) == (0, 1, 0, 0)
    assert str(professional(1).activities.get()) == "CH DE PORT-LAVANDE, AQUILON"


def test_who_leaves_is_flagged_kept_and_taken_back(tmp_path: Path):
    both = [activity(1), activity(2, "MOREAU")]
    import_people(people_file(tmp_path, *both))
    PublishedProfessional.objects.update(first_seen_on=date(2025, 1, 1))
    without = people_file(tmp_path, both[0])
    assert counts(import_people(without, accept_losses=True)) == (0, 0, 1, 0)
    assert professional(2).left_on == timezone.localdate()
    assert professional(2).activities.count() == 1
    assert counts(import_people(without)) == (0, 0, 0, 0)
    assert counts(import_people(people_file(tmp_path, *both))) == (0, 1, 0, 0)
    assert professional(2).left_on is None
    assert professional(2).first_seen_on == date(2025, 1, 1)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Identifiant PP": "123"}, "identifiant qui n’est pas un numéro RPPS"),
        ({"Type d'identifiant PP": "3"}, "type d’identifiant autre que 8 (RPPS) et 0 (ADELI)"),
        ({"Type d'identifiant PP": "0"}, "identifiant qui n’est pas un numéro ADELI"),
        ({"Identification nationale PP": "810000000000"}, "identification nationale différente du type"),
        ({"Nom d'exercice": " "}, "nom d’exercice vide"),
        ({"Code profession": ""}, "code profession vide"),
        ({"Prénom d'exercice": "a|b"}, "nombre de colonnes différent de celui de l’en-tête"),
        ({"Prénom d'exercice": "\0"}, "caractères illisibles"),
        ({"Prénom d'exercice": "\ufffd"}, "caractères illisibles"),
    ],
)
def test_a_line_is_refused_with_its_number_and_reason(tmp_path: Path, cells: dict[str, str], reason: str):
    path = people_file(tmp_path, activity(1), activity(2, **cells), activity(3))
    summary = import_people(path, accept_losses=True)
    assert counts(summary) == (2, 0, 0, 1)
    ((line, why),) = summary.account.first_refusals
    assert line == 3
    assert why.startswith(reason)


def test_a_wrong_key_is_a_warning_since_official_test_data_have_some(tmp_path: Path):
    wrong = {"Identifiant PP": "10003461033", "Identification nationale PP": "810003461033"}
    summary = import_people(people_file(tmp_path, activity(1, **wrong)))
    assert counts(summary) == (1, 0, 0, 0)
    assert list(summary.account.warnings.values()) == [1]


def test_signs_that_a_copy_could_misread_arrive_as_they_are(tmp_path: Path):
    name = "L\\N\\.\tO'\"B;é"
    import_people(people_file(tmp_path, activity(1, name)))
    assert professional(1).family_name == name


def test_each_import_is_written_down(tmp_path: Path):
    import_people(
        people_file(tmp_path, activity(1), activity(2, **{"Nom d'exercice": ""})), accept_losses=True
    )
    kept = DirectoryImport.objects.get()
    assert (kept.kind, kept.file_name, kept.encoding) == ("professionals", "people.txt", "UTF-8")
    assert (kept.lines, kept.added, kept.changed, kept.left, kept.refused) == (2, 1, 0, 0, 1)
