"""The Luhn key (ISO/IEC 7812-1, annex B) that ends an RPPS, FINESS, SIREN or SIRET number."""

_DOUBLED = str.maketrans("0123456789", "0246813579")
"""Twice each digit, less nine when it passes nine."""


def luhn_sum(digits: str) -> int:
    """Sum from the right, every second digit doubled, less nine when it passes nine; a right number gives 0 modulo 10.

    >>> luhn_sum("10100997245")
    40
    """
    return sum(map(int, digits[::-2])) + sum(map(int, digits[-2::-2].translate(_DOUBLED)))


def is_luhn_valid(digits: str) -> bool:
    return luhn_sum(digits) % 10 == 0


def luhn_key(digits: str) -> str:
    """The digit to write after these ones: "1010099724" → "5"."""
    return str(-luhn_sum(digits + "0") % 10)
