"""The Luhn key (ISO/IEC 7812-1, annex B) that ends an RPPS, FINESS, SIREN or SIRET number."""


def luhn_sum(digits: str) -> int:
    """Sum from the right, every second digit doubled, less nine when it passes nine; a right number gives 0 modulo 10.

    >>> luhn_sum("10100997245")
    40
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total


def is_luhn_valid(digits: str) -> bool:
    return luhn_sum(digits) % 10 == 0


def luhn_key(digits: str) -> str:
    """The digit to write after these ones: "1010099724" → "5"."""
    return str(-luhn_sum(digits + "0") % 10)
