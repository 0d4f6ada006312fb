"""Addresses as people write them, in one line."""

import pytest

from telavis.values.addresses import InvalidAddress, PostalAddress


@pytest.mark.parametrize(
    ("typed", "line", "postcode", "town"),
    [
        ("12 rue de la Halle, 33390 Blaye", "12 rue de la Halle", "33390", "Blaye"),
        ("12 rue de la Halle 33390 BLAYE", "12 rue de la Halle", "33390", "BLAYE"),
        ("Le Bourg ,  97410   Saint-Pierre ", "Le Bourg", "97410", "Saint-Pierre"),
        ("3 av. du 8 mai 1945, 20200 L’Île-Rousse", "3 av. du 8 mai 1945", "20200", "L’Île-Rousse"),
    ],
)
def test_street_postcode_and_town_are_told_apart(typed: str, line: str, postcode: str, town: str):
    assert PostalAddress.parse(typed) == PostalAddress(line, postcode, town)


@pytest.mark.parametrize(
    "typed",
    ["", "33390 Blaye", "rue de la Halle, Blaye", "12 rue Haute 33390", "rue, 3339 Blaye", ", 33390 Blaye"],
)
def test_what_lacks_a_part_is_refused(typed: str):
    with pytest.raises(InvalidAddress):
        PostalAddress.parse(typed)


def test_what_no_table_holds_is_refused():
    with pytest.raises(InvalidAddress, match="trop longue"):
        PostalAddress.parse("é" * 300 + ", 33390 Blaye")
