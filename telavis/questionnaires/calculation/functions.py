"""Functions of FHIRPath that the library lacks, or reads otherwise than the specification; for the child process."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Given = list[Any]


def _number(given: Given) -> Decimal:
    (value,) = given
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError("a number is expected")
    return Decimal(value)


def rounded(given: Given, places: Any = 0) -> Any:
    """5 goes up; the library rounds to the even neighbour, as banks do."""
    if not given or places == []:
        return []
    return _number(given).quantize(Decimal(1).scaleb(-int(places)), rounding=ROUND_HALF_UP)


def power(given: Given, exponent: Any) -> Any:
    """Also with a fraction as exponent, for which the library answers nothing."""
    if not given or exponent == []:
        return []
    base, exponent = _number(given), Decimal(exponent)
    is_real = base > 0 or (exponent == exponent.to_integral_value() and (base != 0 or exponent >= 0))
    return base**exponent if is_real else []


def total(given: Given) -> Any:
    """Of answers too: the library adds up bare numbers only."""
    return sum(_number([each]) for each in given)


def least(given: Given) -> Any:
    return min(given) if given else []


def greatest(given: Given) -> Any:
    return max(given) if given else []


def table(today: str) -> dict[str, dict[str, Any]]:
    """`today` is the day where the site is, not where the child thinks that it is."""
    with_number = {1: ["Number"]}
    return {
        "round": _entry(rounded, {0: [], **with_number}),
        "power": _entry(power, with_number),
        "sum": _entry(total),
        "min": _entry(least),
        "max": _entry(greatest),
        "today": _entry(lambda given: today),
    }


def _entry(function: Callable[..., Any], arity: dict[int, list[str]] | None = None) -> dict[str, Any]:
    return {"fn": function, **({"arity": arity} if arity else {})}
