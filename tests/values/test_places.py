"""Places of birth: found by code, suggested while typing, former ones included."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from telavis.values import places
from telavis.values.places import PlaceKind, find_place, is_place_code, read_place, suggest_places


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("33063", "Bordeaux (33, Gironde)"),
        ("01006", "Ambléon (01300, Ain)"),
        ("75112", "Paris 12e arrondissement (75012, Paris)"),
        ("2A004", "Ajaccio (2A, Corse-du-Sud)"),
        ("2a004", "Ajaccio (2A, Corse-du-Sud)"),
        ("97411", "Saint-Denis (974, La Réunion)"),
        ("98818", "Nouméa (98800, Nouvelle-Calédonie)"),
        ("99352", "Algérie (étranger)"),
        ("99101", "Danemark (étranger)"),
        ("99115", "Tchécoslovaquie (étranger, autrefois)"),
        ("99156", "Macédoine du Nord (étranger)"),
        ("99999", "Lieu de naissance inconnu"),
    ],
)
def test_a_code_gives_its_place(code, label):
    place = find_place(code)
    assert place is not None
    assert place.label == label


def test_a_code_given_up_keeps_its_number_and_takes_the_present_name():
    ajaccio = find_place("20004")
    assert ajaccio is not None
    assert (ajaccio.code, ajaccio.name, ajaccio.kind) == ("20004", "Ajaccio", PlaceKind.FORMER_COMMUNE)


def test_a_code_that_stands_twice_is_the_present_commune():
    place = find_place("01015")
    assert place is not None
    assert place.name == "Arboys en Bugey"


@pytest.mark.parametrize("code", ["00000", "99000", "", "é", "33063\n", "\t"])
def test_an_unknown_code_has_no_place(code):
    assert find_place(code) is None


@pytest.mark.parametrize(
    ("code", "right"),
    [("33063", True), ("2B033", True), ("99352", True), ("2C033", False), ("3306", False), ("", False)],
)
def test_the_shape_of_a_code_is_known_without_the_list(code, right):
    assert is_place_code(code) is right


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bord", "Bordeaux"),
        ("BORDEAUX", "Bordeaux"),
        ("paris 12", "Paris 12e arrondissement"),
        ("Paris 12ème", "Paris 12e arrondissement"),
        ("st malo", "Saint-Malo"),
        ("sainte foy la grande", "Sainte-Foy-la-Grande"),
        ("l'hay les ros", "L’Haÿ-les-Roses"),
        ("rochelle", "La Rochelle"),
        ("33000", "Bordeaux"),
        ("2A004", "Ajaccio"),
        ("63220", "Arlanc"),
        ("Y", "Y"),
        ("alg", "Algérie"),
        ("cote d ivoire", "Côte d’Ivoire"),
        ("féroé", "Îles Féroé"),
        ("tcheco", "Tchécoslovaquie"),
        ("arbignieu", "Arbignieu"),
    ],
)
def test_the_first_suggestion_is_the_one_meant(typed, first):
    assert suggest_places(typed)[0].name == first


def test_digits_that_are_a_postcode_and_the_insee_code_of_another_place_suggest_both():
    assert [place.name for place in suggest_places("63220", limit=3)] == [
        "Arlanc",
        "Dore-l’Église",
        "Mazoires",
    ]


def test_the_most_populous_come_first_and_none_comes_twice():
    found = suggest_places("saint-denis", limit=30)
    assert [place.department for place in found[:2]] == ["974", "93"]
    assert len({(place.code, place.name) for place in found}) == 30


def test_a_department_after_the_name_chooses_among_homonyms():
    assert [place.code for place in suggest_places("Saint-Denis 93")] == ["93066"]


def test_a_former_commune_says_what_it_is_today():
    assert suggest_places("arbignieu")[0].label == "Arbignieu (01, Ain, aujourd’hui Arboys en Bugey)"


@pytest.mark.parametrize("typed", ["", " ", "-", "e", "zzzz", "'", "\n", "\t", "B\nO"])
def test_too_little_or_nothing_like_it_suggests_nothing(typed):
    assert suggest_places(typed) == []


@given(st.text(max_size=20), st.integers(0, 5))
@example("01001", 0)
def test_any_text_may_be_typed(text, limit):
    assert len(suggest_places(text, limit)) <= limit


class TestReadPlace:
    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("33063", "33063"),
            ("33000", "33063"),
            ("Bordeaux", "33063"),
            ("bordeaux (33, gironde)", "33063"),
            ("Saint-Denis (974, La Réunion)", "97411"),
            ("algerie", "99352"),
            ("Paris", "75056"),
            ("Saint-Martin (partie néerlandaise)", "99445"),
        ],
    )
    def test_a_code_a_label_or_a_lone_name_is_read(self, typed, code):
        place = read_place(typed)
        assert place is not None
        assert place.code == code

    @pytest.mark.parametrize("typed", ["Saint-Denis", "Nulle-Part", "", "Bord", "63220", "51300"])
    def test_a_doubtful_name_or_number_is_not(self, typed):
        assert read_place(typed) is None

    @given(st.sampled_from(["sai", "mont", "vill", "bea", "aix", "cor", "gu", "al", "33", "20"]))
    def test_every_label_suggested_reads_back(self, typed):
        for place in suggest_places(typed):
            assert read_place(place.label) == place


def test_the_names_are_those_of_the_lists_in_the_same_order():
    atlas = places._atlas()
    lines = len(atlas._lines)
    assert lines == len(atlas._by_weight) == len(atlas._names._starts) == len(atlas._postcodes._starts)
    assert [line[:5] for line in atlas._lines] == sorted(line[:5] for line in atlas._lines)


def test_the_lists_stay_small():
    assert sum(file.stat().st_size for file in Path(places._DATA).iterdir()) < 600_000
