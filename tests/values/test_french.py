"""French typography: the right spaces and quotes, numbers, times and lists."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telavis.values.french import (
    at_moment,
    date_words,
    join_words,
    moment,
    number,
    plural,
    time_words,
    typographic,
    unbroken,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 3, 10, 14, 2, tzinfo=PARIS)


def visible(text: str) -> str:
    """Special spaces made visible, so that a failing test can be read."""
    return text.replace("\u202f", "_").replace("\u00a0", "~")


@pytest.mark.parametrize(
    ("typed", "put_right"),
    [
        ("Qu'est-ce que c'est ?", "Qu’est-ce que c’est_?"),
        ("Avis : urgent ; merci !", "Avis_: urgent_; merci_!"),
        ("Avis: urgent", "Avis_: urgent"),
        ('Le bouton "Envoyer"', "Le bouton «_Envoyer_»"),
        ("«Envoyer» et « Retour »", "«_Envoyer_» et «_Retour_»"),
        ("En cours...", "En cours…"),
        ("à 14h02 ou 14 h 02", "à 14_h_02 ou 14_h_02"),
        ("97 % de 1 234 567 €", "97_% de 1_234_567_€"),
        ("https://exemple.fr/?a=b:c;d", "https://exemple.fr/?a=b:c;d"),
        ("de 9:30 à 10:00", "de 9:30 à 10:00"),
    ],
)
def test_a_label_gets_french_spaces_and_quotes(typed, put_right):
    assert visible(typographic(typed)) == put_right


@given(st.text("ab1 :;!?«»\"'.h%\u00a0\u202f", max_size=20))
def test_putting_right_twice_changes_nothing(text):
    once = typographic(text)
    assert typographic(once) == once


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Avis : urgent ; non  !", "Avis_: urgent_; non__!"),
        ("Dire « à revoir » à 20 %", "Dire «_à revoir_» à 20_%"),
        ("Avis: 'a' ... :\n: suite", "Avis: 'a' ..._:\n: suite"),
        ("a :\n ? b", "a_:\n ? b"),
    ],
)
def test_what_was_typed_gets_only_the_spaces_that_keep_a_sign_with_its_word(typed, shown):
    assert visible(unbroken(typed)) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [(1234567, 0, "1_234_567"), (12.5, 1, "12,5"), (-3, 0, "−3"), (999, 0, "999"), (1234.5, 2, "1_234,50")],
)
def test_numbers_have_narrow_spaces_and_a_comma(value, decimals, written):
    assert visible(number(value, decimals)) == written


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0~demande"), (1, "1~demande"), (2, "2~demandes"), (1500, "1_500~demandes")]
)
def test_plural_begins_at_two(count, words):
    assert visible(plural(count, "demande")) == words


def test_an_unusual_plural_is_given():
    assert visible(plural(3, "journal", "journaux")) == "3~journaux"


@pytest.mark.parametrize(
    ("words", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
)
def test_words_are_joined_with_et(words, joined):
    assert join_words(words) == joined


def test_words_may_be_joined_with_ou():
    assert join_words(["a", "b", "c"], "ou") == "a, b ou c"


@pytest.mark.parametrize(("hour", "minute", "words"), [(14, 2, "14_h_02"), (8, 0, "8_h"), (0, 30, "0_h_30")])
def test_times(hour, minute, words):
    assert visible(time_words(NOW.replace(hour=hour, minute=minute))) == words


def test_dates():
    assert visible(date_words(date(1950, 3, 2))) == "2~mars 1950"
    assert visible(date_words(date(2001, 8, 1))) == "1er~août 2001"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "à l’instant"),
        (timedelta(minutes=1), "il y a 1~min"),
        (timedelta(minutes=59, seconds=59), "il y a 59~min"),
        (timedelta(hours=3, minutes=40), "il y a 3~h"),
        (timedelta(hours=23, minutes=59), "il y a 23~h"),
        (timedelta(days=1), "hier à 14_h_02"),
        (timedelta(days=8), "le 2~mars à 14_h_02"),
        (timedelta(days=365), "le 10~mars 2025"),
        (timedelta(seconds=-2), "à l’instant"),
        (-timedelta(minutes=30), "aujourd’hui à 14_h_32"),
        (-timedelta(days=1), "demain à 14_h_02"),
        (-timedelta(days=10), "le 20~mars à 14_h_02"),
    ],
)
def test_moments_are_told_as_people_say_them(ago, words):
    assert visible(moment(NOW - ago, NOW)) == words


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(hours=3), "à 11_h_02"),
        (timedelta(days=1), "hier à 14_h_02"),
        (timedelta(days=3), "le 7~mars à 14_h_02"),
    ],
)
def test_what_was_saved_another_day_says_the_day(ago, words):
    assert visible(at_moment(NOW - ago, NOW)) == words


def test_a_moment_is_told_in_the_readers_time_zone():
    reunion = NOW.astimezone(timezone(timedelta(hours=4)))
    assert visible(moment(NOW - timedelta(days=3), reunion)) == "le 7~mars à 17_h_02"


def test_the_night_when_the_clock_changes_has_its_true_length():
    before = datetime(2026, 3, 29, 1, 30, tzinfo=PARIS)
    after = datetime(2026, 3, 29, 3, 10, tzinfo=PARIS)
    assert visible(moment(before, after)) == "il y a 40~min"
